import type { Result } from './types.ts';

const TEXT = `# What clients want that the reference server has not

Written by \`node ci/clients/run.ts --gaps\`. A gap that is not listed, or that has closed, fails the run.
`;
const HEAD = ['client', 'wants', 'asks', 'is answered', 'does instead'];

const plain = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const code = (text: string): string => `\`${plain(text).replaceAll('`', "'")}\``;

/** A row of cells for each gap, in an order that no run changes. */
function rowsOf(results: readonly Result[]): string[][] {
  const rows = results.flatMap((r) => {
    if (r.outcome !== 'gap' || r.gap === undefined) return [];
    const { wanted, asked, answered, instead } = r.gap;
    return [[r.client, plain(wanted), code(asked), code(answered), plain(instead)]];
  });
  return rows.sort((a, b) => (a.join(' | ') < b.join(' | ') ? -1 : 1));
}

/** The list of open gaps as a document. */
export function gapsDocument(results: readonly Result[]): string {
  const rows = [HEAD, ...rowsOf(results)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  const [head, ...rest] = rows.map((r) => `| ${r.map((c, i) => c.padEnd(widths[i]!)).join(' | ')} |`);
  const rule = `| ${widths.map((w) => '-'.repeat(w)).join(' | ')} |`;
  return `${[TEXT, head, rule, ...rest].join('\n')}\n`;
}

/** Rows of a document, however wide its columns are. */
function rowsIn(document: string): string[][] {
  return document
    .split('\n')
    .filter((l) => l.startsWith('| '))
    .slice(2)
    .map((l) => {
      const cells = l.split(/(?<!\\)\|/).slice(1, -1);
      return cells.map((c) => c.trim());
    });
}

/**
 * Where the committed list and this run disagree, as sentences.
 * @param clients those that ran; rows of others are left alone
 */
export function disagreements(committed: string, results: readonly Result[], clients: readonly string[]): string[] {
  const lines = (rows: string[][]): string[] =>
    rows.filter(([c = '']) => clients.includes(c)).map((r) => r.join(' | '));
  const [listed, found] = [lines(rowsIn(committed)), lines(rowsOf(results))];
  return [
    ...listed.filter((r) => !found.includes(r)).map((r) => `listed, and not so any more: ${r}`),
    ...found.filter((r) => !listed.includes(r)).map((r) => `not listed: ${r}`),
  ];
}

/** Clients that the list names and that are none: their rows would never be looked at again. */
export function strangers(committed: string, clients: readonly string[]): string[] {
  return [...new Set(rowsIn(committed).map(([c = '']) => c))].filter((c) => !clients.includes(c));
}
