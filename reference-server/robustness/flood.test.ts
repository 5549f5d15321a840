import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, eventually, inLanes, ServerProcess } from './process.ts';
import type { Wire } from './wire.ts';

const MIB = 1024 * 1024;
/** What the server may hold for clients that do not read, however many and whatever they have asked for. */
const HELD = 160 * MIB;

let server: ServerProcess;
let descriptors = 0;
beforeAll(async () => {
  server = await ServerProcess.start({
    accounts: 3,
    env: {
      MAILSPEC_AUTH_ARGON2_MEMORY: '8192',
      MAILSPEC_AUTH_CACHE_MS: '0',
      MAILSPEC_LOG_LEVEL: 'error',
    },
  });
  descriptors = await server.fds();
});
afterAll(() => server[Symbol.asyncDispose]());

const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const released = (): Promise<number> => eventually(server.fds.bind(server), (n) => n <= descriptors);

test('a thousand connections opened and dropped, with and without a word, are given back', async () => {
  const before = await server.resident();
  const names = ['smtp', 'lmtp', 'imap', 'pop3', 'submission', 'imaps'] as const;
  const words = ['', 'EHLO c\r\n', 'a CAPABILITY\r\n', 'CAPA\r\n', '\x16\x03\x01', 'STARTTLS\r\n', 'a STARTTLS\r\n'];
  await inLanes(numbers(1000), 250, async (i) => {
    const w = await server.connect(names[i % names.length]!);
    await w.sent(words[i % words.length]!);
    if (i % 3 === 0) w.finish();
    else w.reset();
  });
  expect(await released()).toBeLessThanOrEqual(descriptors);
  expect((await server.resident()) - before).toBeLessThan(64 * MIB);
  const w = await server.smtp();
  expect(await w.smtp('NOOP')).toMatch(/^250 /);
  w.reset();
});

test('five hundred held at once are all served', async () => {
  const all: Wire[] = [];
  await inLanes(numbers(500), 100, async (i) => {
    const w = await server.connect(i % 2 === 0 ? 'smtp' : 'imap');
    expect(await w.line()).toMatch(i % 2 === 0 ? /^220 / : /^\* OK /);
    all.push(w);
  });
  for (const w of all) w.send('NOOP\r\n');
  for (const w of all) expect(await w.line()).toMatch(/^(250 |NOOP BAD |\* BAD )/);
  for (const w of all) w.reset();
  expect(await released()).toBeLessThanOrEqual(descriptors);
});

test('many commands in one write are answered in order, whether or not the client reads meanwhile', async () => {
  const count = 10_000;
  const smtp = await server.smtp();
  const imap = await server.imap();
  const pop3 = await server.pop3(1);
  for (const w of [smtp, imap, pop3]) w.pause();
  const before = await server.resident();
  // RSET and NOOP say different things.
  smtp.send('NOOP\r\nVRFY u0\r\n'.repeat(count / 2));
  imap.send(
    numbers(count)
      .map((i) => `x${i} NOOP\r\n`)
      .join(''),
  );
  pop3.send('NOOP\r\nSTAT\r\n'.repeat(count / 2));
  const other = await server.smtp();
  expect(await other.smtp('NOOP')).toMatch(/^250 /);
  other.reset();
  expect((await server.resident()) - before).toBeLessThan(HELD);
  for (const w of [smtp, imap, pop3]) w.resume();
  const codes = { NOOP: 0, VRFY: 0 };
  for (let i = 0; i < count; i += 2) {
    codes.NOOP += (await smtp.reply()).startsWith('250 ') ? 1 : 0;
    codes.VRFY += (await smtp.reply()).startsWith('252 ') ? 1 : 0;
  }
  expect(codes).toEqual({ NOOP: count / 2, VRFY: count / 2 });
  const wrong: string[] = [];
  for (let i = 0; i < count; i++) {
    const tagged = await imap.line();
    if (!tagged.startsWith(`x${i} OK `)) wrong.push(tagged);
    const status = await pop3.line();
    if (!status.startsWith(i % 2 === 0 ? '+OK' : '+OK 0 0')) wrong.push(status);
  }
  expect(wrong).toEqual([]);
  for (const w of [smtp, imap, pop3]) w.reset();
});

test('clients that do not read what they asked for cost little memory, and others are served', async () => {
  const octets = 8 * MIB;
  const w = await server.imap(2);
  const line = `${'z'.repeat(62)}\r\n`;
  await w.imap('APPEND INBOX', `Subject: large\r\n\r\n${line.repeat(octets / 64)}`);
  expect(w.last).toMatch(/^OK /);
  for (let i = 0; i < 4; i++) await w.imap('COPY 1 INBOX');
  const before = await server.resident();
  const slow: Wire[] = [];
  for (let i = 0; i < 10; i++) {
    const v = await server.imap(2);
    v.pause();
    v.send('a FETCH 1:5 (BODY.PEEK[] BODY.PEEK[TEXT] RFC822.SIZE)\r\nb LOGOUT\r\n');
    slow.push(v);
  }
  const pop3 = await server.pop3(2);
  pop3.pause();
  pop3.send('RETR 1\r\n'.repeat(50));
  // 800 MB and 400 MB have been asked for by now.
  const [only] = await w.imap('FETCH 1 BODY.PEEK[HEADER]');
  expect(only!.literal).toBe('Subject: large\r\n\r\n');
  let most = 0;
  for (let i = 0; i < 10; i++) {
    await w.imap('NOOP');
    most = Math.max(most, (await server.resident()) - before);
    await new Promise((go) => setTimeout(go, 30));
  }
  expect(most).toBeLessThan(HELD);
  // One of them reads on, and gets everything.
  slow[0]!.resume();
  let size = 0;
  for (let r = await slow[0]!.response(); !r.text.startsWith('a '); r = await slow[0]!.response()) {
    size += r.literal?.length ?? 0;
  }
  expect(size).toBe(5 * octets);
  for (const v of [...slow, pop3, w]) v.reset();
  expect(await released()).toBeLessThanOrEqual(descriptors);
});

test('a flood of wrong passwords is refused, and neither mail nor the right password waits long behind it', async () => {
  const plain = Buffer.from(`\0${address(0)}\0wrong`).toString('base64');
  const said: string[] = [];
  const flood = inLanes(numbers(400), 400, async (i) => {
    const w = await server.connect(i % 2 === 0 ? 'submission' : 'imap');
    await w.line();
    if (i % 2 === 0) {
      await w.smtp('EHLO c');
      said.push(await w.smtp(`AUTH PLAIN ${plain}`));
    } else {
      await w.imap(`LOGIN ${address(i % 3 === 0 ? 0 : 77)} wrong`);
      said.push(w.last);
    }
    w.reset();
  });
  const w = await server.smtp();
  await w.smtp('MAIL FROM:<>');
  await w.smtp(`RCPT TO:<${address(0)}>`);
  await w.smtp('DATA');
  expect(await w.smtp('Subject: meanwhile\r\n\r\nx\r\n.')).toMatch(/^250 /);
  const during = said.length;
  await flood;
  // Refused for what they are, or because too many wait: never let in.
  for (const reply of said) {
    expect(reply).toMatch(/^(535 |454 4\.7\.0 |NO \[(AUTHENTICATIONFAILED|UNAVAILABLE)\])/);
  }
  expect(said.length).toBe(400);
  expect(during).toBeLessThan(400);
  const v = await server.imap(0);
  expect(v.last).toMatch(/^OK /);
  v.reset();
  w.reset();
});

test('a connection over the limit is refused in the words of its protocol, and the next one after it is served', async () => {
  await using small = await ServerProcess.start({
    env: { MAILSPEC_LIMITS_CONNECTIONS_PER_ADDRESS: '3', MAILSPEC_LOG_LEVEL: 'silent' },
  });
  const words = {
    smtp: /^421 4\.3\.2 /,
    lmtp: /^421 4\.3\.2 /,
    imap: /^\* BYE \[UNAVAILABLE\] /,
    pop3: /^-ERR \[SYS\/TEMP\] /,
  };
  for (const name of Object.keys(words) as (keyof typeof words)[]) {
    const held = [await small.connect(name), await small.connect(name), await small.connect(name)];
    for (const w of held) expect(await w.line()).not.toMatch(words[name]);
    // Those that are refused in words are bounded too.
    const over = await Promise.all(numbers(100).map(() => small.connect(name)));
    const texts = await Promise.all(over.map((w) => w.rest()));
    for (const text of texts) expect(text === '' || words[name].test(text), text).toBe(true);
    expect(texts.filter((t) => t !== '').length).toBeGreaterThan(0);
    held[0]!.reset();
    const served = await eventually(
      async () => {
        const w = await small.connect(name);
        return (await w.lineOrEnd()) ?? '';
      },
      (line) => line !== '' && !words[name].test(line),
    );
    expect(served).toMatch(/^(220 |\* OK |\+OK )/);
    for (const w of held) w.reset();
  }
});

test('after all that it stops in order and has reported no fault', async () => {
  expect(await released()).toBeLessThanOrEqual(descriptors);
  const { code, stderr } = await server.stop();
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
