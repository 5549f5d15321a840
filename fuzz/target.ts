import type * as fc from 'fast-check';

/** Something that must hold for every input. */
export interface FuzzTarget {
  name: string;
  /** One line for the help text. */
  about: string;
  /** Input that is mostly lawful; `mutated` and `random` input is made from and beside it. */
  grammar: fc.Arbitrary<Buffer>;
  /** Inputs of growing size, for each shape a parser might be slow on: the function makes one of about `n` octets. */
  shapes: Record<string, (n: number) => Buffer>;
  /** @throws Finding where the input shows a fault; any other error is a fault too */
  check(input: Buffer): void;
  /** File of `coverage/entries/` for coverage guidance, where there is one. */
  instrumented?: string;
}

/** A shape: `unit` again and again between `head` and `tail`. */
export function repeat(head: string, unit: string, tail = ''): (n: number) => Buffer {
  return (n) => Buffer.from(head + unit.repeat(Math.max(1, Math.floor(n / unit.length))) + tail, 'latin1');
}
