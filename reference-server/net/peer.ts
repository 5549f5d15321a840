import type { Duplex, Readable } from 'node:stream';
import { Input, LineAssembler } from './input.ts';
import type { LineRead, Peer } from './types.ts';
import { wheel as processWheel, type Wheel } from './wheel.ts';

/** Input held beyond this stops reading from the socket until a session asks for more. */
export const INPUT_HIGH = 128 * 1024;
/** Output queued beyond this leaves at once, without `flush`. */
export const OUTPUT_HIGH = 64 * 1024;
/** Most octets that `chunk` and `octets` give at a time. */
export const CHUNK_MAX = 64 * 1024;
/** A peer that takes nothing of what is written for this long is dropped. */
export const STALL_MS = 300_000;
/** After `end`, how long the other side has to close before it is dropped. */
export const LINGER_MS = 5_000;

/** The facts of a connection and how it becomes a secured one. */
export interface StreamPeerOptions {
  id: number;
  stream: Duplex;
  service: string;
  remote: { address: string; port: number };
  local: { address: string; port: number };
  closing: AbortSignal;
  tls?: { protocol: string; cipher: string };
  /** Takes the server side of a handshake over the stream; undefined when it failed. Without it STARTTLS always fails. */
  upgrade?: (stream: Duplex) => Promise<Upgraded | undefined>;
  wheel?: Wheel;
}
export interface Upgraded {
  stream: Duplex;
  tls: { protocol: string; cipher: string };
}

type Woken = 'input' | 'timeout' | 'shutdown';

/** `Peer` over any duplex stream: a socket, a TLS socket, or one half of a pair in memory. */
export class StreamPeer implements Peer {
  readonly id: number;
  readonly service: string;
  readonly remote: { address: string; port: number };
  readonly local: { address: string; port: number };
  readonly closing: AbortSignal;
  #tls: { protocol: string; cipher: string } | undefined;
  #stream: Duplex;
  readonly #upgrade: StreamPeerOptions['upgrade'];
  readonly #input = new Input();
  #line: LineAssembler | undefined;
  #out: (Buffer | string)[] = [];
  #outLength = 0;
  /** The other side sends no more. */
  #ended = false;
  /** Nothing can be sent any more. */
  #gone = false;
  #ending = false;
  #waiting: ((why: Woken) => void) | undefined;
  /** Only a read between commands ends when the server stops. */
  #stoppable = false;
  /** The clock of the current read has run out, perhaps while nobody waited. */
  #expired = false;
  #draining: (() => void)[] = [];
  readonly #idle;
  readonly #stall;

  constructor(o: StreamPeerOptions) {
    this.id = o.id;
    this.service = o.service;
    this.remote = o.remote;
    this.local = o.local;
    this.closing = o.closing;
    this.#tls = o.tls;
    this.#stream = o.stream;
    this.#upgrade = o.upgrade;
    const wheel = o.wheel ?? processWheel;
    this.#idle = wheel.timer(() => {
      this.#expired = true;
      this.#wake('timeout');
    });
    this.#stall = wheel.timer(() => this.destroy());
    this.#attach(o.stream);
  }

  get secured(): boolean {
    return this.#tls !== undefined;
  }
  get canStartTls(): boolean {
    return this.#tls === undefined && this.#upgrade !== undefined;
  }
  get tls(): { protocol: string; cipher: string } | undefined {
    return this.#tls;
  }

  async line(limit: number, idleMs: number, within?: 'within'): Promise<LineRead> {
    this.#line ??= new LineAssembler(limit);
    let armed = false;
    for (;;) {
      // Between commands a stop of the server comes before what the client has pipelined.
      if (this.closing.aborted && !this.#gone && within === undefined) return { got: 'shutdown' };
      if (!this.#gone) {
        await this.#drained();
        const found = this.#line.take(this.#input);
        if (found) {
          this.#line = undefined;
          this.#resume();
          return found;
        }
      }
      if (this.#ended || this.#gone) return { got: 'end' };
      // The clock of a line starts once: an octet now and then does not keep it waiting for ever.
      const why = await this.#wait(armed ? undefined : idleMs, true);
      armed = true;
      if (why !== 'input') return { got: why };
    }
  }

  chunk(idleMs: number): Promise<Buffer | 'timeout' | undefined> {
    return this.#take(idleMs, CHUNK_MAX);
  }

  async #take(idleMs: number, max: number): Promise<Buffer | 'timeout' | undefined> {
    for (;;) {
      const view = this.#gone ? undefined : this.#input.peek(max);
      if (view) {
        this.#input.skip(view.length);
        this.#resume();
        return view;
      }
      if (this.#ended || this.#gone) return undefined;
      const why = await this.#wait(idleMs, false);
      if (why !== 'input') return 'timeout';
    }
  }

  octets(n: number, idleMs: number): AsyncIterable<Buffer> & { readonly complete: boolean } {
    const peer = this;
    let left = n;
    return {
      get complete(): boolean {
        return left === 0;
      },
      async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
        while (left > 0) {
          const b = await peer.#take(idleMs, Math.min(left, CHUNK_MAX));
          if (b === undefined || b === 'timeout') return;
          left -= b.length;
          yield b;
        }
      },
    };
  }

  unshift(b: Buffer): void {
    this.#input.unshift(b);
  }

  pending(): boolean {
    return this.#input.length > 0;
  }

  write(b: Buffer | string): void {
    if (this.#gone || this.#ending || b.length === 0) return;
    this.#out.push(b);
    this.#outLength += b.length;
    if (this.#outLength >= OUTPUT_HIGH) this.#send();
  }

  async flush(): Promise<void> {
    this.#send();
    await this.#drained();
  }

  async pipe(s: AsyncIterable<Uint8Array> | Readable): Promise<void> {
    for await (const b of s as AsyncIterable<Uint8Array>) {
      if (this.#gone) return;
      this.write(Buffer.from(b.buffer, b.byteOffset, b.byteLength));
      if (this.#stream.writableNeedDrain) await this.#drained();
    }
  }

  async startTls(): Promise<boolean> {
    if (!this.canStartTls || !this.#upgrade || this.#gone) {
      this.destroy();
      return false;
    }
    const clear = this.#stream;
    // rfc3207-4.2-nothing-injected-before-tls: nothing that came in clear behind STARTTLS is known inside TLS. What is still under way goes into the handshake and breaks it.
    clear.off('data', this.#onData);
    clear.pause();
    this.#input.clear();
    this.#line = undefined;
    while (clear.read() !== null);
    await this.#written();
    if (this.#gone) return false;
    this.#detach(clear);
    const up = await this.#upgrade(clear);
    if (!up || this.#gone) {
      up?.stream.destroy();
      this.#gone = true;
      this.#ended = true;
      return false;
    }
    this.#stream = up.stream;
    this.#tls = up.tls;
    this.#attach(up.stream);
    return true;
  }

  async end(): Promise<void> {
    if (this.#gone || this.#ending) return;
    await this.flush();
    if (this.#gone || this.#ending) return;
    this.#ending = true;
    // What still comes is read and thrown away: a reset for unread octets would take the last reply from the client.
    this.#input.clear();
    this.#stall.arm(LINGER_MS);
    await new Promise<void>((done) => {
      this.#stream.once('close', done);
      this.#stream.end(done);
      this.#stream.resume();
    });
    if (this.#ended) this.destroy();
  }

  /** Ends at once, without a word. */
  destroy(): void {
    this.#closed();
    this.#stream.destroy();
  }

  /** Wakes a session that waits for a line, so that it sees that the server stops. */
  wakeForShutdown(): void {
    this.#wake('shutdown');
  }

  readonly #onData = (b: Buffer): void => {
    if (this.#ending) return;
    this.#input.push(b);
    if (this.#input.length >= INPUT_HIGH) this.#stream.pause();
    this.#wake('input');
  };
  readonly #onEnd = (): void => {
    this.#ended = true;
    this.#wake('input');
    if (this.#ending) this.destroy();
  };
  readonly #onDrain = (): void => {
    this.#stall.clear();
    const all = this.#draining;
    this.#draining = [];
    for (const go of all) go();
  };
  readonly #onClose = (): void => this.#closed();
  /** A reset or a TLS alert is the end of the connection; `close` follows it. */
  readonly #onError = (): void => this.#closed();

  #attach(s: Duplex): void {
    s.on('error', this.#onError);
    s.on('close', this.#onClose);
    s.on('end', this.#onEnd);
    s.on('drain', this.#onDrain);
    s.on('data', this.#onData);
    if (s.destroyed) this.#closed();
  }

  /** `error` stays attached: a late one must not be without a listener. */
  #detach(s: Duplex): void {
    s.off('data', this.#onData);
    s.off('end', this.#onEnd);
    s.off('drain', this.#onDrain);
    s.off('close', this.#onClose);
    s.off('error', this.#onError);
    s.on('error', () => s.destroy());
  }

  #closed(): void {
    this.#ended = true;
    this.#gone = true;
    this.#input.clear();
    this.#out = [];
    this.#outLength = 0;
    this.#idle.clear();
    this.#onDrain();
    this.#wake('input');
  }

  #resume(): void {
    if (this.#input.length < INPUT_HIGH / 2 && this.#stream.isPaused()) this.#stream.resume();
  }

  #wake(why: Woken): void {
    const go = this.#waiting;
    if (!go || (why === 'shutdown' && !this.#stoppable)) return;
    this.#waiting = undefined;
    go(why);
  }

  async #wait(idleMs: number | undefined, stoppable: boolean): Promise<Woken> {
    if (this.#outLength > 0) {
      // rfc2920-3.2-answers-before-waiting
      await this.flush();
      if (this.#gone || this.#input.length > 0) return 'input';
    }
    if (stoppable && this.closing.aborted) return 'shutdown';
    this.#resume();
    if (idleMs !== undefined) {
      this.#expired = false;
      this.#idle.arm(idleMs);
    } else if (this.#expired) return 'timeout';
    this.#stoppable = stoppable;
    return new Promise<Woken>((go) => {
      this.#waiting = go;
    });
  }

  #send(): void {
    const out = this.#out;
    if (out.length === 0) return;
    this.#out = [];
    this.#outLength = 0;
    if (this.#gone) return;
    const s = this.#stream;
    if (out.every((x) => typeof x === 'string')) s.write(out.join(''), 'latin1');
    else {
      s.cork();
      for (const x of out) typeof x === 'string' ? s.write(x, 'latin1') : s.write(x);
      s.uncork();
    }
  }

  /** Waits while the other side is slow to read; a read never runs ahead of it, so output is bounded too. */
  async #drained(): Promise<void> {
    if (!this.#stream.writableNeedDrain || this.#gone) return;
    this.#stall.arm(STALL_MS);
    await new Promise<void>((go) => this.#draining.push(go));
  }

  /** Sends what is queued and waits until all of it is with the system. */
  async #written(): Promise<void> {
    this.#send();
    if (this.#gone) return;
    this.#stall.arm(STALL_MS);
    await new Promise<void>((done) => {
      const go = (): void => {
        this.#stream.off('close', go);
        done();
      };
      this.#stream.once('close', go);
      this.#stream.write('', go);
    });
    this.#stall.clear();
  }
}
