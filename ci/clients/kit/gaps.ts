import type { Result } from './types.ts';

const HEAD = `# What clients want that the reference server has not

Written by \`node ci/clients/run.ts --gaps\`. A gap that is not listed, or that has closed, fails the run.

| client | wants | asks | is answered | does instead |
| --- | --- | --- | --- | --- |
`;

const cell = (text: string, code: boolean): string => {
  const safe = text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return code ? `\`${safe.replaceAll('`', "'")}\`` : safe;
};

/** The list of open gaps as a document, in an order of its own. */
export function gapsDocument(results: readonly Result[]): string {
  const rows = results.flatMap((r) => {
    if (r.outcome !== 'gap' || r.gap === undefined) return [];
    const { wanted, asked, answered, instead } = r.gap;
    const cells = [r.client, cell(wanted, false), cell(asked, true), cell(answered, true), cell(instead, false)];
    return [`| ${cells.join(' | ')} |`];
  });
  return `${HEAD}${rows
    .sort()
    .map((r) => `${r}\n`)
    .join('')}`;
}

const rowsOf = (document: string): string[] => document.split('\n').filter((l) => l.startsWith('| '));

/**
 * Where the committed list and this run disagree, as sentences.
 * @param clients those that ran; rows of others are left alone
 */
export function disagreements(committed: string, results: readonly Result[], clients: readonly string[]): string[] {
  const ran = (row: string): boolean => clients.includes(row.split(' | ', 1)[0]?.slice(2) ?? '');
  const listed = new Set(rowsOf(committed).slice(2).filter(ran));
  const found = new Set(rowsOf(gapsDocument(results)).slice(2).filter(ran));
  return [
    ...[...listed].filter((r) => !found.has(r)).map((r) => `listed, and not so any more: ${r}`),
    ...[...found].filter((r) => !listed.has(r)).map((r) => `not listed: ${r}`),
  ];
}
