import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { address, type Ended, eventually, ServerProcess } from './process.ts';
import type { Wire } from './wire.ts';

const roots: string[] = [];
let data = '';
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'mailspec-signal-'));
  roots.push(data);
});
afterAll(() => Promise.all(roots.map((r) => rm(r, { recursive: true, force: true }))));

const SESSIONS = 21;
const ENOUGH = 500;
/** Bodies of these are kept as files. */
const LARGE = 'a line of a message that is too large for the database\r\n'.repeat(1000);
const ENV = { MAILSPEC_LIMITS_INLINE_BODY: '4096', MAILSPEC_LIMITS_SHUTDOWN_MS: '5000' };

const SERVICES = ['smtp', 'lmtp', 'imap'] as const;
type Service = (typeof SERVICES)[number];

/** Sends message after message until the server is gone or says no; `kept` is told of each that was acknowledged. */
async function load(server: ServerProcess, name: Service, n: number, kept: (token: string) => void): Promise<string> {
  let w: Wire | undefined;
  let said = '';
  try {
    w = name === 'imap' ? await server.imap(0, '') : await server.smtp(name);
    for (let i = 0; ; i++) {
      const token = `${name}.${n}.${i}`;
      const text = `Subject: ${token}\r\n\r\n${i % 5 === 0 ? LARGE : 'small\r\n'}the last line\r\n`;
      if (name === 'imap') {
        await w.imap('APPEND INBOX', text);
        said = w.last;
        if (!said.startsWith('OK ')) return said;
      } else {
        for (const command of ['MAIL FROM:<s@client.example>', `RCPT TO:<${address(0)}>`, 'DATA']) {
          said = await w.smtp(command);
          if (!/^[23]/.test(said)) return said;
        }
        said = await w.smtp(`${text}.`);
        if (!said.startsWith('250 ')) return said;
      }
      kept(token);
    }
  } catch (e) {
    return w?.last.startsWith('* BYE') ? w.last : String(e);
  }
}

/** Puts a server under load, sends it a signal, starts another on its folder and compares. */
async function under(signal: NodeJS.Signals): Promise<{ ended: Ended; last: string[] }> {
  const server = await ServerProcess.start({ data, accounts: 1, env: ENV });
  const acknowledged: string[] = [];
  let ended: Promise<Ended> | undefined;
  const last = await Promise.all(
    Array.from({ length: SESSIONS }, (_, n) =>
      load(server, SERVICES[n % SERVICES.length]!, n, (token) => {
        acknowledged.push(token);
        if (acknowledged.length >= ENOUGH) ended ??= server.stop(signal);
      }),
    ),
  );
  const end = await ended!;
  await using after = await ServerProcess.start({ data, accounts: 1, env: ENV });
  const found = new Map<string, number>();
  for (const m of await after.messages()) {
    const token = /^Subject: (\S+)/m.exec(m)?.[1] ?? 'no token';
    const i = Number(token.slice(token.lastIndexOf('.') + 1));
    expect(m.endsWith(`\r\n\r\n${i % 5 === 0 ? LARGE : 'small\r\n'}the last line\r\n`), `${token} is whole`).toBe(true);
    found.set(token, (found.get(token) ?? 0) + 1);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH);
  expect(acknowledged.filter((t) => !found.has(t))).toEqual([]);
  expect([...found].filter(([, times]) => times !== 1)).toEqual([]);
  // What was under way may have been kept without a word: one message a session at most.
  expect(found.size - acknowledged.length).toBeLessThanOrEqual(SESSIONS);
  return { ended: end, last };
}

test('SIGTERM under load ends in order and in words, and what was acknowledged is there once', async () => {
  const { ended, last } = await under('SIGTERM');
  expect(ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  // Told so, and not cut off.
  expect(last.filter((l) => !/^(421 4\.3\.2 |\* BYE )/.test(l))).toEqual([]);
  expect(await readdir(join(data, 'bodies', 'incoming'))).toEqual([]);
});

test('SIGKILL under load, and what was acknowledged is there once after a restart', async () => {
  const { ended } = await under('SIGKILL');
  expect(ended.signal).toBe('SIGKILL');
});

test('a second signal does not wait for sessions, and the next start finds all that was acknowledged', async () => {
  const server = await ServerProcess.start({
    data,
    accounts: 1,
    env: { ...ENV, MAILSPEC_LIMITS_SHUTDOWN_MS: '600000' },
  });
  const w = await server.smtp();
  await w.smtp('MAIL FROM:<>');
  await w.smtp(`RCPT TO:<${address(0)}>`);
  // In the midst of a message it is not told to stop: it would wait for the rest of it.
  await w.smtp('DATA');
  server.child.kill('SIGTERM');
  await eventually(
    async () => (await server.connect('smtp')).lineOrEnd(),
    (line) => line === undefined,
  );
  const { code } = await server.stop('SIGTERM');
  expect(code).toBe(1);
  await using after = await ServerProcess.start({ data, accounts: 1, env: ENV });
  expect(await after.messages()).toEqual([]);
});

test('sessions that are silent, in the midst of a message, or do not read hold up a stop no longer than the limit', async () => {
  const server = await ServerProcess.start({
    data,
    accounts: 1,
    env: { ...ENV, MAILSPEC_LIMITS_SHUTDOWN_MS: '300' },
  });
  const idle = await server.smtp();
  const within = await server.smtp('lmtp');
  await within.smtp('MAIL FROM:<>');
  await within.smtp(`RCPT TO:<${address(0)}>`);
  await within.smtp('DATA');
  within.send('Subject: half');
  const deaf = await server.imap(0);
  await deaf.imap('APPEND INBOX', LARGE.repeat(400));
  const fetching = await server.imap(0);
  fetching.pause();
  fetching.send('a FETCH 1 BODY.PEEK[]\r\n');
  const idling = await server.imap(0);
  idling.send('a IDLE\r\n');
  await idling.response();
  const literal = await server.imap(0);
  literal.send('a APPEND INBOX {100}\r\nSubject: half');
  const popping = await server.connect('pop3');
  await popping.line();
  popping.send(`USER ${address(0)}\r\n`);
  await popping.line();
  const shaking = await server.connect('imaps');
  const { code, stderr } = await server.stop();
  expect([code, stderr]).toEqual([0, '']);
  expect(await idle.rest()).toMatch(/^421 4\.3\.2 [^\r]+\r\n$/);
  expect(await idling.rest()).toMatch(/\* BYE [^\r]+\r\n$/);
  expect(await popping.rest()).toBe('');
  for (const w of [within, literal, shaking]) await w.rest();
  await using after = await ServerProcess.start({ data, accounts: 1, env: ENV });
  expect((await after.messages()).map((m) => m.length)).toEqual([LARGE.length * 400]);
});
