import fc from 'fast-check';

/** Octets that protocols trip over: line ends, NUL, quotes, braces, high bits. */
const AWKWARD = Buffer.from('\r\n\0\t "\\(){}[]<>@:;,.+*%=-~&\x7f\x80\xff0129');

/** One edit of a byte string: cut, repeat, overwrite, insert, swap of neighbours, or truncation. */
type Edit =
  | { edit: 'cut' | 'repeat'; at: number; length: number }
  | { edit: 'overwrite' | 'insert'; at: number; octet: number }
  | { edit: 'swap' | 'truncate'; at: number };

const place = fc.double({ min: 0, max: 1, noNaN: true });
const octet = fc.oneof(fc.constantFrom(...AWKWARD), fc.nat(255));
const edits: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ edit: fc.constantFrom('cut' as const, 'repeat' as const), at: place, length: fc.nat(24) }),
  fc.record({ edit: fc.constantFrom('overwrite' as const, 'insert' as const), at: place, octet }),
  fc.record({ edit: fc.constantFrom('swap' as const, 'truncate' as const), at: place }),
);

function apply(b: Buffer, e: Edit): Buffer {
  const at = Math.min(b.length, Math.floor(e.at * (b.length + 1)));
  const before = b.subarray(0, at);
  switch (e.edit) {
    case 'cut':
      return Buffer.concat([before, b.subarray(at + e.length)]);
    case 'repeat':
      return Buffer.concat([before, b.subarray(at, at + e.length), b.subarray(at)]);
    case 'overwrite':
      return Buffer.concat([before, Buffer.of(e.octet), b.subarray(at + 1)]);
    case 'insert':
      return Buffer.concat([before, Buffer.of(e.octet), b.subarray(at)]);
    case 'swap':
      return Buffer.concat([before, b.subarray(at, at + 2).toReversed(), b.subarray(at + 2)]);
    case 'truncate':
      return before;
  }
}

/** Lawful input with one to six edits. */
export function mutated(grammar: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.tuple(grammar, fc.array(edits, { minLength: 1, maxLength: 6 })).map(([b, list]) => list.reduce(apply, b));
}

/** Octets without a plan, biased to awkward ones. */
export const random: fc.Arbitrary<Buffer> = fc.array(octet, { maxLength: 400 }).map((a) => Buffer.from(a));

/** All three kinds. */
export function inputs(grammar: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.oneof(grammar, mutated(grammar), random);
}
