import type { Uid, UidSet } from './store.ts';

/** Largest UID and UIDVALIDITY: 32 bits (RFC 3501 section 2.3.1.1). */
export const MAX_UID = 0xffffffff;

/** Whether a set holds a UID. */
export function holds(set: UidSet, uid: Uid): boolean {
  return set.some(([from, to]) => from <= uid && uid <= to);
}

/** Packs ascending UIDs into ranges. */
export function toUidSet(uids: Iterable<Uid>): UidSet {
  const set: UidSet = [];
  for (const uid of uids) {
    const last = set.at(-1);
    if (last !== undefined && last[1] + 1 === uid) last[1] = uid;
    else set.push([uid, uid]);
  }
  return set;
}
