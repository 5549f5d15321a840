import type { Requirement } from '../spec/types.ts';
import type { Outcome, Verdict } from './record.ts';

/** From what settles a verdict against everything else to what is only said where nothing else happened. */
export const PRECEDENCE = [
  'failed',
  'harness-error',
  'setup-error',
  'blocked',
  'inconclusive',
  'not-run',
  'policy',
  'passed',
  'not-applicable',
] as const satisfies readonly Outcome[];

/**
 * What is said of a requirement, from every outcome of its scenarios in their cells.
 *
 * - An open dispute or a later rule that overrides the row is said whatever came out: run, shown, not scored.
 * - The outcome highest in `PRECEDENCE` decides. One failure makes a `fail` (MUST, MUST NOT) or a `warn` (SHOULD, SHOULD NOT).
 * - A MAY is lawful either way: passed and failed are both `observed`, and what is unverified stays unverified.
 * - A row that the inventory calls untested never turns green by a pass, but what failed or stayed unverified is said.
 */
export function verdict(
  row: Pick<Requirement, 'level' | 'untested' | 'overruled_by'>,
  outcomes: readonly Outcome[],
  disputed: boolean,
): Verdict {
  if (row.overruled_by !== undefined) return 'overruled';
  if (disputed) return 'disputed';
  const counted = row.level === 'MAY' ? outcomes.map((o) => (o === 'failed' ? 'passed' : o)) : outcomes;
  const worst = PRECEDENCE.find((o) => counted.includes(o));
  if (worst === undefined) return 'untested';
  if (worst === 'failed') return row.level === 'MUST' || row.level === 'MUST NOT' ? 'fail' : 'warn';
  if (worst !== 'passed') return worst;
  if (row.untested !== undefined) return 'untested';
  return row.level === 'MAY' ? 'observed' : 'pass';
}
