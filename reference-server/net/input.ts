/** Octets that have come and have not been asked for yet. */
export class Input {
  #chunks: Buffer[] = [];
  /** Index of the first chunk that still holds something; consumed ones are cut off now and then. */
  #first = 0;
  /** Octets of the first chunk that are consumed. */
  #offset = 0;
  #length = 0;

  /** Octets waiting. */
  get length(): number {
    return this.#length;
  }

  push(b: Buffer): void {
    if (b.length === 0) return;
    this.#chunks.push(b);
    this.#length += b.length;
  }

  unshift(b: Buffer): void {
    if (b.length === 0) return;
    const rest = this.#offset > 0 ? this.#chunks[this.#first]!.subarray(this.#offset) : undefined;
    if (rest) this.#chunks[this.#first] = rest;
    this.#offset = 0;
    this.#chunks.splice(0, this.#first, b);
    this.#first = 0;
    this.#length += b.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#first = 0;
    this.#offset = 0;
    this.#length = 0;
  }

  /** What is left of the first chunk, at most `max` octets; undefined when nothing waits. It is a view and not consumed. */
  peek(max: number): Buffer | undefined {
    const c = this.#chunks[this.#first];
    return c?.subarray(this.#offset, Math.min(c.length, this.#offset + max));
  }

  /** Consumes `n` octets, no more than `peek` showed. */
  skip(n: number): void {
    this.#offset += n;
    this.#length -= n;
    if (this.#offset < this.#chunks[this.#first]!.length) return;
    this.#offset = 0;
    this.#first += 1;
    if (this.#first === this.#chunks.length) {
      this.#chunks = [];
      this.#first = 0;
    } else if (this.#first >= 64) {
      this.#chunks.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** A view of the first chunk that may be kept: a small part of a large chunk is copied, so that it does not hold the whole in memory. */
  keep(view: Buffer): Buffer {
    if (view.length * 4 >= view.buffer.byteLength) return view;
    // Not Buffer.from: its copy would share a pool, and hold that.
    const copy = Buffer.allocUnsafeSlow(view.length);
    view.copy(copy);
    return copy;
  }
}

const LF = 0x0a;
const CR = 0x0d;
const SCRATCH = 256;

export type LineFound =
  | { got: 'line'; bytes: Buffer; end: 'crlf' | 'lf' }
  | { got: 'too-long'; length: number }
  | undefined;

/** Assembles one line from an `Input`. Holds at most `limit` + 1 octets; what is longer is swallowed to its LF and counted. */
export class LineAssembler {
  readonly #limit: number;
  #scratch: Buffer | undefined;
  #held = 0;
  #swallowed = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Octets taken from the input for a line that is not whole yet. */
  get partial(): boolean {
    return this.#held > 0 || this.#swallowed > 0;
  }

  /** Takes what is there. Undefined: the line is not whole yet, more is needed. */
  take(input: Input): LineFound {
    for (let view = input.peek(Number.MAX_SAFE_INTEGER); view; view = input.peek(Number.MAX_SAFE_INTEGER)) {
      const at = view.indexOf(LF);
      if (at >= 0) return this.#finish(input, view.subarray(0, at));
      this.#hold(view);
      input.skip(view.length);
    }
    return undefined;
  }

  #finish(input: Input, last: Buffer): LineFound {
    let bytes: Buffer;
    if (this.partial) {
      this.#hold(last);
      bytes = this.#scratch?.subarray(0, this.#held) ?? Buffer.alloc(0);
    } else bytes = input.keep(last);
    input.skip(last.length + 1);
    const crlf = bytes.length > 0 && bytes[bytes.length - 1] === CR;
    if (this.#swallowed > 0) return { got: 'too-long', length: this.#swallowed };
    if (bytes.length - (crlf ? 1 : 0) > this.#limit) return { got: 'too-long', length: bytes.length };
    return { got: 'line', bytes: crlf ? bytes.subarray(0, -1) : bytes, end: crlf ? 'crlf' : 'lf' };
  }

  #hold(view: Buffer): void {
    const length = this.#held + view.length;
    if (this.#swallowed > 0 || length > this.#limit + 1) {
      this.#swallowed += length;
      this.#held = 0;
      this.#scratch = undefined;
      return;
    }
    if (!this.#scratch || this.#scratch.length < length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(SCRATCH, length, (this.#scratch?.length ?? 0) * 2));
      this.#scratch?.copy(grown, 0, 0, this.#held);
      this.#scratch = grown;
    }
    view.copy(this.#scratch, this.#held);
    this.#held = length;
  }
}
