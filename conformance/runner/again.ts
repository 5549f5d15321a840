import type { JobResult } from './context.ts';

/**
 * Silence and hang-ups count where they repeat. One that did not, when its scenario was asked again alone, shows neither that the server
 * keeps the rule nor that it breaks it: the first answer is inconclusive, and the row stays unverified.
 */
export function withdrawn(first: readonly JobResult[], second: readonly JobResult[]): JobResult[] {
  const again = new Map(second.map((r) => [r.job, r]));
  return first.map((r): JobResult => {
    const repeat = again.get(r.job);
    if (repeat === undefined || repeat.outcome === 'failed') return r;
    const message = `${r.why?.message ?? 'no answer'}; asked again alone: ${repeat.outcome}`;
    return { ...r, outcome: 'inconclusive', why: { ...r.why, message } };
  });
}
