import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapSession } from './session.ts';
import { ImapBench, testServer } from './testing.ts';

let bench: ImapBench;

beforeEach(async () => {
  bench = new ImapBench(await testServer(), imapSession);
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('before login', () => {
  test('the greeting and CAPABILITY say what is true in clear', async () => {
    const imap = bench.dial({ secured: false });
    const greeting = await imap.session.client.lines(1);
    expect(greeting).toMatch(/^\* OK \[CAPABILITY IMAP4rev1 .*STARTTLS LOGINDISABLED\] mail\.example\.test ready\r\n$/);
    expect(greeting).not.toContain('AUTH=');
    expect(await imap.ask('LOGIN u00@example.test secret')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await imap.ask('AUTHENTICATE PLAIN')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await imap.ask('LOGIN {6}')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
  });
  test('STARTTLS works once, and AUTH= comes after it', async () => {
    const imap = await bench.greeted({ secured: false });
    expect(await imap.ask('STARTTLS')).toMatch(/^OK/);
    const caps = await imap.ask('CAPABILITY');
    expect(caps).toContain('AUTH=PLAIN');
    expect(caps).not.toContain('STARTTLS');
    expect(caps).not.toContain('LOGINDISABLED');
    expect(await imap.ask('STARTTLS')).toMatch(/^BAD/);
    expect(await imap.ask('LOGIN u00@example.test secret')).toMatch(/^OK/);
  });
  test('cleartext logins can be allowed', async () => {
    await bench[Symbol.asyncDispose]();
    const open = await testServer((c) => {
      c.auth.cleartextLogin = true;
    });
    bench = new ImapBench(open, imapSession);
    const imap = await bench.greeted({ secured: false });
    expect(await imap.ask('LOGIN u00@example.test "secret"')).toMatch(/^OK/);
  });
  test('AUTHENTICATE PLAIN and LOGIN, with and without an initial response', async () => {
    const plain = Buffer.from('\0u00@example.test\0secret').toString('base64');
    const step = async (command: string, ...answers: string[]): Promise<string> => {
      const { session } = await bench.greeted();
      session.client.send(`a AUTHENTICATE ${command}\r\n`);
      let text = '';
      for (const answer of answers) {
        text += await session.client.until((t) => t.startsWith('+ ') && t.endsWith('\r\n'));
        session.client.send(`${answer}\r\n`);
      }
      return text + (await session.client.until((t) => t.startsWith('a ') && t.endsWith('\r\n')));
    };
    expect(await step('plain', plain)).toMatch(/^\+ \r\na OK/);
    expect(await step(`PLAIN ${plain}`)).toMatch(/^a OK/);
    expect(await step('PLAIN', '*')).toMatch(/a BAD/);
    expect(await step('PLAIN', '!')).toMatch(/a BAD/);
    expect(await step('PLAIN', 'AAAA=')).toMatch(/a BAD/);
    expect(await step('PLAIN =')).toMatch(/^a BAD/);
    expect(await step('SCRAM-SHA-256')).toMatch(/^a NO/);
    const user = Buffer.from('u00@example.test').toString('base64');
    expect(await step('LOGIN', user, Buffer.from('secret').toString('base64'))).toMatch(/a OK/);
    expect(await step('LOGIN', user, Buffer.from('wrong').toString('base64'))).toMatch(/a NO \[AUTHENTICATIONFAILED\]/);
  });
  test('failed logins are counted', async () => {
    const imap = await bench.greeted();
    expect(await imap.ask('LOGIN busy x')).toMatch(/^NO \[UNAVAILABLE\]/);
    expect(await imap.ask('LOGIN u00@example.test Secret')).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    imap.session.client.send('z LOGIN nobody x\r\n');
    expect(await imap.session.client.rest()).toMatch(/^z NO .*\r\n\* BYE /);
  });
  test('commands of other states are BAD', async () => {
    const imap = await bench.greeted();
    for (const c of ['SELECT INBOX', 'FETCH 1 FLAGS', 'UID FETCH 1 FLAGS', 'LIST "" *']) {
      expect(await imap.ask(c)).toMatch(/^BAD/);
      await imap.ask('NOOP');
    }
    const in_ = await bench.loggedIn();
    for (const c of ['LOGIN a b', 'STARTTLS', 'FETCH 1 FLAGS', 'CLOSE']) {
      expect(await in_.ask(c)).toMatch(/^BAD/);
      await in_.ask('NOOP');
    }
  });
  test('LOGOUT says BYE, then OK, then closes', async () => {
    const imap = await bench.greeted();
    imap.session.client.send('x LOGOUT\r\n');
    expect(await imap.session.client.rest()).toMatch(/^\* BYE [^\r]*\r\nx OK [^\r]*\r\n$/);
  });
});

describe('hostile input', () => {
  test.each([
    ['', '* BAD'],
    [' x NOOP', '* BAD'],
    ['x', 'x BAD'],
    ['x ', 'x BAD'],
    ['x FOO', 'x BAD'],
    ['x FOO bar baz', 'x BAD'],
    ['x NOOP x', 'x BAD'],
    ['+ NOOP', '* BAD'],
    ['x+ NOOP', '* BAD'],
    ['* NOOP', '* BAD'],
    ['(x) NOOP', '* BAD'],
    ['x NO\0OP', 'x BAD'],
    ['x LOGIN a\rb c', 'x BAD'],
    ['\u00e9 NOOP', '* BAD'],
    ['x LOGIN {5', 'x BAD'],
    ['x LOGIN {99999999999}', 'x BAD [TOOBIG]'],
    ['x LOGIN {20000}', 'x BAD [TOOBIG]'],
    ['x FOO {5}', 'x BAD'],
    ['x LOGIN a{5}', 'x BAD'],
    ['x UID {5}', 'x BAD'],
    ['{5}', '* BAD'],
  ])('%j is %j, and the session goes on', async (line, reply) => {
    const { session } = await bench.greeted();
    session.client.send(`${line}\r\ny NOOP\r\n`);
    const text = await session.client.until((t) => t.endsWith('Done\r\n') || t.startsWith('+ '));
    if (text.startsWith('+ ')) throw new Error('asked for a literal');
    expect(text.slice(0, reply.length)).toBe(reply);
    expect(text).toMatch(/\r\ny OK [^\r]*\r\n$/);
  });
  test('a line that ends with a bare LF is not run', async () => {
    const { session } = await bench.greeted();
    session.client.send('x LOGOUT\ny NOOP\r\n');
    expect(await session.client.lines(2)).toMatch(/^x BAD .*\r\ny OK /);
  });
  test('literals without waiting are swallowed when they are refused', async () => {
    const { session } = await bench.greeted();
    session.client.send(`x FOO {4+}\r\ny Z\r {3+}\r\nabc\r\nz LOGIN {5000+}\r\n${'q'.repeat(5000)} x\r\ny NOOP\r\n`);
    const text = await session.client.lines(3);
    expect(text).toMatch(/^x BAD .*\r\nz BAD \[TOOBIG\] .*\r\ny OK /);
  });
  test('a literal no one waits for that is far too large ends the session', async () => {
    const { session } = await bench.greeted();
    session.client.send('x LOGIN {1000000+}\r\n');
    expect(await session.client.rest()).toMatch(/^\* BYE \[TOOBIG\]/);
  });
  test('an overlong line ends the session: a literal may have stood at its end', async () => {
    const { session } = await bench.greeted();
    session.client.send(`x LOGIN ${'a'.repeat(10_000)}\r\n`);
    expect(await session.client.rest()).toMatch(/^\* BYE /);
  });
  test('many errors end the session, a good command forgives', async () => {
    const { session, ask } = await bench.greeted();
    for (let i = 0; i < 4; i++) await ask('FOO');
    await ask('NOOP');
    session.client.send('x\r\n'.repeat(9));
    expect(await session.client.rest()).toMatch(/^(x BAD [^\r]*\r\n){5}\* BYE [^\r]*\r\n$/);
  });
  test('one octet at a time, and all at once', async () => {
    const { session } = await bench.greeted();
    const script = 'a LOGIN {16+}\r\nu00@example.test {6+}\r\nsecret\r\nb SELECT INBOX\r\nc LOGOUT\r\n';
    for (const ch of script) {
      session.client.send(ch);
      await new Promise((go) => setImmediate(go));
    }
    const slow = await session.client.rest();
    const other = await bench.greeted();
    other.session.client.send(script);
    expect(await other.session.client.rest()).toBe(slow);
    expect(slow).toMatch(/^a OK .*b OK .*c OK /s);
  });
  test('the server stops: BYE', async () => {
    const { session } = await bench.greeted();
    session.stop();
    expect(await session.client.rest()).toMatch(/^\* BYE /);
  });
});
