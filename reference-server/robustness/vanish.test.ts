import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, eventually, inLanes, PASSWORD, ServerProcess } from './process.ts';
import type { Wire } from './wire.ts';

// A client may be gone after any octet. Bodies above a few octets go to files here, so that half a file is seen.
let server: ServerProcess;
let descriptors = 0;
beforeAll(async () => {
  server = await ServerProcess.start({ accounts: 4, env: { MAILSPEC_LIMITS_INLINE_BODY: '64' } });
  descriptors = await server.fds();
});
afterAll(() => server[Symbol.asyncDispose]());

const LANES = 32;
type End = 'fin' | 'rst';

/** Sends the first `n` octets of a session and goes; what the server said is read where the client still listens. */
async function cut(w: Wire, text: string, n: number, how: End): Promise<string> {
  await w.sent(text.slice(0, n));
  if (how === 'fin') {
    w.finish();
    return w.rest();
  }
  w.reset();
  return '';
}

/** Every cut of a text, by both ends. */
function cuts(text: string): { n: number; how: End }[] {
  return Array.from({ length: text.length + 1 }, (_, n) => n).flatMap((n) => [
    { n, how: 'fin' as const },
    { n, how: 'rst' as const },
  ]);
}

/** Number of messages with each token. */
async function tokens(account: number): Promise<Map<string, number>> {
  const count = new Map<string, number>();
  for (const m of await server.messages(account)) {
    const token = /^Subject: (\S+)/m.exec(m)?.[1] ?? 'no token';
    expect(m, 'a message is whole').toContain('the last line\r\n');
    count.set(token, (count.get(token) ?? 0) + 1);
  }
  return count;
}

const unfinished = (): Promise<string[]> => readdir(join(server.data, 'bodies', 'incoming'));

const transactions = {
  smtp: (token: string) => [
    `EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<${address(0)}>\r\nDATA\r\nSubject: ${token}\r\n\r\n..dot\r\nthe last line\r\n.\r\n`,
    0,
  ],
  lmtp: (token: string) => [
    `LHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<${address(1)}>\r\nDATA\r\nSubject: ${token}\r\n\r\n..dot\r\nthe last line\r\n.\r\n`,
    1,
  ],
  submission: (token: string) => [
    `EHLO c\r\nAUTH PLAIN ${Buffer.from(`\0${address(2)}\0${PASSWORD}`).toString('base64')}\r\n` +
      `MAIL FROM:<>\r\nRCPT TO:<${address(2)}>\r\nBDAT 20\r\nSubject: ${token}\r\n\r\nBDAT 15 LAST\r\nthe last line\r\n`,
    2,
  ],
  imap: (token: string) => {
    const message = `Subject: ${token}\r\n\r\n${'a line that makes it long enough for a file\r\n'}the last line\r\n`;
    return [`a LOGIN ${address(3)} ${PASSWORD}\r\nb APPEND INBOX {${message.length}}\r\n${message}\r\n`, 3];
  },
} satisfies Record<string, (token: string) => [string, number]>;

const ACCEPTED: Record<keyof typeof transactions, RegExp> = {
  smtp: /^250 2\.0\.0 <u0@/m,
  lmtp: /^250 2\.0\.0 <u1@/m,
  submission: /^250 2\.0\.0 <u2@/m,
  imap: /^b OK /m,
};

for (const name of Object.keys(transactions) as (keyof typeof transactions)[]) {
  test(`${name}: gone after every octet, a message is whole or not there, and what was acknowledged is there once`, async () => {
    const [text] = transactions[name]('x00000000');
    const acknowledged = new Set<string>();
    const complete = new Set<string>();
    await inLanes(cuts(text), LANES, async ({ n, how }) => {
      const token = `${how === 'fin' ? 'f' : 'r'}${String(n).padStart(8, '0')}`;
      const [whole] = transactions[name](token);
      const said = await cut(await server.connect(name), whole, n, how);
      if (ACCEPTED[name].test(said)) acknowledged.add(token);
      if (n === whole.length) complete.add(token);
    });
    expect([...acknowledged]).toEqual([...complete].filter((t) => t.startsWith('f')));
    const [, account] = transactions[name]('x00000000');
    const found = await tokens(account);
    for (const token of acknowledged) expect(found.get(token), token).toBe(1);
    // One that was reset at its very end may have come, or not.
    for (const [token, times] of found) expect([complete.has(token), times], token).toEqual([true, 1]);
    expect(await eventually(unfinished, (files) => files.length === 0)).toEqual([]);
  });
}

test('POP3: gone after every octet, nothing is removed before QUIT and the maildrop is free again', async () => {
  const w = await server.imap(3);
  await w.imap('EXPUNGE');
  const before = (await server.messages(3)).length;
  expect(before).toBeGreaterThan(0);
  const text = `USER ${address(3)}\r\nPASS ${PASSWORD}\r\nRETR 1\r\nDELE 1\r\nSTAT\r\nQUIT`;
  // One after another: the maildrop has one session at a time.
  for (const { n, how } of cuts(text)) await cut(await server.connect('pop3'), text, n, how);
  expect((await server.messages(3)).length).toBe(before);
  const v = await eventually(
    () => server.pop3(3),
    (p) => p.last.startsWith('+OK'),
  );
  v.send('DELE 1\r\nQUIT\r\n');
  expect(await v.rest()).toMatch(/^\+OK[^\r]*\r\n\+OK[^\r]*\r\n$/);
  expect((await server.messages(3)).length).toBe(before - 1);
  w.reset();
});

test('IMAP: gone after every octet of a selected session, others go on', async () => {
  const keeper = await server.imap(3);
  const text = `a LOGIN ${address(3)} ${PASSWORD}\r\nb SELECT INBOX\r\nc STORE 1 +FLAGS (k)\r\nd FETCH 1 BODY[]\r\ne IDLE\r\nDONE\r\n`;
  await inLanes(cuts(text), LANES, async ({ n, how }) => {
    await cut(await server.connect('imap'), text, n, how);
  });
  await keeper.imap('APPEND INBOX', 'Subject: later\r\n\r\nthe last line\r\n');
  expect(keeper.last).toMatch(/^OK /);
  keeper.reset();
});

test('no connection is held, and nothing was reported as a fault', async () => {
  expect(await eventually(server.fds.bind(server), (n) => n <= descriptors)).toBeLessThanOrEqual(descriptors);
  const { stderr, code } = await server.stop();
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
