import { connect, type Socket } from 'node:net';

/** Silence after which a peer is given up. */
const SILENCE_MS = 30_000;
/** Octets that may wait to be read: more than the largest message of any check. */
const HELD = 160 * 1024 * 1024;

/** A connection that reads lines and counted octets: the plain means by which results are looked at. */
export class Talk implements Disposable {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #held = 0;
  #ended: Error | undefined;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('silence')));
    socket.on('data', (b) => {
      this.#chunks.push(b);
      this.#held += b.length;
      if (this.#held > HELD) socket.destroy(new Error('too much unread'));
      this.#wake();
    });
    socket.on('error', (e) => this.#end(e));
    socket.on('close', () => this.#end(new Error('the connection has ended')));
  }

  static async to(endpoint: string): Promise<Talk> {
    const colon = endpoint.lastIndexOf(':');
    const socket = connect({ host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)), noDelay: true });
    const talk = new Talk(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return talk;
  }

  #end(e: Error): void {
    this.#ended ??= e;
    this.#wake();
  }

  write(b: string | Buffer): void {
    this.#socket.write(b);
  }

  async #more(): Promise<void> {
    if (this.#ended !== undefined) throw this.#ended;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** One line without its CRLF, as latin1. */
  async line(): Promise<string> {
    let from = 0;
    for (;;) {
      // What was searched without success is searched no second time.
      let at = 0;
      for (const [i, b] of this.#chunks.entries()) {
        const end = i < from ? -1 : b.indexOf(10);
        if (end >= 0)
          return this.#take(at + end + 1)
            .toString('latin1')
            .replace(/\r?\n$/, '');
        at += b.length;
      }
      from = this.#chunks.length;
      await this.#more();
    }
  }

  async octets(n: number): Promise<Buffer> {
    while (this.#held < n) await this.#more();
    return this.#take(n);
  }

  #take(n: number): Buffer {
    const out: Buffer[] = [];
    let left = n;
    while (left > 0) {
      const first = this.#chunks[0]!;
      if (first.length <= left) {
        out.push(first);
        this.#chunks.shift();
        left -= first.length;
      } else {
        out.push(first.subarray(0, left));
        this.#chunks[0] = first.subarray(left);
        left = 0;
      }
    }
    this.#held -= n;
    return out.length === 1 ? out[0]! : Buffer.concat(out);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
