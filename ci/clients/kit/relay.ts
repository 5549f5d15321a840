import { connect, createServer, type Socket } from 'node:net';
import { type Exchange, type Protocol, watch } from './watch.ts';

export interface Relay extends AsyncDisposable {
  host: string;
  port: number;
  /** All that was asked and answered so far, connection after connection. */
  exchanges(): Exchange[];
  /** Commands under way, of all connections. */
  waiting(): string[];
  /** Connections that were ever made. */
  readonly connections: number;
  /** Breaks all connections off. */
  cut(): void;
}

/** Passes connections on to `endpoint` and reads along, so that no refusal of a command goes unseen. */
export async function relay(protocol: Protocol, endpoint: string): Promise<Relay> {
  const colon = endpoint.lastIndexOf(':');
  const to = { host: endpoint.slice(0, colon), port: Number(endpoint.slice(colon + 1)) };
  const watches: ReturnType<typeof watch>[] = [];
  const sockets = new Set<Socket>();
  const hold = (s: Socket, other: Socket): void => {
    sockets.add(s);
    // What one side does the other side sees; an error is an end.
    s.on('error', () => other.destroy());
    s.once('close', () => {
      sockets.delete(s);
      other.destroySoon();
    });
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const w = watch(protocol);
    watches.push(w);
    const upstream = connect({ ...to, allowHalfOpen: true, noDelay: true });
    hold(client, upstream);
    hold(upstream, client);
    client.on('data', (b) => w.client(b));
    upstream.on('data', (b) => w.server(b));
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a relay has no port');
  const cut = (): void => {
    for (const s of sockets) s.destroy();
  };
  return {
    host: '127.0.0.1',
    port: address.port,
    waiting: () => watches.flatMap((w) => w.waiting()),
    exchanges: () => watches.flatMap((w) => [...w.exchanges]),
    get connections() {
      return watches.length;
    },
    cut,
    async [Symbol.asyncDispose]() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
