import { match } from 'ts-pattern';
import type { RunRecord, Verdict } from './record.ts';

export interface Change {
  id: string;
  from: Verdict;
  to: Verdict;
}

export interface RunDiff {
  /** Worse than before: fine, untested, unverified, warn, fail in this order. */
  regressions: Change[];
  fixes: Change[];
  /** Another verdict of the same weight. */
  changed: Change[];
  /** Rows of the newer run alone, with their verdicts; a red one is new, not a regression. */
  added: { id: string; verdict: Verdict }[];
  gone: { id: string; verdict: Verdict }[];
}

/** How far a verdict is from what one wants. */
function weight(v: Verdict): number {
  return match(v)
    .with('pass', 'observed', 'policy', 'not-applicable', 'overruled', 'disputed', () => 0)
    .with('untested', () => 1)
    .with('blocked', 'inconclusive', 'setup-error', 'harness-error', 'not-run', () => 2)
    .with('warn', () => 3)
    .with('fail', () => 4)
    .exhaustive();
}

/** What became of each requirement between two runs. Pure; rows in the order of the newer run. */
export function diffRecords(older: RunRecord, newer: RunRecord): RunDiff {
  const before = new Map(older.requirements.map((r) => [r.id, r.verdict]));
  const now = new Set(newer.requirements.map((r) => r.id));
  const moved = newer.requirements.flatMap((r): Change[] => {
    const from = before.get(r.id);
    return from === undefined || from === r.verdict ? [] : [{ id: r.id, from, to: r.verdict }];
  });
  const brief = (r: { id: string; verdict: Verdict }) => ({ id: r.id, verdict: r.verdict });
  return {
    regressions: moved.filter((c) => weight(c.to) > weight(c.from)),
    fixes: moved.filter((c) => weight(c.to) < weight(c.from)),
    changed: moved.filter((c) => weight(c.to) === weight(c.from)),
    added: newer.requirements.filter((r) => !before.has(r.id)).map(brief),
    gone: older.requirements.filter((r) => !now.has(r.id)).map(brief),
  };
}

/** The difference for a terminal: a heading with its number, a line a requirement. */
export function diffText(diff: RunDiff): string {
  const change = (c: Change): string => `  ${c.id}: ${c.from} -> ${c.to}`;
  const row = (r: { id: string; verdict: Verdict }): string => `  ${r.id}: ${r.verdict}`;
  const part = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${lines.length} ${name}`, ...lines];
  const lines = [
    ...part('regressions', diff.regressions.map(change)),
    ...part('fixes', diff.fixes.map(change)),
    ...part('otherwise changed', diff.changed.map(change)),
    ...part('new', diff.added.map(row)),
    ...part('gone', diff.gone.map(row)),
  ];
  return `${(lines.length === 0 ? ['no difference'] : lines).join('\n')}\n`;
}
