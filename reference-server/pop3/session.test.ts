import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../config.ts';
import { type TestServer, type TestSession, testServer } from '../imap/testing.ts';
import type { TestPeerOptions } from '../net/testing.ts';
import { pop3Session } from './session.ts';
import { Stuffer } from './stuffing.ts';

let server: TestServer;
const sessions: TestSession[] = [];
const start = async (change?: (c: Config) => void): Promise<void> => {
  server = await testServer(change);
};
beforeEach(() => start());
afterEach(async () => {
  for (const s of sessions.splice(0)) {
    s.client.vanish();
    await s.over;
  }
  await server[Symbol.asyncDispose]();
});

interface Pop {
  session: TestSession;
  /** Sends a command and gives its one line. */
  ask(command: string): Promise<string>;
  /** Sends a command and gives a multi-line answer, or the one line of a refusal. */
  all(command: string): Promise<string>;
}
async function dial(o: TestPeerOptions = {}): Promise<Pop> {
  const session = server.open(pop3Session, o);
  sessions.push(session);
  const { client } = session;
  const greeting = await client.lines(1);
  expect(greeting).toMatch(/^\+OK [^<\r]*\r\n$/);
  return {
    session,
    ask(command) {
      client.send(`${command}\r\n`);
      return client.lines(1);
    },
    all(command) {
      client.send(`${command}\r\n`);
      return client.until((t) => t.endsWith('\r\n.\r\n') || (t.startsWith('-ERR') && t.endsWith('\r\n')));
    },
  };
}
async function loggedIn(): Promise<Pop> {
  const pop = await dial();
  await pop.ask('USER u00@example.test');
  expect(await pop.ask('PASS secret')).toMatch(/^\+OK/);
  return pop;
}
/** Everything the client gets until the connection ends. */
async function quit(pop: Pop): Promise<string> {
  pop.session.client.send('QUIT\r\n');
  const rest = await pop.session.client.rest();
  await pop.session.over;
  return rest;
}
const count = async (): Promise<number> => (await server.store.read({ ask: 'count', mailbox: server.inbox })).messages;

describe('AUTHORIZATION', () => {
  test('passwords only inside TLS, capabilities to match', async () => {
    const pop = await dial({ secured: false });
    const clear = await pop.all('CAPA');
    expect(clear).toContain('\r\nSTLS\r\n');
    expect(clear).not.toMatch(/\r\n(USER|SASL)/);
    expect(await pop.ask('USER u00@example.test')).toMatch(/^-ERR/);
    expect(await pop.ask('AUTH PLAIN')).toMatch(/^-ERR/);
    expect(await pop.ask('PASS secret')).toMatch(/^-ERR/);
    expect(await pop.ask('STLS')).toMatch(/^\+OK/);
    const secured = await pop.all('CAPA');
    expect(secured).not.toContain('STLS');
    expect(secured).toContain('\r\nUSER\r\nSASL PLAIN LOGIN\r\n');
    expect(await pop.ask('STLS')).toMatch(/^-ERR/);
    await pop.ask('USER u00@example.test');
    expect(await pop.ask('PASS secret')).toMatch(/^\+OK/);
    expect(await pop.all('CAPA')).toBe(secured);
    expect(await pop.ask('STLS')).toMatch(/^-ERR/);
  });
  test('cleartext logins can be allowed', async () => {
    await start((c) => {
      c.auth.cleartextLogin = true;
    });
    const pop = await dial({ secured: false });
    expect(await pop.all('CAPA')).toContain('\r\nUSER\r\n');
    expect(await pop.ask('USER u00@example.test')).toMatch(/^\+OK/);
  });
  test('PASS directly after USER only', async () => {
    const pop = await dial();
    expect(await pop.ask('PASS secret')).toMatch(/^-ERR/);
    expect(await pop.ask('USER')).toMatch(/^-ERR/);
    expect(await pop.ask('USER a b')).toMatch(/^-ERR/);
    await pop.all('CAPA');
    await pop.ask('USER u00@example.test');
    expect(await pop.ask('NOOP')).toMatch(/^-ERR/);
    expect(await pop.ask('PASS secret')).toMatch(/^-ERR/);
    await pop.all('CAPA');
    expect(await pop.ask('USER nobody')).toMatch(/^\+OK/);
    expect(await pop.ask('PASS secret')).toBe('-ERR [AUTH] Invalid credentials\r\n');
    expect(await pop.ask('PASS secret')).toMatch(/^-ERR/);
    await pop.ask('USER u00@example.test');
    expect(await pop.ask('PASS ')).toMatch(/^-ERR/);
    await pop.ask('USER busy');
    expect(await pop.ask('PASS secret')).toMatch(/^-ERR \[SYS\/TEMP\]/);
    await pop.ask('USER u00@example.test');
    pop.session.client.send('PASS secret \r\n');
    expect(await pop.session.client.rest()).toMatch(/^-ERR \[AUTH\]/);
  });
  test('AUTH PLAIN and LOGIN', async () => {
    const b64 = (s: string): string => Buffer.from(s).toString('base64');
    const plain = b64('\0u00@example.test\0secret');
    expect(await (await dial()).ask(`AUTH plain ${plain}`)).toMatch(/^\+OK/);
    sessions.at(-1)?.client.vanish();
    await sessions.at(-1)?.over;
    const pop = await dial();
    expect(await pop.ask('AUTH')).toMatch(/^-ERR/);
    expect(await pop.ask('AUTH NOTHING')).toMatch(/^-ERR/);
    expect(await pop.ask('AUTH PLAIN ====')).toMatch(/^-ERR/);
    expect(await pop.ask('AUTH PLAIN')).toBe('+ \r\n');
    expect(await pop.ask('*')).toMatch(/^-ERR/);
    await pop.all('CAPA');
    expect(await pop.ask('AUTH PLAIN')).toBe('+ \r\n');
    expect(await pop.ask('AAA=BBB=')).toMatch(/^-ERR/);
    expect(await pop.ask('AUTH LOGIN')).toBe(`+ ${b64('Username:')}\r\n`);
    expect(await pop.ask(b64('u00@example.test'))).toBe(`+ ${b64('Password:')}\r\n`);
    expect(await pop.ask(b64('secret'))).toMatch(/^\+OK/);
    expect(await pop.ask(`AUTH PLAIN ${plain}`)).toMatch(/^-ERR/);
  });
  test('commands of the other state', async () => {
    const pop = await dial();
    for (const c of ['STAT', 'LIST', 'RETR 1']) expect(await pop.ask(c)).toMatch(/^-ERR/);
    await pop.all('CAPA');
    for (const c of ['DELE 1', 'NOOP', 'RSET', 'UIDL']) expect(await pop.ask(c)).toMatch(/^-ERR/);
    expect(await quit(pop)).toMatch(/^\+OK/);
    const inside = await loggedIn();
    for (const c of ['USER x', 'PASS x', 'AUTH PLAIN']) expect(await inside.ask(c)).toMatch(/^-ERR/);
  });
});

describe('hostile input', () => {
  test.each([
    '',
    ' ',
    'X',
    'XYZY',
    'APOP a b',
    'NOOP x',
    'NOOP ',
    ' NOOP',
    'NO\0P',
    'NOOP\r',
    'RETR',
    'RETR ',
    'RETR x',
  ])('%j is refused, and the session goes on', async (line) => {
    const pop = await loggedIn();
    expect(await pop.ask(line)).toMatch(/^-ERR/);
    expect(await pop.ask('NOOP')).toMatch(/^\+OK/);
  });
  test.each(['RETR -1', 'RETR +1', 'RETR 1 ', 'RETR 1 1', 'RETR 0x1', 'RETR 0', 'RETR 99999999999999999999', 'RETR 2'])(
    '%j names no message',
    async (line) => {
      await server.put('a: b\r\n\r\n');
      const pop = await loggedIn();
      expect(await pop.ask(line)).toMatch(/^-ERR/);
    },
  );
  test.each([
    'TOP',
    'TOP 1',
    'TOP 1 ',
    'TOP 1 -1',
    'TOP 1 x',
    'TOP 1 1 1',
    'TOP 2 1',
    'LIST 2',
    'UIDL 2',
    'DELE 2',
    'DELE',
  ])('%j is refused', async (line) => {
    await server.put('a: b\r\n\r\n');
    const pop = await loggedIn();
    expect(await pop.ask(line)).toMatch(/^-ERR/);
  });
  test('bare LF, overlong lines, many errors', async () => {
    const pop = await loggedIn();
    pop.session.client.send('DELE 1\nNOOP\r\n');
    expect(await pop.session.client.lines(2)).toMatch(/^-ERR [^\r]*\r\n\+OK/);
    expect(await pop.ask('x'.repeat(5000))).toMatch(/^-ERR/);
    expect(await pop.ask('nOoP')).toMatch(/^\+OK/);
    pop.session.client.send('X\r\n'.repeat(9));
    expect((await pop.session.client.rest()).split('\r\n')).toHaveLength(6);
  });
  test('pipelined and octet by octet is the same', async () => {
    await server.put('a: b\r\n\r\n.x\r\n');
    const script = 'USER u00@example.test\r\nPASS secret\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nRSET\r\nQUIT\r\n';
    const fast = await dial();
    fast.session.client.send(script);
    const all = await fast.session.client.rest();
    await fast.session.over;
    const slow = await dial();
    for (const ch of script) {
      slow.session.client.send(ch);
      await new Promise((go) => setImmediate(go));
    }
    expect(await slow.session.client.rest()).toBe(all);
    expect(all).toContain('\r\n..x\r\n.\r\n');
  });
});

describe('TRANSACTION', () => {
  const one = 'Subject: 1\r\n\r\nfirst\r\n.\r\n..\r\nlast\r\n';
  test('every octet comes as it is kept, NUL and those beyond 127 too', async () => {
    const octets = `Subject: \0\x80\r\n\r\n\0\0a\x07\xff\r\n`;
    await server.put(octets);
    const pop = await loggedIn();
    expect(await pop.all('RETR 1')).toBe(`+OK ${octets.length} octets\r\n${octets}.\r\n`);
    expect(await pop.all('TOP 1 1')).toBe(`+OK Top of the message\r\n${octets}.\r\n`);
  });
  test('STAT, LIST, UIDL, RETR and TOP', async () => {
    await server.put(one);
    await server.put('no end', { flags: ['\\Deleted'] });
    const pop = await loggedIn();
    expect(await pop.ask('STAT')).toBe(`+OK 2 ${one.length + 8}\r\n`);
    expect(await pop.all('LIST')).toMatch(new RegExp(`\\r\\n1 ${one.length}\\r\\n2 8\\r\\n\\.\\r\\n$`));
    expect(await pop.ask('LIST 2')).toBe('+OK 2 8\r\n');
    expect(await pop.all('RETR 1')).toBe(
      `+OK ${one.length} octets\r\nSubject: 1\r\n\r\nfirst\r\n..\r\n...\r\nlast\r\n.\r\n`,
    );
    expect(await pop.all('RETR 2')).toBe('+OK 8 octets\r\nno end\r\n.\r\n');
    expect(await pop.all('TOP 1 0')).toBe('+OK Top of the message\r\nSubject: 1\r\n\r\n.\r\n');
    expect(await pop.all('TOP 1 2')).toBe('+OK Top of the message\r\nSubject: 1\r\n\r\nfirst\r\n..\r\n.\r\n');
    expect(await pop.all('TOP 1 999')).toMatch(/last\r\n\.\r\n$/);
    const ids = await pop.all('UIDL');
    expect(ids).toMatch(/^\+OK [^\r]*\r\n1 [!-~]{1,70}\r\n2 [!-~]{1,70}\r\n\.\r\n$/);
    expect(ids).toContain((await pop.ask('UIDL 2')).slice('+OK '.length));
    await quit(pop);
    const again = await loggedIn();
    expect(await again.all('UIDL')).toBe(ids);
    expect(await count()).toBe(2);
  });
  test('an empty maildrop', async () => {
    const pop = await loggedIn();
    expect(await pop.ask('STAT')).toBe('+OK 0 0\r\n');
    expect(await pop.all('LIST')).toMatch(/^\+OK [^\r]*\r\n\.\r\n$/);
    expect(await pop.all('UIDL')).toMatch(/^\+OK [^\r]*\r\n\.\r\n$/);
  });
  test('marks go with RSET and count from then on; QUIT removes them and nothing else', async () => {
    for (let i = 1; i <= 3; i++) await server.put(`n: ${i}\r\n\r\n`);
    const pop = await loggedIn();
    expect(await pop.ask('DELE 2')).toMatch(/^\+OK/);
    for (const c of ['DELE 2', 'RETR 2', 'LIST 2', 'UIDL 2']) expect(await pop.ask(c)).toMatch(/^-ERR/);
    expect(await pop.all('TOP 3 0')).toMatch(/^\+OK/);
    expect(await pop.ask('STAT')).toBe('+OK 2 16\r\n');
    expect(await pop.ask('RSET')).toMatch(/^\+OK/);
    expect(await pop.ask('STAT')).toBe('+OK 3 24\r\n');
    await pop.ask('DELE 1');
    await pop.ask('DELE 3');
    expect(await count()).toBe(3);
    expect(await quit(pop)).toMatch(/^\+OK/);
    const rows = await server.store.read({ ask: 'messages', mailbox: server.inbox, after: 0, limit: 9 });
    expect(rows.map((r) => r.uid)).toEqual([2]);
  });
  test('a connection that ends otherwise removes nothing and frees the maildrop', async () => {
    await server.put('a: b\r\n\r\n');
    for (const end of ['vanish', 'finish'] as const) {
      const pop = await loggedIn();
      await pop.ask('DELE 1');
      pop.session.client[end]();
      await pop.session.over;
    }
    const stopped = await loggedIn();
    await stopped.ask('DELE 1');
    stopped.session.stop();
    expect(await stopped.session.client.rest()).toBe('');
    await stopped.session.over;
    expect(await count()).toBe(1);
    expect(await (await loggedIn()).ask('STAT')).toBe('+OK 1 8\r\n');
  });
  test('one session at a time', async () => {
    const first = await loggedIn();
    const second = await dial();
    await second.ask('USER u00@example.test');
    expect(await second.ask('PASS secret')).toMatch(/^-ERR \[IN-USE\]/);
    expect(await second.ask('STAT')).toMatch(/^-ERR/);
    await quit(first);
    await second.ask('USER u00@example.test');
    expect(await second.ask('PASS secret')).toMatch(/^\+OK/);
  });
  test('what other protocols do shows at the next login; what they removed is not sent', async () => {
    await server.put('a: 1\r\n\r\n');
    await server.put('a: 2\r\n\r\n');
    const pop = await loggedIn();
    await server.store.commit({ do: 'expunge', mailbox: server.inbox, uids: [[1, 1]], force: true });
    await server.put('a: 3\r\n\r\n');
    expect(await pop.ask('STAT')).toBe('+OK 2 16\r\n');
    expect(await pop.ask('RETR 1')).toMatch(/^-ERR/);
    expect(await pop.ask('TOP 1 0')).toMatch(/^-ERR/);
    expect(await pop.all('RETR 2')).toContain('a: 2');
    await pop.ask('DELE 1');
    expect(await quit(pop)).toMatch(/^\+OK/);
    expect(await count()).toBe(2);
  });
  test('a large message comes whole', async () => {
    const text = `a: b\r\n\r\n${'.dot\r\n'.repeat(100_000)}`;
    await server.put(text);
    const pop = await loggedIn();
    const got = await pop.all('RETR 1');
    expect(got.slice(got.indexOf('\r\n') + 2, -3).replaceAll('\r\n..', '\r\n.')).toBe(text);
  });
});

test('stuffing does not depend on where chunks are cut, and is undone by taking one dot off', () => {
  const piece = fc.constantFrom('.', '\r', '\n', '\r\n', 'a', '..', '\r\n.');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (pieces, size) => {
      const text = pieces.join('');
      const bytes = Buffer.from(text);
      const stuffer = new Stuffer();
      const out: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) out.push(...stuffer.push(bytes.subarray(at, at + size)));
      out.push(stuffer.end());
      const sent = Buffer.concat(out).toString();
      // No line of it but the last is a lone dot, whatever a client takes for a line end.
      expect(
        sent
          .split('\n')
          .map((l) => l.replace(/\r$/, ''))
          .indexOf('.'),
      ).toBe(sent.split('\n').length - 2);
      const lines = sent.slice(0, -3).split('\n');
      const back = lines.map((l) => (l.startsWith('.') ? l.slice(1) : l)).join('\n');
      expect(back).toBe(text === '' || text.endsWith('\n') ? text : `${text}\r\n`);
    }),
    { numRuns: 1000 },
  );
});
