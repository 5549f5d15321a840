import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Config } from '../config.ts';
import type { TestPeerOptions } from '../net/testing.ts';
import { imapSession } from './session.ts';
import { type TestServer, type TestSession, testServer } from './testing.ts';

let server: TestServer;
const sessions: TestSession[] = [];

async function start(change?: (c: Config) => void): Promise<void> {
  server = await testServer(change);
}
beforeEach(() => start());
afterEach(async () => {
  for (const s of sessions.splice(0)) {
    s.client.vanish();
    await s.over;
  }
  await server[Symbol.asyncDispose]();
});

interface Imap {
  session: TestSession;
  /** Sends a command and gives everything up to and with its tagged reply. */
  ask(command: string): Promise<string>;
}
let tags = 0;
function dial(o: TestPeerOptions = {}): Imap {
  const session = server.open(imapSession, o);
  sessions.push(session);
  const { client } = session;
  return {
    session,
    async ask(command) {
      const tag = `t${++tags}`;
      client.send(`${tag} ${command}\r\n`);
      const text = await client.until(
        (t) => t.includes(`\r\n${tag} `) || (t.startsWith(`${tag} `) && t.endsWith('\r\n')),
      );
      return text.replaceAll(`${tag} `, '');
    },
  };
}
async function greeted(o: TestPeerOptions = {}): Promise<Imap> {
  const imap = dial(o);
  await imap.session.client.lines(1);
  return imap;
}
async function loggedIn(): Promise<Imap> {
  const imap = await greeted();
  expect(await imap.ask('LOGIN u00@example.test secret')).toMatch(/^OK \[CAPABILITY IMAP4rev1 /);
  return imap;
}
async function selected(name = 'INBOX'): Promise<Imap> {
  const imap = await loggedIn();
  expect(await imap.ask(`SELECT ${name}`)).toMatch(/OK \[READ-WRITE\] /);
  return imap;
}
const lines = (text: string): string[] => text.split('\r\n').slice(0, -1);
const append = (name: string, text: string, extra = ''): string =>
  `APPEND ${name} ${extra}{${text.length}+}\r\n${text}`;

describe('before login', () => {
  test('the greeting and CAPABILITY say what is true in clear', async () => {
    const imap = dial({ secured: false });
    const greeting = await imap.session.client.lines(1);
    expect(greeting).toMatch(/^\* OK \[CAPABILITY IMAP4rev1 .*STARTTLS LOGINDISABLED\] mail\.example\.test ready\r\n$/);
    expect(greeting).not.toContain('AUTH=');
    expect(await imap.ask('LOGIN u00@example.test secret')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await imap.ask('AUTHENTICATE PLAIN')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
    expect(await imap.ask('LOGIN {6}')).toMatch(/^NO \[PRIVACYREQUIRED\]/);
  });
  test('STARTTLS works once, and AUTH= comes after it', async () => {
    const imap = await greeted({ secured: false });
    expect(await imap.ask('STARTTLS')).toMatch(/^OK/);
    const caps = await imap.ask('CAPABILITY');
    expect(caps).toContain('AUTH=PLAIN');
    expect(caps).not.toContain('STARTTLS');
    expect(caps).not.toContain('LOGINDISABLED');
    expect(await imap.ask('STARTTLS')).toMatch(/^BAD/);
    expect(await imap.ask('LOGIN u00@example.test secret')).toMatch(/^OK/);
  });
  test('cleartext logins can be allowed', async () => {
    await start((c) => {
      c.auth.cleartextLogin = true;
    });
    const imap = await greeted({ secured: false });
    expect(await imap.ask('LOGIN u00@example.test "secret"')).toMatch(/^OK/);
  });
  test('AUTHENTICATE PLAIN and LOGIN, with and without an initial response', async () => {
    const plain = Buffer.from('\0u00@example.test\0secret').toString('base64');
    const step = async (command: string, ...answers: string[]): Promise<string> => {
      const { session } = await greeted();
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
    const imap = await greeted();
    expect(await imap.ask('LOGIN busy x')).toMatch(/^NO \[UNAVAILABLE\]/);
    expect(await imap.ask('LOGIN u00@example.test Secret')).toMatch(/^NO \[AUTHENTICATIONFAILED\]/);
    imap.session.client.send('z LOGIN nobody x\r\n');
    expect(await imap.session.client.rest()).toMatch(/^z NO .*\r\n\* BYE /);
  });
  test('commands of other states are BAD', async () => {
    const imap = await greeted();
    for (const c of ['SELECT INBOX', 'FETCH 1 FLAGS', 'UID FETCH 1 FLAGS', 'LIST "" *']) {
      expect(await imap.ask(c)).toMatch(/^BAD/);
      await imap.ask('NOOP');
    }
    const in_ = await loggedIn();
    for (const c of ['LOGIN a b', 'STARTTLS', 'FETCH 1 FLAGS', 'CLOSE']) {
      expect(await in_.ask(c)).toMatch(/^BAD/);
      await in_.ask('NOOP');
    }
  });
  test('LOGOUT says BYE, then OK, then closes', async () => {
    const imap = await greeted();
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
    const { session } = await greeted();
    session.client.send(`${line}\r\ny NOOP\r\n`);
    const text = await session.client.until((t) => t.endsWith('Done\r\n') || t.startsWith('+ '));
    if (text.startsWith('+ ')) throw new Error('asked for a literal');
    expect(text.slice(0, reply.length)).toBe(reply);
    expect(text).toMatch(/\r\ny OK [^\r]*\r\n$/);
  });
  test('a line that ends with a bare LF is not run', async () => {
    const { session } = await greeted();
    session.client.send('x LOGOUT\ny NOOP\r\n');
    expect(await session.client.lines(2)).toMatch(/^x BAD .*\r\ny OK /);
  });
  test('literals without waiting are swallowed when they are refused', async () => {
    const { session } = await greeted();
    session.client.send(`x FOO {4+}\r\ny Z\r {3+}\r\nabc\r\nz LOGIN {5000+}\r\n${'q'.repeat(5000)} x\r\ny NOOP\r\n`);
    const text = await session.client.lines(3);
    expect(text).toMatch(/^x BAD .*\r\nz BAD \[TOOBIG\] .*\r\ny OK /);
  });
  test('a literal no one waits for that is far too large ends the session', async () => {
    const { session } = await greeted();
    session.client.send('x LOGIN {1000000+}\r\n');
    expect(await session.client.rest()).toMatch(/^\* BYE \[TOOBIG\]/);
  });
  test('an overlong line ends the session: a literal may have stood at its end', async () => {
    const { session } = await greeted();
    session.client.send(`x LOGIN ${'a'.repeat(10_000)}\r\n`);
    expect(await session.client.rest()).toMatch(/^\* BYE /);
  });
  test('many errors end the session, a good command forgives', async () => {
    const { session, ask } = await greeted();
    for (let i = 0; i < 4; i++) await ask('FOO');
    await ask('NOOP');
    session.client.send('x\r\n'.repeat(9));
    expect(await session.client.rest()).toMatch(/^(x BAD [^\r]*\r\n){5}\* BYE [^\r]*\r\n$/);
  });
  test('one octet at a time, and all at once', async () => {
    const { session } = await greeted();
    const script = 'a LOGIN {16+}\r\nu00@example.test {6+}\r\nsecret\r\nb SELECT INBOX\r\nc LOGOUT\r\n';
    for (const ch of script) {
      session.client.send(ch);
      await new Promise((go) => setImmediate(go));
    }
    const slow = await session.client.rest();
    const other = await greeted();
    other.session.client.send(script);
    expect(await other.session.client.rest()).toBe(slow);
    expect(slow).toMatch(/^a OK .*b OK .*c OK /s);
  });
  test('the server stops: BYE', async () => {
    const { session } = await greeted();
    session.stop();
    expect(await session.client.rest()).toMatch(/^\* BYE /);
  });
});

describe('mailboxes', () => {
  test('CREATE makes the levels above, LIST shows them, INBOX has no case', async () => {
    const { ask } = await loggedIn();
    expect(await ask('CREATE a/b/c')).toMatch(/^OK/);
    expect(await ask('CREATE a/b/c')).toMatch(/^NO \[ALREADYEXISTS\]/);
    expect(await ask('CREATE d/')).toMatch(/^OK/);
    expect(await ask('CREATE inbox')).toMatch(/^NO/);
    expect(await ask('CREATE a//b')).toMatch(/^NO/);
    expect(await ask('CREATE "caf{e"')).toMatch(/^OK/);
    expect(lines(await ask('LIST "" *')).slice(0, -1)).toEqual([
      '* LIST (\\HasNoChildren) "/" INBOX',
      '* LIST (\\HasChildren) "/" a',
      '* LIST (\\HasChildren) "/" a/b',
      '* LIST (\\HasNoChildren) "/" a/b/c',
      '* LIST (\\HasNoChildren) "/" "caf{e"',
      '* LIST (\\HasNoChildren) "/" d',
    ]);
    expect(lines(await ask('LIST "" %'))).toHaveLength(5);
    expect(lines(await ask('LIST a/ %'))).toHaveLength(2);
    expect(lines(await ask('LIST "" inb%'))[0]).toBe('* LIST (\\HasNoChildren) "/" INBOX');
    expect(lines(await ask('LIST "" ""'))[0]).toBe('* LIST (\\Noselect) "/" ""');
    expect(lines(await ask('LIST "" nothing*'))).toHaveLength(1);
  });
  test('DELETE keeps what is below, and what cannot be deleted stays', async () => {
    const { ask } = await loggedIn();
    await ask('CREATE a/b');
    expect(await ask('DELETE a')).toMatch(/^OK/);
    expect(await ask('LIST "" a*')).toContain('* LIST (\\Noselect \\HasChildren) "/" a\r\n');
    expect(await ask('DELETE a')).toMatch(/^NO/);
    expect(await ask('SELECT a')).toMatch(/^NO/);
    expect(await ask('DELETE a/b')).toMatch(/^OK/);
    expect(await ask('DELETE INBOX')).toMatch(/^NO/);
    expect(await ask('DELETE nothing')).toMatch(/^NO \[NONEXISTENT\]/);
  });
  test('RENAME takes the levels below along; INBOX is emptied', async () => {
    const { ask } = await loggedIn();
    await ask('CREATE a/b');
    await ask('CREATE INBOX/below');
    expect(await ask('RENAME a z/y')).toMatch(/^OK/);
    await server.put('A: b\r\n\r\nx');
    expect(await ask('RENAME inbox old')).toMatch(/^OK/);
    expect(await ask('STATUS old (MESSAGES)')).toContain('(MESSAGES 1)');
    expect(await ask('STATUS INBOX (MESSAGES UIDNEXT)')).toContain('(MESSAGES 0 UIDNEXT 2)');
    const listed = await ask('LIST "" *');
    expect(lines(listed).map((l) => l.split(' ').at(-1))).toEqual([
      'INBOX',
      'INBOX/below',
      'old',
      'z',
      'z/y',
      'z/y/b',
      'Done',
    ]);
    expect(await ask('RENAME old INBOX')).toMatch(/^NO/);
    expect(await ask('RENAME nothing x')).toMatch(/^NO/);
  });
  test('names are modified UTF-7, in one spelling', async () => {
    const { ask } = await loggedIn();
    expect(await ask('CREATE &U,BTFw-')).toMatch(/^OK/);
    expect(await ask('LIST "" &*')).toContain('"/" &U,BTFw-\r\n');
    expect(await ask('CREATE &AGE-')).toMatch(/^NO \[CANNOT\]/);
    expect(await ask('CREATE {5+}\r\ncaf\u00e9')).toMatch(/^BAD|^NO \[CANNOT\]/);
    expect(await server.store.read({ ask: 'mailbox', account: server.account, name: '台北' })).toBeDefined();
  });
  test('subscriptions outlive mailboxes; LSUB % gives the level above', async () => {
    const { ask } = await loggedIn();
    await ask('CREATE a/b');
    expect(await ask('SUBSCRIBE a/b')).toMatch(/^OK/);
    await ask('SUBSCRIBE gone');
    expect(lines(await ask('LSUB "" *')).slice(0, -1)).toEqual(['* LSUB () "/" a/b', '* LSUB (\\Noselect) "/" gone']);
    expect(lines(await ask('LSUB "" %')).slice(0, -1)).toEqual([
      '* LSUB (\\Noselect) "/" a',
      '* LSUB (\\Noselect) "/" gone',
    ]);
    await ask('DELETE a/b');
    expect(await ask('LSUB "" a/b')).toContain('a/b');
    await ask('UNSUBSCRIBE a/b');
    expect(lines(await ask('LSUB "" *'))).toHaveLength(2);
  });
  test('STATUS', async () => {
    await server.put('x\r\n', { flags: ['\\Seen'] });
    await server.put('x\r\n');
    const { ask } = await loggedIn();
    const items = 'MESSAGES RECENT UIDNEXT UNSEEN';
    expect(await ask(`STATUS Inbox (${items})`)).toContain('* STATUS INBOX (MESSAGES 2 RECENT 2 UIDNEXT 3 UNSEEN 1)');
    expect(await ask(`STATUS Inbox (${items})`)).toContain('RECENT 2');
    expect(await ask('STATUS nothing (MESSAGES)')).toMatch(/^NO/);
    expect(await ask('NAMESPACE')).toContain('* NAMESPACE (("" "/")) NIL NIL');
    expect(await ask('ID ("name" "x" "y" NIL)')).toContain('* ID ("name" "mailspec")');
    expect(await ask('ENABLE FOO BAR')).toContain('* ENABLED\r\n');
  });
});

describe('a selected mailbox', () => {
  test('SELECT says all that is required, \\Recent once; EXAMINE leaves it', async () => {
    await server.put('x\r\n', { flags: ['\\Seen', 'k'] });
    await server.put('x\r\n');
    const { ask } = await loggedIn();
    const examined = await ask('EXAMINE INBOX');
    expect(examined).toContain('* 2 RECENT\r\n');
    expect(examined).toMatch(/\* OK \[PERMANENTFLAGS \(\)\]/);
    expect(examined).toMatch(/OK \[READ-ONLY\] [^\r]*\r\n$/);
    const opened = await ask('SELECT INBOX');
    for (const part of [
      '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft k)\r\n',
      '* 2 EXISTS\r\n',
      '* 2 RECENT\r\n',
      '* OK [UNSEEN 2] ',
      '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft k \\*)] ',
      '* OK [UIDNEXT 3] ',
      '* OK [UIDVALIDITY ',
    ]) {
      expect(opened).toContain(part);
    }
    expect(await ask('FETCH 1 FLAGS')).toContain('* 1 FETCH (FLAGS (\\Seen k \\Recent))');
    expect(await ask('SELECT INBOX')).toContain('* 0 RECENT\r\n');
    expect(await ask('SELECT nothing')).toMatch(/^NO/);
    expect(await ask('FETCH 1 FLAGS')).toMatch(/^BAD/);
  });
  test('FETCH: sections, partials, \\Seen', async () => {
    const head = 'Subject: s\r\nTo: a@b\r\n more\r\nX: y\r\n\r\n';
    const text = `${head}line 1\r\nline 2\r\n`;
    await server.put(text, { zone: 60 });
    const { ask } = await selected();
    expect(await ask('FETCH 1 (UID RFC822.SIZE INTERNALDATE)')).toBe(
      `* 1 FETCH (UID 1 RFC822.SIZE ${text.length} INTERNALDATE " 3-Feb-2024 05:05:06 +0100")\r\nOK Fetched\r\n`,
    );
    expect(await ask('FETCH 1 BODY.PEEK[]')).toBe(`* 1 FETCH (BODY[] {${text.length}}\r\n${text})\r\nOK Fetched\r\n`);
    expect(await ask('FETCH 1 (FLAGS RFC822.HEADER)')).toBe(
      `* 1 FETCH (FLAGS (\\Recent) RFC822.HEADER {${head.length}}\r\n${head})\r\nOK Fetched\r\n`,
    );
    expect(await ask('FETCH 1 BODY.PEEK[HEADER.FIELDS (to foo)]')).toContain(
      '* 1 FETCH (BODY[HEADER.FIELDS (to foo)] {18}\r\nTo: a@b\r\n more\r\n\r\n)\r\n',
    );
    expect(await ask('FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (to x)]')).toContain('{14}\r\nSubject: s\r\n\r\n)\r\n');
    expect(await ask('FETCH 1 BODY.PEEK[TEXT]<2.4>')).toContain('(BODY[TEXT]<2> {4}\r\nne 1)');
    expect(await ask('FETCH 1 BODY.PEEK[]<9999.1>')).toContain('(BODY[]<9999> {0}\r\n)');
    expect(await ask('FETCH 1 BODY.PEEK[]<0.99999>')).toContain(`(BODY[]<0> {${text.length}}\r\n`);
    expect(await ask('FETCH 1 BODY.PEEK[2]')).toContain('(BODY[2] NIL)');
    expect(await ask('FETCH 1 BODY[TEXT]')).toContain('line 2\r\n FLAGS (\\Seen \\Recent))\r\n');
    expect(await ask('FETCH 1 BODY[TEXT]')).not.toContain('FLAGS');
    expect(await ask('FETCH 2 FLAGS')).toMatch(/^BAD/);
    expect(await ask('UID FETCH 2 FLAGS')).toMatch(/^OK/);
    expect(await ask('UID FETCH 9:* FLAGS')).toContain('* 1 FETCH (UID 1 FLAGS (\\Seen \\Recent))');
  });
  test('ENVELOPE, BODY, BODYSTRUCTURE and parts', async () => {
    const text = [
      'Date: Mon, 7 Feb 1994 21:52:25 -0800',
      'Subject: "q"',
      'From: "A B" <a@x.test>',
      'To: G: b@y.test;',
      'Message-ID: <1@x>',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'hello',
      '--b',
      'Content-Type: message/rfc822',
      'Content-Disposition: attachment; filename="f.eml"',
      '',
      'Subject: in',
      '',
      'deep',
      '--b--',
      '',
    ].join('\r\n');
    await server.put(text);
    const { ask } = await selected();
    expect(await ask('FETCH 1 ENVELOPE')).toContain(
      '(ENVELOPE ("Mon, 7 Feb 1994 21:52:25 -0800" "\\"q\\"" (("A B" NIL "a" "x.test")) (("A B" NIL "a" "x.test")) ' +
        '(("A B" NIL "a" "x.test")) ((NIL NIL "G" NIL)(NIL NIL "b" "y.test")(NIL NIL NIL NIL)) NIL NIL NIL "<1@x>"))',
    );
    const plain = '"TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT"';
    const inner = '(NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL)';
    expect(await ask('FETCH 1 BODY')).toContain(
      `(BODY ((${plain} 5 0)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 19 ${inner} (${plain} 4 0) 2) "MIXED"))`,
    );
    expect(await ask('FETCH 1 BODYSTRUCTURE')).toContain(
      `(${plain} 5 0 NIL NIL NIL NIL)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 19 ${inner} (${plain} 4 0 NIL NIL NIL NIL) 2 ` +
        'NIL ("attachment" ("filename" "f.eml")) NIL NIL) "MIXED" ("boundary" "b") NIL NIL NIL))',
    );
    expect(await ask('FETCH 1 BODY.PEEK[1]')).toContain('(BODY[1] {5}\r\nhello)');
    expect(await ask('FETCH 1 BODY.PEEK[2.1]')).toContain('(BODY[2.1] {4}\r\ndeep)');
    expect(await ask('FETCH 1 BODY.PEEK[2.HEADER]')).toContain('{15}\r\nSubject: in\r\n\r\n)');
    expect(await ask('FETCH 1 BODY.PEEK[1.HEADER]')).toContain('(BODY[1.HEADER] NIL)');
    expect(await ask('FETCH 1 BODY.PEEK[2.MIME]')).toContain('filename="f.eml"\r\n\r\n)');
  });
  test('STORE in all forms', async () => {
    await server.put('x\r\n');
    await server.put('x\r\n', { flags: ['\\Draft'] });
    const { ask } = await selected();
    expect(await ask('STORE 1:2 +FLAGS (\\Seen)')).toBe(
      '* 1 FETCH (FLAGS (\\Seen \\Recent))\r\n* 2 FETCH (FLAGS (\\Seen \\Draft \\Recent))\r\nOK Stored\r\n',
    );
    expect(await ask('STORE 2 -FLAGS.SILENT \\Draft')).toMatch(/^OK/);
    expect(await ask('NOOP')).toMatch(/^OK/);
    expect(await ask('UID STORE 2,77 FLAGS (\\Flagged kw \\Unknown)')).toBe(
      '* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft kw)\r\n' +
        '* OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft kw \\*)] Kept\r\n' +
        '* 2 FETCH (UID 2 FLAGS (\\Flagged kw \\Recent))\r\nOK Stored\r\n',
    );
    expect(await ask('STORE 3 FLAGS ()')).toMatch(/^BAD/);
    expect(await ask('STORE 1 FLAGS (\\Recent)')).toMatch(/^BAD/);
    expect(await ask('SEARCH KEYWORD KW UNSEEN')).toContain('* SEARCH 2\r\n');
    await ask('EXAMINE INBOX');
    expect(await ask('STORE 1 FLAGS ()')).toMatch(/^NO/);
    expect(await ask('FETCH 1 BODY[]')).not.toContain('FLAGS');
  });
  test('EXPUNGE, UID EXPUNGE and CLOSE', async () => {
    for (let i = 0; i < 6; i++) await server.put('x\r\n', { flags: i % 2 === 0 ? ['\\Deleted'] : [] });
    const { ask } = await selected();
    expect(await ask('UID EXPUNGE 3:4')).toBe('* 3 EXPUNGE\r\nOK Expunged\r\n');
    expect(await ask('EXPUNGE')).toBe('* 1 EXPUNGE\r\n* 3 EXPUNGE\r\nOK Expunged\r\n');
    expect(await ask('FETCH 1:* UID')).toContain('* 3 FETCH (UID 6)');
    await ask('STORE 1 +FLAGS.SILENT (\\Deleted)');
    await ask('EXAMINE INBOX');
    expect(await ask('EXPUNGE')).toMatch(/^NO/);
    expect(await ask('CLOSE')).toMatch(/^OK/);
    expect(await ask('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 3');
    await ask('SELECT INBOX');
    expect(await ask('UNSELECT')).toMatch(/^OK/);
    await ask('SELECT INBOX');
    expect(await ask('CLOSE')).toBe('OK Closed\r\n');
    expect(await ask('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 2');
    expect(await ask('FETCH 1 UID')).toMatch(/^BAD/);
  });
  test('COPY and UID COPY', async () => {
    await server.put('x\r\n', { flags: ['\\Flagged'] });
    await server.put('y\r\n');
    const { ask } = await selected();
    expect(await ask('COPY 1 nothing')).toMatch(/^NO \[TRYCREATE\]/);
    await ask('CREATE a');
    expect(await ask('COPY 1:2 a')).toMatch(/^OK \[COPYUID \d+ 1:2 1:2\]/);
    expect(await ask('UID COPY 99 a')).toMatch(/^OK [^[]/);
    expect(await ask('COPY 3 a')).toMatch(/^BAD/);
    expect(await ask('COPY 1 INBOX')).toMatch(/^\* 3 EXISTS\r\n\* 3 RECENT\r\nOK \[COPYUID /);
    await ask('SELECT a');
    expect(await ask('FETCH 1 FLAGS')).toContain('(FLAGS (\\Flagged \\Recent))');
  });
  test('SEARCH', async () => {
    const day = (d: number): number => Date.UTC(2024, 1, d, 23, 30);
    await server.put('Subject: =?utf-8?q?Caf=C3=A9?=\r\nDate: 1 Feb 2020 00:00:00 +0000\r\n\r\nplain text', {
      date: day(1),
      zone: 60,
      flags: ['\\Seen'],
    });
    await server.put('From: Some One <so@x.test>\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8gd29ybGQ=\r\n', {
      date: day(2),
    });
    await server.put('X-Empty:\r\n\r\n', { date: day(3), flags: ['\\Deleted', 'Kw'] });
    const { ask } = await selected();
    const found = async (keys: string): Promise<string> => {
      const answer = await ask(`SEARCH ${keys}`);
      return /^\* SEARCH(?<found>[ \d]*)\r\nOK /.exec(answer)?.groups?.found?.trim() ?? answer;
    };
    expect(await found('ALL')).toBe('1 2 3');
    expect(await found('2:*')).toBe('2 3');
    expect(await found('5:9')).toBe('');
    expect(await found('UID 2')).toBe('2');
    expect(await found('NOT SEEN')).toBe('2 3');
    expect(await found('OR SEEN DELETED')).toBe('1 3');
    expect(await found('(SEEN) (NOT DELETED)')).toBe('1');
    expect(await found('KEYWORD kw')).toBe('3');
    expect(await found('UNKEYWORD kw')).toBe('1 2');
    expect(await found('ON 2-Feb-2024')).toBe('1 2');
    expect(await found('BEFORE 2-Feb-2024')).toBe('');
    expect(await found('SINCE "3-Feb-2024"')).toBe('3');
    expect(await found('SENTON 1-Feb-2020')).toBe('1');
    expect(await found('SENTSINCE 1-Jan-1970')).toBe('1');
    expect(await found('LARGER 20 SMALLER 80')).toBe('1');
    expect(await found('RECENT NEW')).toBe('2 3');
    expect(await found('OLD')).toBe('');
    expect(await found('FROM "some one"')).toBe('2');
    expect(await found('BODY world')).toBe('2');
    expect(await found('TEXT PLAIN')).toBe('1');
    expect(await found('HEADER x-empty ""')).toBe('3');
    expect(await found('NOT HEADER x-empty ""')).toBe('1 2');
    expect(await found('CHARSET UTF-8 SUBJECT {5+}\r\nCAF\u00c3\u0089')).toBe('1');
    expect(await found('TEXT nowhere')).toBe('');
    expect(await ask('SEARCH CHARSET KOI8-X ALL')).toMatch(/^NO \[BADCHARSET \(US-ASCII UTF-8\)\]/);
    expect(await ask('UID SEARCH 2')).toContain('* SEARCH 2\r\n');
  });
});

describe('APPEND', () => {
  test('waits, then keeps the octets, flags and date', async () => {
    const { ask, session } = await selected();
    session.client.send('a APPEND INBOX (\\Seen kw) " 7-Jul-1996 02:44:25 -0700" {5}\r\n');
    expect(await session.client.lines(1)).toMatch(/^\+ /);
    session.client.send('\u00e9\n.\r\n\r\n');
    expect(await session.client.lines(3)).toMatch(/^\* 1 EXISTS\r\n\* 1 RECENT\r\na OK \[APPENDUID \d+ 1\]/);
    const fetched = await ask('FETCH 1 (FLAGS INTERNALDATE BODY.PEEK[])');
    expect(fetched).toContain('INTERNALDATE " 7-Jul-1996 02:44:25 -0700"');
    expect(fetched).toContain('BODY[] {5}\r\n\u00e9\n.\r\n)');
    expect(fetched).toContain('\\Seen kw \\Recent');
  });
  test('refusals come before the octets', async () => {
    const { ask } = await loggedIn();
    expect(await ask('APPEND nothing {5}')).toMatch(/^NO \[TRYCREATE\]/);
    expect(await ask('APPEND INBOX {1000001}')).toMatch(/^NO \[TOOBIG\]/);
    expect(await ask('APPEND INBOX (\\Recent) {5}')).toMatch(/^BAD/);
    expect(await ask('STATUS INBOX (MESSAGES)')).toContain('MESSAGES 0');
  });
  test('nothing is kept of what is wrong or not finished', async () => {
    const { ask } = await loggedIn();
    expect(await ask(append('nothing', 'abc'))).toMatch(/^NO \[TRYCREATE\]/);
    expect(await ask(`${append('INBOX', 'abc')} (\\Seen)`)).toMatch(/^BAD/);
    expect(await ask(`${append('INBOX', 'abc')} {3+}\r\nabc`)).toMatch(/^BAD/);
    expect(await ask(append('INBOX', 'a\0c'))).toMatch(/^NO/);
    expect(await ask(`APPEND INBOX {5000+}\r\n${'x'.repeat(5000)}`)).toMatch(/^BAD \[TOOBIG\]/);
    const cut = await loggedIn();
    cut.session.client.send('a APPEND INBOX {1000}\r\nhalf');
    await cut.session.client.lines(1);
    cut.session.client.vanish();
    await cut.session.over;
    const early = await loggedIn();
    early.session.client.send('a APPEND INBOX {4+}\r\nfull');
    early.session.client.finish();
    await early.session.over;
    expect(await ask('STATUS INBOX (MESSAGES UIDNEXT)')).toContain('(MESSAGES 0 UIDNEXT 1)');
    expect(await ask(append('INBOX', ''))).toMatch(/^OK/);
    expect(await ask('APPEND "INBOX" {3+}\r\nabc')).toMatch(/^OK/);
    expect(await ask('APPEND {5+}\r\nINBOX {3+}\r\nabc')).toMatch(/^OK/);
  });
  test('a large message passes in pieces', async () => {
    const { ask, session } = await selected();
    const text = `A: b\r\n\r\n${'0123456789\r\n'.repeat(60_000)}`;
    session.client.send(`a APPEND INBOX {${text.length}}\r\n`);
    await session.client.lines(1);
    session.client.send(`${text}\r\n`);
    expect(await session.client.lines(3)).toMatch(/a OK/);
    expect(await ask('FETCH 1 BODY.PEEK[]')).toBe(`* 1 FETCH (BODY[] {${text.length}}\r\n${text})\r\nOK Fetched\r\n`);
  });
});

describe('several sessions', () => {
  test('news comes with the next command, EXPUNGE not in FETCH, STORE and SEARCH', async () => {
    for (let i = 0; i < 3; i++) await server.put('x\r\n');
    const a = await selected();
    const b = await selected();
    await b.ask('STORE 1 +FLAGS (\\Deleted)');
    expect(await a.ask('FETCH 2 UID')).toContain('* 1 FETCH (FLAGS (\\Deleted \\Recent))\r\n');
    await b.ask('EXPUNGE');
    await server.put('y\r\n');
    expect(await a.ask('FETCH 2 UID')).toBe('* 2 FETCH (UID 2)\r\n* 4 EXISTS\r\n* 4 RECENT\r\nOK Fetched\r\n');
    expect(await a.ask('STORE 3 +FLAGS (\\Seen)')).toContain('* 3 FETCH (FLAGS (\\Seen \\Recent))');
    expect(await a.ask('SEARCH ALL')).toContain('* SEARCH 2 3 4\r\n');
    expect(await a.ask('FETCH 1 FLAGS')).toMatch(/^NO \[EXPUNGEISSUED\]/);
    expect(await a.ask('COPY 1 INBOX')).toMatch(/NO \[EXPUNGEISSUED\]/);
    expect(await a.ask('FETCH 1 UID')).toContain('* 1 FETCH (UID 2)');
    expect(await b.ask('NOOP')).toContain('* 3 EXISTS\r\n');
  });
  test('UID commands may tell EXPUNGE', async () => {
    await server.put('x\r\n', { flags: ['\\Deleted'] });
    await server.put('x\r\n');
    const a = await selected();
    const b = await selected();
    await b.ask('EXPUNGE');
    expect(await a.ask('UID FETCH 2 FLAGS')).toMatch(/^\* 2 FETCH \(UID 2 .*\r\n\* 1 EXPUNGE\r\nOK/);
  });
  test('what one silences, another is told', async () => {
    await server.put('x\r\n');
    const a = await selected();
    const b = await selected();
    expect(await a.ask('STORE 1 +FLAGS.SILENT (\\Seen)')).toBe('OK Stored\r\n');
    expect(await b.ask('NOOP')).toContain('* 1 FETCH (FLAGS (\\Seen))');
    await b.ask('STORE 1 +FLAGS (k)');
    expect(await a.ask('STORE 1 +FLAGS.SILENT (\\Flagged)')).toContain(
      '* 1 FETCH (FLAGS (\\Seen \\Flagged k \\Recent))',
    );
    expect(await a.ask('NOOP')).toBe('OK Done\r\n');
  });
  test('IDLE tells as it happens, and ends with DONE alone', async () => {
    await server.put('x\r\n', { flags: ['\\Deleted'] });
    const a = await selected();
    const b = await selected();
    const { client } = a.session;
    client.send('i IDLE\r\n');
    expect(await client.lines(1)).toMatch(/^\+ /);
    await server.put('y\r\n');
    expect(await client.lines(2)).toBe('* 2 EXISTS\r\n* 2 RECENT\r\n');
    await b.ask('EXPUNGE');
    expect(await client.lines(1)).toBe('* 1 EXPUNGE\r\n');
    client.send('done\r\n');
    expect(await client.lines(1)).toMatch(/^i OK/);
    client.send('i IDLE\r\n');
    await client.lines(1);
    client.send('NOOP\r\n');
    expect(await client.lines(1)).toMatch(/^i BAD/);
    client.send('i IDLE\r\n');
    await client.lines(1);
    a.session.stop();
    expect(await client.rest()).toMatch(/^\* BYE/);
  });
  test('a mailbox that is deleted empties', async () => {
    const a = await loggedIn();
    await a.ask('CREATE box');
    const box = await server.store.read({ ask: 'mailbox', account: server.account, name: 'box' });
    await server.put('x\r\n', { mailbox: box!.id });
    const b = await selected('box');
    await a.ask('DELETE box');
    expect(await b.ask('FETCH 1 BODY[]')).toMatch(/NO/);
    expect(await b.ask('NOOP')).toBe('* 1 EXPUNGE\r\nOK Done\r\n');
    expect(await b.ask('SELECT INBOX')).toContain('OK [READ-WRITE]');
  });
});
