import type { Claim } from '../../spec/product.ts';
import { LEGEND, type ProductReport, type RowResult, STATUS_WORDS, STATUSES, sumOf, type Totals } from '../product.ts';
import { visible } from './text.ts';

/** A claim in the words of the lists. */
export const CLAIM_WORDS: Record<Claim, string> = {
  implemented: 'Implemented',
  partial: 'Partial',
  planned: 'Planned/Stub',
  none: 'Not implemented',
  done: '[x]',
  open: '[ ]',
};

/** Said of a report without evidence, where rows name checks. */
export const NO_EVIDENCE =
  'No evidence of checks was given: none of them counts. Run `vitest run --reporter=json --outputFile=FILE` and give `--evidence FILE`.';

/** One product's status list, computed: sums, a table a section, and where it and the claims differ. */
export function productMd(report: ProductReport): string {
  const { sections, disagreements } = report;
  const rows = sections.flatMap((s) => s.rows);
  const lines = [
    `# ${cell(report.title)}`,
    '',
    'Every status below was computed from tests that ran; beside it stands what the list itself claims.',
    '',
    ...measured(report).map((text) => `- ${cell(text)}`),
    ...(lacksEvidence(report) ? ['', `**${NO_EVIDENCE}**`] : []),
    '',
    '## Legend',
    '',
    ...STATUSES.map((s) => `- **${STATUS_WORDS[s]}**: ${LEGEND[s]}.`),
    '',
    '## In all',
    '',
    ...totalsTable('section', [
      ...sections.map((s): [string, Totals] => [s.name, s.totals]),
      ['**all**', report.totals],
    ]),
    '',
    ...totalsTable(
      'claimed',
      report.claims.map((c): [string, Totals] => [CLAIM_WORDS[c.claimed], c.totals]),
    ),
    ...sections.flatMap((s) => section(s.name, s.rows)),
    ...list('Claimed, not shown', disagreements.claimed, rows),
    ...list('Shown, not claimed', disagreements.shown, rows),
  ];
  return `${lines.join('\n')}\n`;
}

/** What it was measured on, a line each. */
export function measured({ measured: m }: ProductReport): string[] {
  return [
    `Run: ${m.target}, profile ${m.profile}, ${m.started}, mailspec ${m.suite}`,
    ...m.evidence.map((e) => [`Evidence: ${e.source}`, `${e.tests} tests`, e.started].filter(Boolean).join(', ')),
  ];
}

/** Whether rows name checks and nothing was given that could show them. */
export function lacksEvidence({ measured: m, sections }: ProductReport): boolean {
  return m.evidence.length === 0 && sections.some((s) => s.rows.some((r) => r.proofs.some((p) => p.kind === 'check')));
}

function totalsTable(first: string, rows: readonly [string, Totals][]): string[] {
  return [
    `| ${first} | ${STATUSES.map((s) => STATUS_WORDS[s]).join(' | ')} | rows |`,
    `|---|${STATUSES.map(() => '---:|').join('')}---:|`,
    ...rows.map(([name, totals]) => {
      const shown = name.startsWith('**') ? name : cell(name);
      return `| ${shown} | ${STATUSES.map((s) => totals[s]).join(' | ')} | ${sumOf(totals)} |`;
    }),
  ];
}

function section(name: string, rows: readonly RowResult[]): string[] {
  return [
    '',
    `## ${cell(name)}`,
    '',
    '| line | wanted | status | claimed | shown by |',
    '|---:|---|---|---|---|',
    ...rows.map((r) => {
      const note = r.note === undefined ? '' : ` (${r.note})`;
      const status = r.status === 'implemented' ? `**${STATUS_WORDS[r.status]}**` : STATUS_WORDS[r.status];
      return `| ${r.lines.join(', ')} | ${cell(r.asks + note)} | ${status} | ${CLAIM_WORDS[r.claimed]} | ${proofs(r)} |`;
    }),
  ];
}

function proofs(row: RowResult): string {
  return row.proofs.map((p) => `${p.green ? '✓' : '✗'} ${cell(`${p.name}: ${p.said}`)}`).join('<br>');
}

function list(title: string, ids: readonly string[], rows: readonly RowResult[]): string[] {
  const byId = new Map(rows.map((r) => [r.id, r]));
  const named = ids.flatMap((id) => byId.get(id) ?? []);
  return [
    '',
    `## ${title}`,
    '',
    ...(named.length === 0 ? ['Nothing.'] : []),
    ...named.map(
      (r) => `- line ${r.lines.join(', ')}, ${CLAIM_WORDS[r.claimed]} but ${STATUS_WORDS[r.status]}: ${cell(r.asks)}`,
    ),
  ];
}

/** Text in one line, nothing in it that Markdown or HTML would read as markup. */
function cell(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\|<>[\]*_`]/g, (c) => `\\${c}`);
}
