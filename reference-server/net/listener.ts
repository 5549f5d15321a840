import { lstat, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { StreamPeer, type StreamPeerOptions, type Upgraded } from './peer.ts';
import { serverHandshake } from './tls.ts';
import type { SessionHandler } from './types.ts';

/** Connections over a limit that are being told so; beyond this they are dropped without a word. */
export const REFUSALS_AT_ONCE = 64;
/** How long a connection that is being refused may take to read the refusal. */
const REFUSAL_MS = 5_000;

export interface ListenOptions {
  /** Service name (`smtp`, `submissions`, …), handed to sessions and logs. */
  name: string;
  host?: string;
  /** 0: chosen by the system. */
  port?: number;
  /** Unix socket instead of host and port. One left behind by a dead process is replaced. */
  path?: string;
  tls: 'none' | 'starttls' | 'implicit';
  /** Needed unless `tls` is `none`. As a function: asked at each handshake, so that certificates can be replaced. */
  secureContext?: SecureContext | (() => SecureContext);
  handler: SessionHandler;
  limits: { connections: number; perAddress: number; handshakeMs: number };
  log: Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>;
  /** The protocol's temporary refusal, with its line end, for a connection over a limit. */
  onRefuse: Buffer;
}

export interface Listening {
  /** As bound: `host:port` (`[::1]:port`), or the path of the socket. */
  address: string;
  /** The port bound; 0 for a unix socket. */
  port: number;
  /** Connections held now. */
  readonly open: number;
  /** Takes no more, lets sessions say goodbye, and drops what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

let lastId = 0;

/** Binds and serves. Rejects when it cannot bind. */
export async function listen(o: ListenOptions): Promise<Listening> {
  const stop = new AbortController();
  const sockets = new Map<Socket, StreamPeer | undefined>();
  const perAddress = new Map<string, number>();
  const sessions = new Set<Promise<void>>();
  const refused = new Set<Socket>();

  const upgrade = async (stream: Duplex): Promise<Upgraded | undefined> => {
    const context = typeof o.secureContext === 'function' ? o.secureContext() : o.secureContext;
    if (context) return serverHandshake(stream, context, o.limits.handshakeMs);
    stream.destroy();
    return undefined;
  };

  const serve = async (socket: Socket, handler: SessionHandler): Promise<void> => {
    const id = ++lastId;
    try {
      const facts = {
        id,
        service: o.name,
        remote: { address: plainAddress(socket.remoteAddress), port: socket.remotePort ?? 0 },
        local: { address: plainAddress(socket.localAddress), port: socket.localPort ?? 0 },
        closing: stop.signal,
      };
      let options: StreamPeerOptions = { ...facts, stream: socket };
      if (o.tls === 'starttls') options.upgrade = upgrade;
      if (o.tls === 'implicit') {
        const up = await upgrade(socket);
        if (!up) return;
        options = { ...facts, ...up };
      }
      const peer = new StreamPeer(options);
      if (sockets.has(socket)) sockets.set(socket, peer);
      await handler(peer);
      await peer.end();
    } catch (error) {
      o.log.error({ err: error, service: o.name, peer: id }, 'session failed');
      socket.destroy();
    }
  };

  const refuse = (socket: Socket): void => {
    if (refused.size >= REFUSALS_AT_ONCE) {
      socket.destroy();
      return;
    }
    refused.add(socket);
    const tooLong = setTimeout(() => socket.destroy(), REFUSAL_MS).unref();
    socket.once('close', () => {
      refused.delete(socket);
      clearTimeout(tooLong);
    });
    track(serve(socket, async (peer) => peer.write(o.onRefuse)));
  };

  const track = (session: Promise<void>): void => {
    sessions.add(session);
    session.finally(() => sessions.delete(session));
  };

  const accept = (socket: Socket): void => {
    // Between accept and session nobody listens: a reset must not end the process.
    socket.on('error', () => socket.destroy());
    const address = socket.remoteAddress ?? '';
    const same = perAddress.get(address) ?? 0;
    const over = sockets.size >= o.limits.connections ? 'connections' : same >= o.limits.perAddress ? 'perAddress' : '';
    if (stop.signal.aborted) {
      socket.destroy();
      return;
    }
    if (over !== '' && (over === 'connections' || address !== '')) {
      o.log.warn({ service: o.name, address, limit: over }, 'connection refused');
      refuse(socket);
      return;
    }
    sockets.set(socket, undefined);
    if (address !== '') perAddress.set(address, same + 1);
    socket.once('close', () => {
      sockets.delete(socket);
      if (address === '') return;
      const left = (perAddress.get(address) ?? 1) - 1;
      if (left > 0) perAddress.set(address, left);
      else perAddress.delete(address);
    });
    // rfc5321-4.5.4.2-listens-at-all-times, rfc5321-4.5.4.2-several-transactions-at-once
    track(serve(socket, o.handler));
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  await bind(server, o);
  server.on('error', (error) => o.log.error({ err: error, service: o.name }, 'listener error'));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;

  return {
    address: addressText(bound),
    port,
    get open() {
      return sockets.size;
    },
    async close(graceMs: number): Promise<void> {
      const closed = new Promise<void>((done) => server.close(() => done()));
      stop.abort();
      for (const socket of refused) socket.destroy();
      for (const peer of sockets.values()) peer?.wakeForShutdown();
      const grace = Promise.withResolvers<void>();
      const timer = setTimeout(grace.resolve, graceMs);
      await Promise.race([Promise.allSettled([...sessions]), grace.promise]);
      clearTimeout(timer);
      for (const [socket, peer] of sockets) {
        peer?.destroy();
        socket.destroy();
      }
      await Promise.allSettled([...sessions]);
      await closed;
    },
  };
}

async function bind(server: Server, o: ListenOptions): Promise<void> {
  const where = o.path === undefined ? { host: o.host ?? '127.0.0.1', port: o.port ?? 0 } : { path: o.path };
  const once = (): Promise<void> =>
    new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(where, () => {
        server.off('error', fail);
        done();
      });
    });
  try {
    await once();
  } catch (error) {
    if (o.path === undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    // Only what a dead process has left behind is replaced: never a file of another kind.
    if (!(await lstat(o.path)).isSocket() || (await answers(o.path))) throw error;
    await unlink(o.path);
    await once();
  }
}

/** Whether a process listens at a unix socket. */
function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const s = connect(path);
    s.once('connect', () => {
      s.destroy();
      done(true);
    });
    s.once('error', () => done(false));
  });
}

/** An IPv4 address that came in over an IPv6 socket is shown as IPv4. A unix socket has none: the empty string. */
function plainAddress(a: string | undefined): string {
  if (a === undefined) return '';
  return a.startsWith('::ffff:') && a.includes('.') ? a.slice(7) : a;
}

function addressText(bound: ReturnType<Server['address']>): string {
  if (bound === null) return '';
  if (typeof bound === 'string') return bound;
  return bound.family === 'IPv6' ? `[${bound.address}]:${bound.port}` : `${bound.address}:${bound.port}`;
}
