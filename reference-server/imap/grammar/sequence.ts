import type { Cursor } from './cursor.ts';

/** `*` is Infinity. A single number is a range of itself; ranges stand as they were written. */
export type SequenceSet = [number, number][];

function seqNumber(c: Cursor): number {
  return c.eat('*') ? Number.POSITIVE_INFINITY : c.nzNumber();
}

/** sequence-set of RFC 3501 section 9. */
export function parseSequenceSet(c: Cursor): SequenceSet {
  const set: SequenceSet = [];
  do {
    const a = seqNumber(c);
    set.push([a, c.eat(':') ? seqNumber(c) : a]);
  } while (c.eat(','));
  return set;
}

const one = (n: number): string => (n === Number.POSITIVE_INFINITY ? '*' : String(n));

export function printSequenceSet(set: SequenceSet): string {
  return set.map(([a, b]) => (a === b ? one(a) : `${one(a)}:${one(b)}`)).join(',');
}

/**
 * Ascending ranges that neither overlap nor touch. `*` stands for `max`; either end of a range may be the larger.
 * With a `max` of 0 (nothing there) ranges with `*` hold nothing.
 */
export function resolveSequenceSet(set: SequenceSet, max: number): SequenceSet {
  const ranges: SequenceSet = [];
  for (const [a, b] of set) {
    // rfc3501-9-asterisk-is-the-last-message
    const x = a === Number.POSITIVE_INFINITY ? max : a;
    const y = b === Number.POSITIVE_INFINITY ? max : b;
    if (x === 0 || y === 0) continue;
    // rfc3501-9-seq-range-either-order
    ranges.push(x <= y ? [x, y] : [y, x]);
  }
  ranges.sort((r, s) => r[0] - s[0]);
  const merged: SequenceSet = [];
  for (const [from, to] of ranges) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

/** Packs ascending numbers into ranges. */
export function toRanges(numbers: Iterable<number>): SequenceSet {
  const ranges: SequenceSet = [];
  for (const n of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && n === last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges;
}
