import { afterAll, beforeAll, expect, test } from 'vitest';
import { address, eventually, inLanes, PASSWORD, ServerProcess } from './process.ts';

let server: ServerProcess;
let descriptors = 0;
beforeAll(async () => {
  server = await ServerProcess.start({
    env: { MAILSPEC_LIMITS_HANDSHAKE_MS: '500', MAILSPEC_AUTH_CLEARTEXT_LOGIN: 'false' },
  });
  descriptors = await server.fds();
});
afterAll(() => server[Symbol.asyncDispose]());

const GARBAGE: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('EHLO c\r\n'.repeat(50))],
  ['zeros', Buffer.alloc(100_000)],
  ['a record that lies', Buffer.from([0x16, 3, 1, 0xff, 0xff, 1, 0, 0, 5, 3, 3])],
  ['a hello of nonsense', Buffer.from([0x16, 3, 1, 0, 8, 1, 0, 0, 4, 9, 9, 9, 9])],
  ['an alert', Buffer.from([0x15, 3, 3, 0, 2, 2, 40])],
  ['application data', Buffer.from([0x17, 3, 3, 0, 3, 1, 2, 3])],
  ['an old hello', Buffer.from([0x80, 0x2e, 1, 3, 1, 0, 21, 0, 0, 0, 16])],
];

/** The beginning of a record that is never finished. */
const BEGUN = Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3]);

const START = {
  smtp: ['EHLO c\r\nSTARTTLS\r\n', /^220 2\.0\.0 /m],
  submission: ['EHLO c\r\nSTARTTLS\r\n', /^220 2\.0\.0 /m],
  lmtp: ['LHLO c\r\nSTARTTLS\r\n', /^220 2\.0\.0 /m],
  imap: ['a STARTTLS\r\n', /^a OK /m],
  pop3: ['STLS\r\n', /^\+OK Begin/m],
} as const;
type Clear = keyof typeof START;
const CLEAR = Object.keys(START) as Clear[];

test('garbage instead of a handshake ends that connection alone', async () => {
  await inLanes(['submissions', 'imaps', 'pop3s'] as const, 3, async (name) => {
    for (const [, bytes] of GARBAGE) {
      const w = await server.connect(name);
      w.send(bytes);
      w.finish();
      await w.rest();
    }
    const v = await server.connect(name);
    await v.secure();
    expect(await v.line()).toMatch(/^(220 |\* OK |\+OK )/);
    v.reset();
  });
});

test('garbage behind STARTTLS ends that connection alone, and nothing of it is read as a command', async () => {
  await inLanes(CLEAR, 5, async (name) => {
    const [start, begin] = START[name];
    for (const [what, bytes] of GARBAGE) {
      const w = await server.connect(name);
      await w.line();
      w.send(start);
      let said = '';
      while (!begin.test(said)) said += `${await w.line()}\n`;
      w.send(bytes);
      w.finish();
      expect(await w.rest(), `${name}: ${what}`).not.toMatch(/^(250|500|503|\* |\+OK|-ERR)/m);
    }
  });
});

test('what comes in clear behind STARTTLS has no effect inside TLS', async () => {
  await inLanes(CLEAR, 5, async (name) => {
    const [start, begin] = START[name];
    const w = await server.connect(name);
    await w.line();
    w.send(`${start}${{ imap: 'b NOOP', pop3: 'CAPA', smtp: 'NOOP', submission: 'NOOP', lmtp: 'NOOP' }[name]}\r\n`);
    let said = '';
    while (!begin.test(said)) said += `${await w.line()}\n`;
    await w.secure();
    w.send(name === 'imap' ? 'c LOGOUT\r\n' : 'QUIT\r\n');
    expect(await w.rest()).toMatch(/^(221 [^\r]+\r\n|\* BYE [^\r]+\r\nc OK [^\r]+\r\n|\+OK [^\r]+\r\n)$/);
  });
});

test('a handshake that is reset after every few octets leaves nothing behind', async () => {
  await inLanes(
    Array.from({ length: 200 }, (_, i) => i),
    50,
    async (i) => {
      const w = await server.connect('imaps');
      await w.sent(BEGUN.subarray(0, i % (BEGUN.length + 1)));
      w.reset();
    },
  );
  expect(await eventually(server.fds.bind(server), (n) => n <= descriptors)).toBeLessThanOrEqual(descriptors);
});

test('a client that never finishes its handshake is dropped', async () => {
  const w = await server.connect('imaps');
  w.send(BEGUN);
  const v = await server.connect('smtp');
  await v.line();
  expect(await v.smtp('STARTTLS')).toMatch(/^220 /);
  expect(await Promise.all([w.rest(), v.rest()])).toEqual(['', '']);
});

test('passwords pass inside TLS only', async () => {
  const w = await server.connect('imap');
  await w.line();
  await w.imap(`LOGIN ${address(0)} ${PASSWORD}`);
  expect(w.last).toMatch(/^NO \[PRIVACYREQUIRED\]|^BAD /);
  await w.imap('STARTTLS');
  await w.secure();
  await w.imap(`LOGIN ${address(0)} ${PASSWORD}`);
  expect(w.last).toMatch(/^OK /);
  w.reset();
});

test('after all that it stops in order and has reported no fault', async () => {
  expect(await eventually(server.fds.bind(server), (n) => n <= descriptors)).toBeLessThanOrEqual(descriptors);
  const { code, stderr } = await server.stop();
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
