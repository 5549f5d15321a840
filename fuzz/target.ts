import type * as fc from 'fast-check';

/** Something that must hold for every input. */
export interface FuzzTarget {
  name: string;
  /** One line for the help text. */
  about: string;
  /** Input that is mostly lawful; mutated and random input is made by `inputs`. */
  grammar: fc.Arbitrary<Buffer>;
  /** Inputs of growing size, for each shape a parser might be slow on: `build(n)` is about `n` octets long. */
  shapes: Record<string, (n: number) => Buffer>;
  /** @throws Finding where the input shows a fault; any other error is a fault too */
  check(input: Buffer): void;
}

/** A property that did not hold. */
export class Finding extends Error {
  override name = 'Finding';
}
