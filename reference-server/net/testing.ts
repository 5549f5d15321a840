import { Duplex } from 'node:stream';
import { StreamPeer, type StreamPeerOptions, type Upgraded } from './peer.ts';

/** The client's half of a pair in memory. */
export class TestClient {
  readonly stream: Duplex;
  #received: Buffer[] = [];
  #ended = false;
  #wake: (() => void)[] = [];
  constructor(stream: Duplex) {
    this.stream = stream;
    stream.on('data', (b: Buffer) => {
      this.#received.push(b);
      this.#stir();
    });
    stream.on('error', () => this.#over());
    stream.on('end', () => this.#over());
    stream.on('close', () => this.#over());
  }
  /** Everything received and not yet taken, as latin1 text. */
  get text(): string {
    return Buffer.concat(this.#received).toString('latin1');
  }
  /** Number of writes in which it came. */
  get chunks(): number {
    return this.#received.length;
  }
  get ended(): boolean {
    return this.#ended;
  }
  /** Sends text (latin1) or octets as one chunk. */
  send(b: Buffer | string): void {
    this.stream.write(typeof b === 'string' ? Buffer.from(b, 'latin1') : b);
  }
  /** Sends no more; still reads. */
  finish(): void {
    this.stream.end();
  }
  /** Vanishes. */
  vanish(): void {
    this.stream.destroy();
  }
  /** Waits until `enough` holds for the text received, or the other side has ended; takes and returns the text. */
  async until(enough: (text: string) => boolean): Promise<string> {
    while (!enough(this.text) && !this.#ended) await new Promise<void>((go) => this.#wake.push(go));
    const text = this.text;
    this.#received = [];
    return text;
  }
  /** Waits for `n` more lines. */
  lines(n: number): Promise<string> {
    return this.until((t) => t.split('\n').length > n);
  }
  /** Waits for the end and returns what is left. */
  rest(): Promise<string> {
    return this.until(() => false);
  }
  #over(): void {
    this.#ended = true;
    this.#stir();
  }
  #stir(): void {
    const all = this.#wake;
    this.#wake = [];
    for (const go of all) go();
  }
}

/** Two duplex streams: what is written to one is read from the other, in the same chunks. */
export function duplexPair(): [Duplex, Duplex] {
  const ends: Half[] = [];
  const a = new Half(() => ends[1]!);
  const b = new Half(() => ends[0]!);
  ends.push(a, b);
  return [a, b];
}

class Half extends Duplex {
  readonly #other: () => Half;
  #blocked: (() => void) | undefined;
  constructor(other: () => Half) {
    super({ allowHalfOpen: true, highWaterMark: 64 * 1024 });
    this.#other = other;
  }
  override _read(): void {
    const go = this.#blocked;
    this.#blocked = undefined;
    go?.();
  }
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#other().deliver(chunk, done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#other().deliver(Buffer.concat(chunks.map((c) => c.chunk)), done);
  }
  override _final(done: () => void): void {
    this.#other().push(null);
    done();
  }
  override _destroy(error: Error | null, done: (e: Error | null) => void): void {
    const other = this.#other();
    setImmediate(() => other.destroy());
    done(error);
  }
  deliver(chunk: Buffer, done: () => void): void {
    if (this.destroyed || this.readableEnded || this.push(chunk)) setImmediate(done);
    else this.#blocked = done;
  }
}

export interface TestPeerOptions extends Partial<Omit<StreamPeerOptions, 'stream'>> {
  /** `pretend` (the default): STARTTLS changes to secured without a handshake; `none`: it fails. */
  startTls?: 'pretend' | 'none';
  /** Already secured, as behind an implicit TLS listener. */
  secured?: boolean;
}

/** A `Peer` and its client without a socket. `stop` does what a listener does when the server is asked to stop. */
export function testPeer(o: TestPeerOptions = {}): { peer: StreamPeer; client: TestClient; stop(): void } {
  const [server, far] = duplexPair();
  const { startTls, secured, ...rest } = o;
  const stopping = new AbortController();
  const tls = { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
  const peer = new StreamPeer({
    id: 1,
    service: 'smtp',
    remote: { address: '192.0.2.7', port: 40000 },
    local: { address: '192.0.2.1', port: 25 },
    closing: stopping.signal,
    ...(startTls === 'none' ? {} : { upgrade: async (stream: Duplex): Promise<Upgraded> => ({ stream, tls }) }),
    ...(secured ? { tls } : {}),
    ...rest,
    stream: server,
  });
  return {
    peer,
    client: new TestClient(far),
    stop() {
      stopping.abort();
      peer.wakeForShutdown();
    },
  };
}
