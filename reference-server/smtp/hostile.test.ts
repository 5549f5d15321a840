import { connect, type Socket } from 'node:net';
import { type SecureContext, connect as tlsConnect } from 'node:tls';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lmtpSession } from '../lmtp/session.ts';
import { type Listening, listen } from '../net/listener.ts';
import { testSecureContext } from '../net/testing-tls.ts';
import { smtpSession } from './session.ts';
import { type Rig, rig } from './testing.ts';

let secureContext: SecureContext;
const open: Listening[] = [];
beforeAll(async () => {
  secureContext = await testSecureContext();
});
afterEach(async () => {
  for (const l of open.splice(0)) await l.close(0);
});

async function serve(
  r: Rig,
  role: 'smtp' | 'submission' | 'lmtp' = 'smtp',
  tls: 'starttls' | 'implicit' = 'starttls',
): Promise<Listening> {
  const { limits } = r.ctx.config;
  const l = await listen({
    name: role,
    tls,
    secureContext,
    handler: role === 'lmtp' ? lmtpSession(r.ctx) : smtpSession(r.ctx, role),
    limits: {
      connections: limits.connections,
      perAddress: limits.connectionsPerAddress,
      handshakeMs: limits.handshakeMs,
    },
    log: r.ctx.log,
    onRefuse: Buffer.from('421 4.3.2 too many connections\r\n'),
  });
  open.push(l);
  return l;
}

/** All that came until the connection was over. */
function all(s: Socket): Promise<string> {
  return new Promise((done) => {
    let text = '';
    s.setEncoding('latin1');
    s.on('data', (t: string) => {
      text += t;
    });
    s.on('error', () => undefined);
    s.on('close', () => done(text));
  });
}
const codes = (text: string): string =>
  text
    .split('\r\n')
    .filter((l) => l[3] === ' ')
    .map((l) => l.slice(0, 3))
    .join(' ');
const HEAD = 'EHLO x.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<u00@example.test>\r\nDATA\r\n';

describe('over a socket', () => {
  it('takes a message in pieces of one octet and closes after QUIT', async () => {
    const r = await rig();
    const l = await serve(r);
    const s = connect(l.port).setNoDelay();
    const got = all(s);
    for (const c of `${HEAD}Subject: x\r\n\r\n..\r\n.\r\nQUIT\r\n`) {
      s.write(c);
      await new Promise((go) => setImmediate(go));
    }
    expect(codes(await got)).toBe('220 250 250 250 354 250 221');
    expect((await r.inbox('u00'))[0]).toMatch(/\[127\.0\.0\.1\][\s\S]*\r\nSubject: x\r\n\r\n\.\r\n$/);
  });

  it('delivers as ESMTPS inside STARTTLS, and as ESMTPSA over implicit TLS', async () => {
    const r = await rig();
    const l = await serve(r);
    const raw = connect(l.port);
    await new Promise((go) => raw.once('data', go));
    raw.write('STARTTLS\r\nRSET\r\n');
    await new Promise((go) => raw.once('data', go));
    const s = tlsConnect({ socket: raw, rejectUnauthorized: false });
    const got = all(s);
    s.write(`${HEAD}x\r\n.\r\nQUIT\r\n`);
    expect(codes(await got)).toBe('250 250 250 354 250 221');
    const i = await serve(r, 'submission', 'implicit');
    const t = tlsConnect({ port: i.port, rejectUnauthorized: false });
    const inside = all(t);
    t.write(
      `EHLO x.example\r\nAUTH PLAIN ${Buffer.from('\0u00\0secret').toString('base64')}\r\n${HEAD.slice(16)}x\r\n.\r\nQUIT\r\n`,
    );
    expect(codes(await inside)).toBe('220 250 235 250 250 354 250 221');
    expect((await r.inbox('u00')).map((m) => m.split(' with ')[1]?.split(' ')[0])).toEqual(['ESMTPS', 'ESMTPSA']);
  });

  it('keeps what was answered with 250 when the client then resets the connection', async () => {
    const r = await rig();
    const l = await serve(r);
    const s = connect(l.port);
    const got = all(s);
    s.write(`${HEAD}x\r\n.\r\n`);
    await new Promise<void>((go) => s.on('data', (t: string) => t.includes('delivered as') && go()));
    s.resetAndDestroy();
    await got;
    expect(await r.inbox('u00')).toHaveLength(1);
  });

  it('leaves nothing of messages that are cut off by a reset, and serves on', async () => {
    const r = await rig();
    const l = await serve(r);
    const whole = `${HEAD}Subject: x\r\n\r\nbody\r\n.\r`;
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const s = connect(l.port);
        const got = all(s);
        await new Promise((go) => s.once('data', go));
        s.write(whole.slice(0, Math.ceil((whole.length * (i + 1)) / 40)), () => s.resetAndDestroy());
        await got;
      }),
    );
    while (l.open > 0) await new Promise((go) => setTimeout(go, 2));
    expect(await r.inbox('u00')).toEqual([]);
    const s = connect(l.port);
    const got = all(s);
    s.write('QUIT\r\n');
    expect(codes(await got)).toBe('220 221');
  });

  it.each([
    ['NUL and octets beyond 127', Buffer.from(Array.from({ length: 4096 }, (_, i) => i % 256))],
    ['lines without an end', Buffer.alloc(300_000, 'x')],
    ['line feeds alone', Buffer.alloc(5_000, '\n')],
    ['carriage returns alone', Buffer.alloc(100_000, '\r')],
    ['a TLS hello in clear', Buffer.from('160301020001000100030314', 'hex')],
  ])('survives %s', async (_, octets) => {
    const r = await rig();
    const l = await serve(r);
    const s = connect(l.port);
    const got = all(s);
    s.end(octets);
    expect((await got).startsWith('220 ')).toBe(true);
    const again = connect(l.port);
    const text = all(again);
    again.write(`${HEAD}x\r\n.\r\nQUIT\r\n`);
    expect(codes(await text)).toBe('220 250 250 250 354 250 221');
  });

  it('refuses a hundred thousand recipients in order and delivers to those it took', async () => {
    const r = await rig({ limits: { smtpRecipients: 100 } });
    const l = await serve(r);
    const s = connect(l.port);
    const got = all(s);
    s.write('EHLO x.example\r\nMAIL FROM:<>\r\n');
    s.write('RCPT TO:<u00@example.test>\r\n'.repeat(100_000));
    s.write('DATA\r\nx\r\n.\r\nQUIT\r\n');
    const replies = codes(await got).split(' ');
    expect(replies.length).toBe(3 + 100_000 + 3);
    expect([replies.filter((c) => c === '452').length, replies.slice(-3)]).toEqual([99_900, ['354', '250', '221']]);
    expect(await r.inbox('u00')).toHaveLength(1);
  });

  it('does not run ahead of a client that reads no replies', async () => {
    const r = await rig();
    const l = await serve(r);
    const s = connect(l.port);
    s.on('error', () => undefined);
    let sent = 0;
    const flood = Buffer.from('HELP\r\n'.repeat(10_000));
    while (sent < 2000 && (s.write(flood) || (await Promise.race([drained(s), later(300)])))) sent += 1;
    // The client was stopped by back-pressure long before it had sent everything.
    expect(sent).toBeLessThan(2000);
    s.destroy();
    while (l.open > 0) await new Promise((go) => setTimeout(go, 2));
  });

  it('says goodbye to idle sessions when it stops, and lets a message in progress come to its end', async () => {
    const r = await rig();
    const l = await serve(r);
    const idle = connect(l.port);
    const idleGot = all(idle);
    const busy = connect(l.port);
    const busyGot = all(busy);
    busy.write(HEAD);
    await new Promise<void>((go) => busy.on('data', (t: string) => t.includes('354 ') && go()));
    const closed = l.close(10_000);
    busy.write('x\r\n.\r\n');
    await closed;
    expect([codes(await idleGot), codes(await busyGot)]).toEqual(['220 421', '220 250 250 250 354 250 421']);
    expect(await r.inbox('u00')).toHaveLength(1);
  });
});

function drained(s: Socket): Promise<boolean> {
  return new Promise((go) => s.once('drain', () => go(true)));
}
function later(ms: number): Promise<boolean> {
  return new Promise((go) => setTimeout(() => go(false), ms));
}
