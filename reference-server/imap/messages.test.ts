import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { imapSession } from './session.ts';
import { ImapBench, testServer } from './testing.ts';

let bench: ImapBench;

beforeEach(async () => {
  bench = new ImapBench(await testServer(), imapSession);
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('a selected mailbox', () => {
  test('SELECT says all that is required, \\Recent once; EXAMINE leaves it', async () => {
    await bench.server.put('x\r\n', { flags: ['\\Seen', 'k'] });
    await bench.server.put('x\r\n');
    const { ask } = await bench.loggedIn();
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
    await bench.server.put(text, { zone: 60 });
    const { ask } = await bench.selected();
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
    await bench.server.put(text);
    const { ask } = await bench.selected();
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
  test('NUL is never sent', async () => {
    await bench.server.put('Subject: a\0b\r\n\r\nx\0\0y\r\n');
    const { ask } = await bench.selected();
    const answer = await ask('FETCH 1 (ENVELOPE BODY.PEEK[] BODY.PEEK[HEADER.FIELDS (SUBJECT)])');
    expect(answer).not.toContain('\0');
    expect(answer).toContain('BODY[] {22}\r\nSubject: a\x80b\r\n\r\nx\x80\x80y\r\n');
  });
  test('STORE in all forms', async () => {
    await bench.server.put('x\r\n');
    await bench.server.put('x\r\n', { flags: ['\\Draft'] });
    const { ask } = await bench.selected();
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
    for (let i = 0; i < 6; i++) await bench.server.put('x\r\n', { flags: i % 2 === 0 ? ['\\Deleted'] : [] });
    const { ask } = await bench.selected();
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
    await bench.server.put('x\r\n', { flags: ['\\Flagged'] });
    await bench.server.put('y\r\n');
    const { ask } = await bench.selected();
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
    await bench.server.put('Subject: =?utf-8?q?Caf=C3=A9?=\r\nDate: 1 Feb 2020 00:00:00 +0000\r\n\r\nplain text', {
      date: day(1),
      zone: 60,
      flags: ['\\Seen'],
    });
    await bench.server.put(
      'From: Some One <so@x.test>\r\nContent-Transfer-Encoding: base64\r\n\r\naGVsbG8gd29ybGQ=\r\n',
      {
        date: day(2),
      },
    );
    await bench.server.put('X-Empty:\r\n\r\n', { date: day(3), flags: ['\\Deleted', 'Kw'] });
    const { ask } = await bench.selected();
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
