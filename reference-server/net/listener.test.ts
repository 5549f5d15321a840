import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SecureContext, connect as tlsConnect } from 'node:tls';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, type ListenOptions, listen } from './listener.ts';
import { testSecureContext } from './testing-tls.ts';
import type { SessionHandler } from './types.ts';

let secureContext: SecureContext;
const open: Listening[] = [];
beforeAll(async () => {
  secureContext = await testSecureContext();
});
afterEach(async () => {
  for (const l of open.splice(0)) await l.close(0);
});

/** Says each line again; `tls` starts TLS, `quit` ends. */
const echo: SessionHandler = async (peer) => {
  peer.write('hello\r\n');
  for (;;) {
    const l = await peer.line(100, 60_000);
    if (l.got === 'shutdown') peer.write('stopping\r\n');
    if (l.got !== 'line') return;
    const text = l.bytes.toString('latin1');
    peer.write(`${text}\r\n`);
    if (text === 'quit') return;
    if (text === 'tls' && !(await peer.startTls())) return;
  }
};
const limits = { connections: 2000, perAddress: 2000, handshakeMs: 10_000 };
async function serve(o: Partial<ListenOptions> = {}): Promise<Listening> {
  const l = await listen({
    name: 'echo',
    tls: 'none',
    secureContext,
    handler: echo,
    limits,
    log: pino({ level: 'silent' }),
    onRefuse: Buffer.from('busy\r\n'),
    ...o,
  });
  open.push(l);
  return l;
}
function heard(s: Socket): { until(part: string): Promise<string>; end(): Promise<string> } {
  let text = '';
  let over = false;
  const wake = new Set<() => void>();
  const stir = (): void => {
    for (const w of wake) w();
  };
  s.on('data', (b) => {
    text += b.toString('latin1');
    stir();
  });
  s.on('error', () => undefined);
  s.on('close', () => {
    over = true;
    stir();
  });
  const wait = async (ok: () => boolean): Promise<string> => {
    while (!ok() && !over) await new Promise<void>((go) => wake.add(go));
    return text;
  };
  return { until: (part) => wait(() => text.includes(part)), end: () => wait(() => over) };
}

describe('listen', () => {
  it('serves in clear and answers what was sent before the client closed its half', async () => {
    const l = await serve();
    const s = connect(l.port);
    const h = heard(s);
    s.end('one\r\ntwo\r\nthree');
    expect(await h.end()).toBe('hello\r\none\r\ntwo\r\n');
  });

  it('serves implicit TLS', async () => {
    const l = await serve({ tls: 'implicit' });
    const s = tlsConnect({ port: l.port, rejectUnauthorized: false });
    const h = heard(s);
    s.write('one\r\nquit\r\n');
    expect(await h.end()).toBe('hello\r\none\r\nquit\r\n');
  });

  it('drops a client that never finishes the handshake', async () => {
    const l = await serve({ tls: 'implicit', limits: { ...limits, handshakeMs: 1 } });
    const s = connect(l.port);
    s.write(Buffer.from([0x16, 0x03, 0x01]));
    expect(await heard(s).end()).toBe('');
  });

  it('drops a client that closes its half before or within the handshake, at once', async () => {
    const patient = { limits: { ...limits, handshakeMs: 600_000 } };
    const implicit = await serve({ tls: 'implicit', ...patient });
    for (const begun of ['', '\x16\x03\x01']) {
      const s = connect(implicit.port);
      s.end(Buffer.from(begun, 'latin1'));
      expect(await heard(s).end()).toBe('');
    }
    const starttls = await serve({ tls: 'starttls', ...patient });
    const s = connect(starttls.port);
    s.end('tls\r\n');
    expect(await heard(s).end()).toBe('hello\r\ntls\r\n');
  });

  it('survives garbage instead of a handshake', async () => {
    const l = await serve({ tls: 'implicit' });
    const s = connect(l.port);
    s.write('EHLO there\r\n'.repeat(100));
    const got = await heard(s).end();
    expect(got).not.toContain('hello');
    const t = tlsConnect({ port: l.port, rejectUnauthorized: false });
    expect(await heard(t).until('hello')).toContain('hello');
    t.destroy();
  });

  it('starts TLS, and what was injected in clear has no effect', async () => {
    const l = await serve({ tls: 'starttls' });
    const raw = connect(l.port);
    const h = heard(raw);
    await h.until('hello');
    raw.write('tls\r\ninjected\r\n');
    await h.until('tls\r\n');
    raw.removeAllListeners('data');
    const s = tlsConnect({ socket: raw, rejectUnauthorized: false });
    const inside = heard(s);
    s.write('inside\r\nquit\r\n');
    expect(await inside.end()).toBe('inside\r\nquit\r\n');
  });

  it('keeps fifty STARTTLS sessions apart', async () => {
    const l = await serve({ tls: 'starttls' });
    const one = async (i: number): Promise<string> => {
      const raw = connect(l.port);
      const h = heard(raw);
      await h.until('hello');
      raw.write('tls\r\n');
      await h.until('tls\r\n');
      raw.removeAllListeners('data');
      const s = tlsConnect({ socket: raw, rejectUnauthorized: false });
      const inside = heard(s);
      s.write(`n${i}\r\nquit\r\n`);
      return inside.end();
    };
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => one(i)));
    expect(all).toEqual(all.map((_, i) => `n${i}\r\nquit\r\n`));
  });

  it.each(['connections', 'perAddress'] as const)('refuses in words over the limit of %s', async (limit) => {
    const l = await serve({ limits: { ...limits, [limit]: 1 } });
    const first = connect(l.port);
    await heard(first).until('hello');
    expect(await heard(connect(l.port)).end()).toBe('busy\r\n');
    first.destroy();
    while (l.open > 0) await new Promise((go) => setImmediate(go));
    const again = connect(l.port);
    expect(await heard(again).until('hello')).toBe('hello\r\n');
    again.destroy();
  });

  it('refuses in words inside TLS too', async () => {
    const l = await serve({ tls: 'implicit', limits: { ...limits, connections: 0 } });
    const s = tlsConnect({ port: l.port, rejectUnauthorized: false });
    expect(await heard(s).end()).toBe('busy\r\n');
  });

  it('forgets a thousand connections that are opened and dropped', async () => {
    const l = await serve({ tls: 'starttls' });
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        Array.from({ length: 100 }, async (_, i) => {
          const s = connect(l.port);
          s.on('error', () => undefined);
          await new Promise((go) => s.once('connect', go));
          if (i % 3 === 0) s.write('half a line');
          if (i % 3 === 1) s.write('tls\r\n');
          if (i % 2 === 0) s.resetAndDestroy();
          else s.destroy();
        }),
      );
    }
    while (l.open > 0) await new Promise((go) => setTimeout(go, 5));
    expect(l.open).toBe(0);
    const s = connect(l.port);
    expect(await heard(s).until('hello')).toBe('hello\r\n');
    s.destroy();
  });

  it('says goodbye to open sessions when it is closed', async () => {
    const l = await serve();
    const s = connect(l.port);
    const h = heard(s);
    await h.until('hello');
    await l.close(10_000);
    expect(await h.end()).toBe('hello\r\nstopping\r\n');
  });

  it('drops a session that does not stop within the grace time', async () => {
    let woken: (() => void) | undefined;
    const l = await serve({
      handler: async (peer) => {
        peer.write('hello\r\n');
        while ((await peer.chunk(60_000)) !== undefined);
        woken?.();
      },
    });
    const s = connect(l.port);
    const h = heard(s);
    await h.until('hello');
    const over = new Promise<void>((go) => {
      woken = go;
    });
    await l.close(1);
    await over;
    expect(await h.end()).toBe('hello\r\n');
  });

  it('drops the client of a session that threw', async () => {
    const l = await serve({
      handler: async () => {
        throw new Error('fault');
      },
    });
    expect(await heard(connect(l.port)).end()).toBe('');
  });

  it('listens at a unix socket and replaces one left behind', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailspec-'));
    try {
      const path = join(dir, 's');
      const l = await serve({ path });
      const s = connect(path);
      expect(await heard(s).until('hello')).toBe('hello\r\n');
      await expect(serve({ path })).rejects.toThrow('EADDRINUSE');
      s.destroy();
      expect(l.address).toBe(path);
      const stale = join(dir, 'stale');
      await leaveBehind(stale);
      await serve({ path: stale });
      const t = connect(stale);
      expect(await heard(t).until('hello')).toBe('hello\r\n');
      t.destroy();
    } finally {
      for (const l of open.splice(0)) await l.close(0);
      await rm(dir, { recursive: true });
    }
  });

  it('rejects when the port is taken', async () => {
    const taken = createServer();
    await new Promise<void>((go) => taken.listen(0, '127.0.0.1', go));
    const at = taken.address();
    await expect(serve({ port: typeof at === 'object' && at ? at.port : 0 })).rejects.toThrow('EADDRINUSE');
    taken.close();
  });
});

/** A socket file nobody listens at, as a killed process leaves it. */
async function leaveBehind(path: string): Promise<void> {
  const { link, unlink } = await import('node:fs/promises');
  const s = createServer();
  await new Promise<void>((go) => s.listen(`${path}.live`, go));
  await link(`${path}.live`, path);
  await new Promise<void>((go) => s.close(() => go()));
  await unlink(`${path}.live`).catch((e: NodeJS.ErrnoException) => {
    if (e.code !== 'ENOENT') throw e;
  });
}
