import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** What a server may take to greet somebody while it is being waited for. */
const GREET_MS = 3_000;

function ends(socket: Socket, ready: string, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(ms, () => done(false));
    socket.once(ready, () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}

/** Whether packets get there at all: an open port, or one that refuses. */
export function reachable(host: string, port: number, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, host);
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(ms, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', (e) => done('code' in e && e.code === 'ECONNREFUSED'));
  });
}

/** Whether a server is behind a port: it greets, or shakes hands where TLS comes first. Its certificate is not looked at here. */
export function greets(host: string, port: number, implicit: boolean): Promise<boolean> {
  if (!implicit) return ends(connectTcp(port, host), 'data', GREET_MS);
  return ends(connectTls({ host, port, rejectUnauthorized: false }), 'secureConnect', GREET_MS);
}
