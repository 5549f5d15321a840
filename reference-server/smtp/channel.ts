/** Octets waiting for the reader beyond which a writer waits too. */
const HIGH = 256 * 1024;

/** Hands octets from one who pushes to one who pulls, with back-pressure. One writer, one reader. */
export class Channel implements AsyncIterable<Uint8Array> {
  #queue: Uint8Array[] = [];
  #size = 0;
  #state: 'open' | 'ended' | 'left' = 'open';
  #error: Error | undefined;
  #reader: (() => void) | undefined;
  #writer: (() => void) | undefined;

  /** Resolves when there is room for more; at once when the reader has left. */
  write(b: Uint8Array): Promise<void> | undefined {
    if (this.#state !== 'open' || b.length === 0) return undefined;
    this.#queue.push(b);
    this.#size += b.length;
    this.#wakeReader();
    if (this.#size < HIGH) return undefined;
    return new Promise((go) => {
      this.#writer = go;
    });
  }

  /** The reader comes to an end behind what is queued. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#wakeReader();
  }

  /** The reader gets `error` next, whatever is queued. */
  fail(error: Error): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#error = error;
    this.#queue = [];
    this.#wakeReader();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (this.#error) throw this.#error;
        const b = this.#queue.shift();
        if (b) {
          this.#size -= b.length;
          if (this.#size < HIGH) this.#wakeWriter();
          yield b;
        } else if (this.#state === 'ended') return;
        else
          await new Promise<void>((go) => {
            this.#reader = go;
          });
      }
    } finally {
      this.#state = 'left';
      this.#queue = [];
      this.#wakeWriter();
    }
  }

  #wakeReader(): void {
    const go = this.#reader;
    this.#reader = undefined;
    go?.();
  }
  #wakeWriter(): void {
    const go = this.#writer;
    this.#writer = undefined;
    go?.();
  }
}
