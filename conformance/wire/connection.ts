import { isIP, connect as netConnect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls';
import type { Service } from '../../spec/types.ts';
import { segments } from './cut.ts';
import { Inbox, within } from './inbox.ts';
import { LIMITS } from './limits.ts';
import { patiently } from './patience.ts';
import { CLOSED, VANISHED, visible } from './transcript.ts';
import {
  type Connection,
  type Cut,
  type Deadline,
  DeadlinePassed,
  DialFailed,
  type DialOptions,
  type Endpoint,
  type Framing,
  type Layer,
  type LayerLink,
  type ServerUnit,
  type TlsAsk,
  type TlsFacts,
  TlsFailed,
  type Transcript,
} from './types.ts';

/** The framing a service is spoken in. */
export function framingOf(service: Service): Framing {
  return service === 'imap' || service === 'pop3' ? service : 'smtp';
}

/**
 * Opens a connection; with an implicit TLS endpoint the handshake is part of it. The greeting is not read.
 * @throws DialFailed the endpoint refused, did not resolve or did not answer in time; TlsFailed the handshake did not come about
 */
export async function dial(endpoint: Endpoint, o: DialOptions): Promise<Connection> {
  const socket = await tcp(endpoint, o.deadline);
  const conn = new WireConnection(socket, endpoint, o);
  if (endpoint.tls === 'implicit') await conn.handshake({ deadline: o.deadline, ...o.tls }, Buffer.alloc(0));
  return conn;
}

function tcp(endpoint: Endpoint, d: Deadline): Promise<Socket> {
  const where = endpoint.path ?? `${endpoint.host}:${endpoint.port}`;
  return new Promise((resolve, reject) => {
    const socket = endpoint.path
      ? netConnect({ path: endpoint.path })
      : netConnect({ host: endpoint.host, port: endpoint.port, noDelay: true });
    const fail = (why: string) => {
      clear();
      socket.on('error', () => socket.destroy());
      socket.destroy();
      reject(new DialFailed(`${where}: ${why}`));
    };
    const onError = (e: Error) => fail(e.message || 'refused');
    const onAbort = () => fail('given up');
    const stop = patiently(d.at - performance.now(), () => fail('no connection in time'));
    const clear = () => {
      stop();
      socket.off('error', onError);
      d.signal?.removeEventListener('abort', onAbort);
    };
    socket.once('error', onError);
    d.signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => {
      clear();
      resolve(socket);
    });
  });
}

class WireConnection implements Connection {
  readonly name: string;
  readonly service: Service;
  readonly framing: Framing;
  readonly transcript: Transcript;
  readonly #endpoint: Endpoint;
  readonly #raw: Socket;
  readonly #inbox: Inbox;
  readonly #layer: Layer | undefined;
  readonly #cut: Cut;
  #socket: Socket;
  #secured = false;
  #upgrading = false;
  /** Glued bytes that wait for the write they belong to. */
  #glue: Buffer[] = [];
  /** What the layer has let through in the write under way. */
  #through: Buffer[] | undefined;
  /** Writes are serialised: the next begins when the one before is out. */
  #writing: Promise<void> = Promise.resolve();

  constructor(socket: Socket, endpoint: Endpoint, o: DialOptions) {
    this.service = o.service;
    this.framing = o.framing ?? framingOf(o.service);
    this.transcript = o.transcript;
    this.name = o.transcript.open(o.name, o.service);
    this.#endpoint = endpoint;
    this.#raw = socket;
    this.#socket = socket;
    this.#inbox = new Inbox(this.framing);
    this.#cut = o.cut ?? 'as-written';
    this.#layer = o.filter;
    this.#layer?.attach(this.#link());
    if (endpoint.tls !== 'implicit') this.#listen(socket);
    socket.on('error', (e) => this.#over(howOf(e)));
  }

  get secured(): boolean {
    return this.#secured;
  }

  #link(): LayerLink {
    const self = this;
    return {
      name: this.name,
      service: this.service,
      framing: this.framing,
      get secured() {
        return self.#secured;
      },
      toServer: (b) => {
        if (self.#through) self.#through.push(b);
        else void self.#send([b]).catch((e: unknown) => self.transcript.note(self.name, String(e)));
      },
      toClient: (b) => self.#receive(b),
      ended: (how) => self.#inbox.end(how),
      hangUp: () => {
        self.#inbox.end('fin');
        self.#socket.end();
        self.#socket.destroy();
      },
    };
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      if (this.#layer) this.#layer.fromServer(chunk);
      else this.#receive(chunk);
      if (this.#inbox.full) socket.pause();
    });
    socket.on('end', () => this.#over('fin'));
    socket.on('close', () => this.#over('fin'));
    if (socket !== this.#raw) socket.on('error', (e) => this.#over(howOf(e)));
  }

  #receive(bytes: Buffer): void {
    if (this.#inbox.closed) return;
    this.transcript.add(this.name, 'S', this.#secured, bytes);
    this.#inbox.receive(bytes);
  }

  #over(how: 'fin' | 'reset' | 'tls'): void {
    if (this.#upgrading || this.#inbox.closed) return;
    this.transcript.note(this.name, `the server closed the connection (${how})`);
    if (this.#layer) this.#layer.ended(how);
    else this.#inbox.end(how);
  }

  async write(bytes: Uint8Array, opts: { cut?: Cut; glueNext?: boolean } = {}): Promise<void> {
    this.#glue.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (opts.glueNext) return;
    const whole = this.#glue.length === 1 ? this.#glue[0]! : Buffer.concat(this.#glue);
    this.#glue = [];
    if (whole.length === 0) return;
    this.transcript.add(this.name, 'C', this.#secured, whole);
    let out = whole;
    if (this.#layer) {
      const through: Buffer[] = [];
      this.#through = through;
      this.#layer.fromClient(whole);
      this.#through = undefined;
      out = through.length === 1 ? through[0]! : Buffer.concat(through);
    }
    await this.#send(segments(out, opts.cut ?? this.#cut));
  }

  #send(parts: Buffer[]): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      for (const [i, part] of parts.entries()) {
        // without turns between them the peer reads several writes as one; where they are few, more can be spent
        for (let n = i === 0 ? 0 : parts.length > 16 ? 1 : 3; n > 0; n--) await turn();
        if (this.#socket.destroyed || !this.#socket.writable) return;
        if (!this.#socket.write(part)) await drained(this.#socket);
      }
    });
    return this.#writing;
  }

  async read(d: Deadline): Promise<ServerUnit> {
    const unit = await this.#inbox.next(d);
    if (!this.#inbox.full && this.#socket.isPaused()) this.#socket.resume();
    return unit;
  }

  unread(u: ServerUnit): void {
    this.#inbox.unread(u);
  }

  async idle(d: Deadline): Promise<ServerUnit | 'quiet'> {
    try {
      return await this.read(d);
    } catch (e) {
      if (e instanceof DeadlinePassed) return 'quiet';
      throw e;
    }
  }

  /** Waits for what is being written; a server that does not read it is no reason to fail here. */
  async #written(): Promise<void> {
    await this.#writing.catch((e: unknown) => this.transcript.note(this.name, String(e)));
  }

  async startTls(o: TlsAsk): Promise<TlsFacts> {
    await this.#written();
    const held = this.#layer?.secured() ?? Buffer.alloc(0);
    const leftover = Buffer.concat([this.#inbox.drain(), held]);
    if (leftover.length > 0) {
      this.transcript.note(this.name, `plaintext after the go-ahead: ${visible(leftover.subarray(0, 256))}`);
    }
    if (this.#inbox.closed) throw new TlsFailed('the server closed before the handshake', leftover);
    return this.handshake(o, leftover);
  }

  /** TLS over the socket as it is. */
  handshake(o: TlsAsk, leftover: Buffer): Promise<TlsFacts> {
    const d = o.deadline ?? within(LIMITS.tlsMs);
    const name = o.servername ?? (this.#endpoint.path || isIP(this.#endpoint.host) ? undefined : this.#endpoint.host);
    const options: ConnectionOptions = {
      socket: this.#raw,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: o.ca !== undefined,
      ...(o.ca === undefined ? {} : { ca: o.ca }),
      ...(name === undefined ? {} : { servername: name }),
    };
    this.#raw.removeAllListeners('data');
    this.#raw.removeAllListeners('end');
    this.#raw.removeAllListeners('close');
    this.#upgrading = true;
    const socket = tlsConnect(options);
    return new Promise((resolve, reject) => {
      const fail = (why: string) => {
        if (!this.#upgrading) return;
        stop();
        this.#upgrading = false;
        this.transcript.note(this.name, `no TLS: ${why}`);
        this.#inbox.end('tls');
        socket.destroy();
        this.#raw.destroy();
        reject(new TlsFailed(why, leftover));
      };
      const stop = patiently(d.at - performance.now(), () => fail('no handshake in time'));
      d.signal?.addEventListener('abort', () => fail('given up'), { once: true });
      this.#raw.once('close', () => fail('the server closed during the handshake'));
      socket.on('error', (e) => fail(e.message));
      socket.once('close', () => fail('the server closed during the handshake'));
      socket.once('secureConnect', () => {
        stop();
        this.#upgrading = false;
        this.#secured = true;
        this.#socket = socket;
        this.#listen(socket);
        resolve(this.#facts(socket, leftover));
      });
    });
  }

  #facts(socket: TLSSocket, leftover: Buffer): TlsFacts {
    const protocol = socket.getProtocol() ?? 'unknown';
    const cipher = socket.getCipher().name;
    this.transcript.note(this.name, `TLS began: ${protocol} ${cipher}`);
    return { protocol, cipher, leftover };
  }

  async close(how: 'fin' | 'rst'): Promise<void> {
    if (this.#socket.destroyed) return;
    if (how === 'rst') {
      // what a filter held back had been sent before
      this.#layer?.closing();
      this.transcript.note(this.name, VANISHED);
      this.#inbox.end('reset');
      // a unix socket knows no reset
      if (this.#endpoint.path) this.#raw.destroy();
      else this.#raw.resetAndDestroy();
      this.#socket.destroy();
      return;
    }
    this.#layer?.closing();
    await this.#written();
    this.transcript.note(this.name, CLOSED);
    await ended(this.#socket);
    this.#inbox.end('fin');
    this.#raw.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close('fin');
  }
}

function howOf(e: NodeJS.ErrnoException): 'reset' | 'tls' {
  return e.code === 'ECONNRESET' || e.code === 'EPIPE' ? 'reset' : 'tls';
}

/** Waits until the socket takes more, is gone, or the limit has passed. @throws DeadlinePassed */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (late: boolean) => {
      clearTimeout(timer);
      socket.off('drain', ok);
      socket.off('close', ok);
      if (late) reject(new DeadlinePassed('the server does not read what it is sent'));
      else resolve();
    };
    const ok = () => done(false);
    const timer = setTimeout(() => done(true), LIMITS.writeMs);
    socket.once('drain', ok);
    socket.once('close', ok);
  });
}

/** Says FIN and waits a little for the server's. */
function ended(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    const timer = setTimeout(done, LIMITS.closeMs);
    socket.once('close', done);
    socket.resume();
    socket.end();
  });
}
