import type { JobResult } from './context.ts';

/**
 * Brings together what was asked and what was asked again, alone.
 *
 * Silence and hang-ups count where they repeat. One that did not shows neither that the server keeps the rule nor that it breaks it: the
 * first answer is inconclusive, and the row stays unverified. A temporary refusal invites a second try, as any client would make it: where
 * that passes it decides, and says that it was the second; one that stays is inconclusive.
 */
export function together(first: readonly JobResult[], second: readonly JobResult[]): JobResult[] {
  const again = new Map(second.map((r) => [r.job, r]));
  return first.flatMap((r): JobResult[] => {
    const repeat = again.get(r.job);
    if (repeat === undefined) return [r];
    const message = r.why?.message ?? 'no answer';
    if (r.outcome === 'inconclusive') {
      return repeat.outcome === 'passed'
        ? [{ ...repeat, why: { message: `on the second try; ${message}` } }]
        : [r, repeat];
    }
    if (repeat.outcome === 'failed') return [r, repeat];
    const why = { ...r.why, message: `${message}; asked again alone: ${repeat.outcome}` };
    return [{ ...r, outcome: 'inconclusive', why }, repeat];
  });
}
