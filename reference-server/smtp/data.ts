const CR = 0x0d;
const LF = 0x0a;
const DOT = 0x2e;
const HELD_CR = Buffer.from('\r');

type State = 'line-start' | 'text' | 'cr' | 'dot' | 'dot-cr';

/**
 * Takes mail data apart as it comes: removes leading dots, finds the end, notices line ends that are none. Search is by `indexOf`;
 * what is given out are slices of what came in. With `dots` off (BDAT) nothing is removed and there is no end.
 */
export class DataDecoder {
  readonly #dots: boolean;
  #state: State = 'line-start';
  #bare: 'LF' | 'CR' | undefined;

  constructor(o: { dots: boolean }) {
    this.#dots = o.dots;
  }

  /** The first LF without CR, or CR without LF, that was met. */
  get bare(): 'LF' | 'CR' | undefined {
    return this.#bare;
  }

  /** Call at the end of BDAT data: a CR at its very end has no LF. */
  finish(): void {
    if (this.#state === 'cr') this.#bare ??= 'CR';
  }

  /**
   * @param out gets the slices of text, in order
   * @returns index of the first octet behind the end of data, or -1 when it has not come yet
   */
  push(chunk: Buffer, out: (slice: Buffer) => void): number {
    const n = chunk.length;
    let from = 0;
    let i = 0;
    let nextCr = -1;
    let nextLf = -1;
    const emit = (to: number): void => {
      if (to > from) out(chunk.subarray(from, to));
    };
    while (i < n) {
      const c = chunk[i];
      if (this.#state === 'line-start') {
        if (c === DOT && this.#dots) {
          // rfc5321-4.5.2-leading-dot-removed, rfc6152-3-stuffed-periods-are-text
          emit(i);
          i += 1;
          from = i;
          this.#state = 'dot';
        } else this.#state = 'text';
      } else if (this.#state === 'dot') {
        // rfc5321-4.1.1.4-only-a-period-alone-ends-data: with any other octet behind it the line is text.
        if (c === CR) {
          this.#state = 'dot-cr';
          i += 1;
        } else this.#state = 'text';
      } else if (this.#state === 'dot-cr') {
        // rfc6152-3-final-line-end-is-content, rfc5321-4.5.2-lone-dot-ends-data, rfc5321-4.1.1.4-no-line-is-added: the CR LF before the dot was text.
        if (c === LF) return i + 1;
        // The dot stood at the start of a longer line: only the dot goes.
        if (from === i) out(HELD_CR);
        this.#bare ??= 'CR';
        this.#state = 'text';
      } else if (this.#state === 'cr') {
        if (c === LF) {
          this.#state = 'line-start';
          i += 1;
        } else {
          // rfc5321-4.1.1.4-cr-dot-cr-does-not-end-data
          this.#bare ??= 'CR';
          this.#state = 'text';
        }
      } else {
        // Each position is searched once: the next CR and the next LF are kept until they are passed.
        if (nextCr < i) nextCr = found(chunk.indexOf(CR, i), n);
        if (nextLf < i) nextLf = found(chunk.indexOf(LF, i), n);
        if (nextLf < nextCr) {
          // rfc5321-4.1.1.4-lf-ends-no-line-of-data, rfc5321-4.1.1.4-lf-dot-lf-does-not-end-data
          this.#bare ??= 'LF';
          i = nextLf + 1;
        } else if (nextCr < n) {
          this.#state = 'cr';
          i = nextCr + 1;
        } else i = n;
      }
    }
    // A CR after a lone dot is the end or text: what comes next decides.
    if (this.#state === 'dot-cr') {
      if (from < n - 1) emit(n - 1);
    } else emit(n);
    return -1;
  }
}

function found(at: number, n: number): number {
  return at < 0 ? n : at;
}
