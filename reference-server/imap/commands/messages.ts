import type { UidSet } from '../../store/store.ts';
import { resolveSequenceSet, type SequenceSet } from '../grammar/sequence.ts';
import { bad, type Effect, no, type Selected } from '../types.ts';

/** UIDs named by a set of FETCH, STORE or COPY, of messages that the session knows; BAD for a sequence number that is not there. */
export function named(sel: Selected, set: SequenceSet, uid: boolean): UidSet | Effect {
  const { view } = sel;
  // rfc3501-6.4.8-absent-uid-is-no-error
  if (uid) return view.within(resolveSequenceSet(set, view.lastUid));
  const empty = view.size === 0;
  const ranges = resolveSequenceSet(set, view.size);
  // rfc3501-9-number-beyond-the-last-gets-bad
  if (empty || (ranges.at(-1)?.[1] ?? 0) > view.size) return bad('No such message number');
  return view.uidsOf(ranges);
}

export const isEffect = (x: UidSet | Effect): x is Effect => !Array.isArray(x);

export function countOf(uids: UidSet): number {
  return uids.reduce((n, [a, b]) => n + b - a + 1, 0);
}

/** Another session removed some of the messages, and this one has not been told yet (RFC 2180 section 4). */
export const expungedMeanwhile: Effect = no('Some of the messages are gone', 'EXPUNGEISSUED');
