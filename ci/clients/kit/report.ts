import type { Result } from './types.ts';

const MARK = { passed: 'passed', failed: 'FAILED', gap: 'gap   ' } as const;

/** A line for one result as it comes. */
export function line(r: Result): string {
  const gap = r.gap === undefined ? '' : `: ${r.gap.asked} => ${r.gap.answered}`;
  const why = r.detail === undefined ? '' : `\n        ${r.detail.trimEnd().replaceAll('\n', '\n        ')}`;
  return `${MARK[r.outcome]}  ${r.client}: ${r.check}${gap} (${(r.ms / 1000).toFixed(1)} s)${why}`;
}

/** All results as a table whose columns are as wide as they have to be. */
export function table(results: readonly Result[]): string {
  const rows = [
    ['client', 'version', 'check', 'result', 'what was done'],
    ...results.map((r) => [r.client, r.version, r.check, r.outcome, r.what]),
  ];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((r) => r[i]!.length)));
  return rows
    .map((r) =>
      r
        .map((c, i) => c.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export interface Sums {
  passed: number;
  failed: number;
  gaps: number;
}

export function sums(results: readonly Result[]): Sums {
  const count = (o: Result['outcome']): number => results.filter((r) => r.outcome === o).length;
  return { passed: count('passed'), failed: count('failed'), gaps: count('gap') };
}
