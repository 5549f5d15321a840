import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Endpoint } from './types.ts';

/** What the server does next, in order: say octets, await a line (`expect`: its text must contain that), stay silent, or end. */
export type Step =
  | { say: string }
  | { await: 'line' | 'data' | { octets: number }; expect?: string }
  | { tls: { key: string; cert: string } }
  | { end: 'fin' | 'rst' }
  /** Lets the rest of the script run when the promise is settled. */
  | { until: Promise<unknown> };

/** What a served connection has seen. */
export interface Seen {
  chunks: Buffer[];
  lines: string[];
  /** Awaited lines that did not hold what the script expects. */
  surprises: string[];
  ended: boolean;
}

export interface ScriptedServer extends AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly seen: readonly Seen[];
}

/** One script a connection in order of arrival; the last one serves all further connections. `path`: a unix socket. */
export async function scriptedServer(
  scripts: readonly (readonly Step[])[],
  o: { path?: string; tls?: Endpoint['tls'] } = {},
): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const mine: Seen = { chunks: [], lines: [], surprises: [], ended: false };
    const script = scripts[Math.min(seen.length, scripts.length - 1)] ?? [];
    seen.push(mine);
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    void play(socket, script, mine);
  });
  await listen(server, o.path);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    endpoint: { host: '127.0.0.1', port, tls: o.tls ?? 'starttls', ...(o.path ? { path: o.path } : {}) },
    seen,
    async [Symbol.asyncDispose]() {
      for (const s of sockets) s.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function listen(server: Server, path: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    if (path) server.listen(path, resolve);
    else server.listen(0, '127.0.0.1', resolve);
  });
}

/** A reader that hands out what a script awaits. */
class Ear {
  held = Buffer.alloc(0);
  ended = false;
  wake: (() => void) | undefined;
  readonly seen: Seen;

  constructor(seen: Seen) {
    this.seen = seen;
  }

  attach(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.seen.chunks.push(chunk);
      this.held = Buffer.concat([this.held, chunk]);
      this.wake?.();
    });
    const over = () => {
      this.ended = true;
      this.seen.ended = true;
      this.wake?.();
    };
    socket.on('end', over);
    socket.on('close', over);
  }

  /** The next octets up to and including `until`, or so many; undefined where the client ends first. */
  async take(until: string | number): Promise<Buffer | undefined> {
    for (;;) {
      const i = typeof until === 'number' ? until : this.held.indexOf(until);
      const end = typeof until === 'number' ? until : i + until.length;
      if (i >= 0 && this.held.length >= end) {
        const out = this.held.subarray(0, end);
        this.held = this.held.subarray(end);
        return out;
      }
      if (this.ended) return undefined;
      await new Promise<void>((wake) => {
        this.wake = wake;
      });
    }
  }
}

async function play(first: Socket, script: readonly Step[], seen: Seen): Promise<void> {
  let socket = first;
  const ear = new Ear(seen);
  ear.attach(socket);
  for (const step of script) {
    if ('say' in step) socket.write(Buffer.from(step.say, 'latin1'));
    else if ('until' in step) await step.until;
    else if ('end' in step) {
      if (step.end === 'rst') first.resetAndDestroy();
      else socket.end();
      return;
    } else if ('tls' in step) {
      first.removeAllListeners('data');
      socket = new TLSSocket(first, { isServer: true, ...step.tls });
      socket.on('error', () => socket.destroy());
      ear.held = Buffer.alloc(0);
      ear.attach(socket);
    } else {
      const what = step.await === 'line' ? '\r\n' : step.await === 'data' ? '\r\n.\r\n' : step.await.octets;
      const got = await ear.take(what);
      if (!got) return;
      const text = got.toString('latin1');
      seen.lines.push(text);
      if (step.expect !== undefined && !text.includes(step.expect)) seen.surprises.push(text);
    }
  }
}

/** A script from a short list: a string is said, `<` awaits a line, `<text` a line that holds text, `.` awaits the end of data. */
export function script(...steps: (string | Step)[]): Step[] {
  return steps.map((s) => {
    if (typeof s !== 'string') return s;
    if (s === '.') return { await: 'data' };
    if (s === '<') return { await: 'line' };
    return s.startsWith('<') ? { await: 'line', expect: s.slice(1) } : { say: s };
  });
}
