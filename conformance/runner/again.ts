import type { JobResult } from './context.ts';

/**
 * A temporary refusal invites a second try, as any client would make it: where that passes, the first one is forgotten.
 * Silence and hang-ups count where they repeat. One that did not, when its scenario was asked again alone, shows neither that the server
 * keeps the rule nor that it breaks it: the first answer is inconclusive, and the row stays unverified.
 */
export function withdrawn(first: readonly JobResult[], second: readonly JobResult[]): JobResult[] {
  const again = new Map(second.map((r) => [r.job, r]));
  const kept = first.filter((r) => r.outcome !== 'inconclusive' || again.get(r.job)?.outcome !== 'passed');
  return kept.map((r): JobResult => {
    const repeat = again.get(r.job);
    if (repeat === undefined || r.outcome === 'inconclusive' || repeat.outcome === 'failed') return r;
    const message = `${r.why?.message ?? 'no answer'}; asked again alone: ${repeat.outcome}`;
    return { ...r, outcome: 'inconclusive', why: { ...r.why, message } };
  });
}
