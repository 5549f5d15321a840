import type { RunRecord, Verdict } from './record.ts';
import { UNVERIFIED } from './record.ts';

/** What a line of the table is made of. */
export type Tabled = Pick<RunRecord, 'counts'> & {
  target: Pick<RunRecord['target'], 'name' | 'version' | 'variant' | 'release'>;
};

const COLUMNS: readonly { title: string; of(r: Tabled): number }[] = [
  { title: 'pass', of: (r) => r.counts.pass },
  { title: 'fail', of: (r) => r.counts.fail },
  { title: 'warn', of: (r) => r.counts.warn },
  { title: 'unverified', of: (r) => UNVERIFIED.reduce((n: number, v: Verdict) => n + r.counts[v], 0) },
  { title: 'policy', of: (r) => r.counts.policy },
  { title: 'not applicable', of: (r) => r.counts['not-applicable'] },
  { title: 'untested', of: (r) => r.counts.untested },
];

/** Several runs as one table of Markdown: a line a target, a column a verdict. Counts rows of the inventory. */
export function targetTable(records: readonly Tabled[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rows = records.map((r) => {
    const { name, version, variant, release } = r.target;
    const title = [name, version].filter(Boolean).join(' ');
    return line([title, variant ?? '', release ?? '', ...COLUMNS.map((c) => c.of(r))]);
  });
  const titles = ['server', 'variant', 'release', ...COLUMNS.map((c) => c.title)];
  return `${[line(titles), line(titles.map((_, i) => (i < 3 ? '---' : '---:'))), ...rows].join('\n')}\n`;
}
