import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { address, eventually, ServerProcess } from './process.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start({
    env: {
      MAILSPEC_LIMITS_SMTP_COMMAND_LINE: '1024',
      MAILSPEC_LIMITS_SMTP_MESSAGE: '65536',
      MAILSPEC_LIMITS_IMAP_LINE: '8192',
      MAILSPEC_LIMITS_IMAP_LITERAL: '4096',
      MAILSPEC_LIMITS_IMAP_APPEND: '65536',
      MAILSPEC_LIMITS_POP3_LINE: '255',
    },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const BYTES = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
const HIGH = '\xff\x80\xc3';

describe('SMTP and LMTP', () => {
  for (const name of ['smtp', 'lmtp', 'submission'] as const) {
    const hello = name === 'lmtp' ? 'LHLO' : 'EHLO';

    test(`${name}: odd octets in commands are answered once each, and the session goes on`, async () => {
      const w = await server.smtp(name);
      const odd = ['NO\rOP', 'NOOP\0', `NOOP ${HIGH}`, `${HIGH}`, '\0', '\t', '', ' NOOP', `${hello} a\0b`, '\x7f\x1b'];
      w.send(odd.map((line) => `${line}\r\n`).join(''));
      for (const line of odd) expect(await w.reply(), JSON.stringify(line)).toMatch(/^50\d /);
      w.send('NOOP\nNOOP\r\n');
      expect(await w.reply()).toMatch(/^500 /);
      expect(await w.reply()).toMatch(/^250 /);
      w.reset();
    });

    test(`${name}: a line over the limit is refused and not cut in two`, async () => {
      const w = await server.smtp(name);
      expect(await w.smtp(`NOOP ${'x'.repeat(2000)}`)).toMatch(/^500 /);
      expect(await w.smtp(`${'y'.repeat(1_000_000)}\r\r\rNOOP`)).toMatch(/^500 /);
      expect(await w.smtp(`NOOP ${'x'.repeat(900)}`)).toMatch(/^250 /);
      w.reset();
    });

    test(`${name}: half a line is no command`, async () => {
      const w = await server.smtp(name);
      w.send('RSET\r\nNOO');
      w.finish();
      expect(await w.rest()).toMatch(/^250 [^\r]+\r\n$/);
      const v = await server.smtp(name);
      await v.sent('NOOP\r\nNOO');
      v.reset();
    });
  }

  test('too many errors end the session in words', async () => {
    const w = await server.smtp();
    w.send('HM\r\n'.repeat(1000));
    expect(await w.rest()).toMatch(/^(500 [^\r]+\r\n){20}421 [^\r]+\r\n$/);
  });

  const open = async (name: 'smtp' | 'lmtp' = 'smtp') => {
    const w = await server.smtp(name);
    await w.smtp('MAIL FROM:<>');
    await w.smtp(`RCPT TO:<${address(0)}>`);
    return w;
  };

  test('a message with bare line ends is refused whole, and no command is read out of it', async () => {
    for (const text of ['a\nb\r\n', 'a\rb\r\n', 'a\n.\nRSET\nNOOP\n.\r\n', 'a\r.\rb\r\n', 'a\r\n.\rNOOP\r\n']) {
      const w = await open();
      expect(await w.smtp('DATA')).toMatch(/^354 /);
      expect(await w.smtp(`Subject: bare\r\n\r\n${text}.`), JSON.stringify(text)).toMatch(/^5\d\d /);
      expect(await w.smtp('NOOP')).toMatch(/^250 /);
      w.reset();
    }
  });

  test('a message with every octet but CR and LF is kept as it is', async () => {
    const bytes = BYTES.toString('latin1').replaceAll(/[\r\n]/g, '');
    const w = await open();
    await w.smtp('DATA');
    expect(await w.smtp(`Subject: every octet\r\n\r\n${bytes}\r\n.`)).toMatch(/^250 /);
    // IMAP has no octet NUL (RFC 3501 section 9): another one stands there, so that sizes stay true.
    const shown = `every octet\r\n\r\n${bytes.replace('\0', '\x80')}\r\n`;
    expect((await server.messages()).filter((m) => m.endsWith(shown)).length).toBe(1);
    w.reset();
    const v = await server.pop3();
    v.send('RETR 1\r\nQUIT\r\n');
    expect(await v.rest()).toContain(`every octet\r\n\r\n${bytes}\r\n.\r\n`);
  });

  test('a message over the limit is read to its end and refused', async () => {
    for (const line of ['x'.repeat(998), 'y'.repeat(100_000)]) {
      const w = await open();
      await w.smtp('DATA');
      expect(await w.smtp(`Subject: large\r\n\r\n${`${line}\r\n`.repeat(100)}.`)).toMatch(/^552 /);
      expect(await w.smtp('NOOP')).toMatch(/^250 /);
      w.reset();
    }
  });

  test('a header section without an end is taken or refused, never held for ever', async () => {
    const w = await open();
    await w.smtp('DATA');
    expect(await w.smtp(`${'X: y\r\n'.repeat(10_000)}.`)).toMatch(/^250 /);
    w.reset();
  });

  for (const name of ['smtp', 'lmtp'] as const) {
    test(`${name}: BDAT sizes that lie`, async () => {
      const before = (await server.messages()).length;
      const w = await open(name);
      for (const size of ['-1', '1.5', '', 'x', '0x10', '99999999999999999999999', `${'9'.repeat(700)}`]) {
        expect(await w.smtp(`BDAT ${size} LAST`), size).toMatch(/^5\d\d /);
      }
      // Less was announced than came: the rest are commands.
      w.send('BDAT 3\r\nabcNOOP\r\n');
      expect(await w.reply()).toMatch(/^250 /);
      expect(await w.reply()).toMatch(/^250 /);
      // Out of order: its octets are taken all the same.
      w.send('RSET\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n');
      expect(await w.reply()).toMatch(/^250 /);
      expect(await w.reply()).toMatch(/^503 /);
      expect(await w.reply()).toMatch(/^250 /);
      w.reset();
      // More was announced than came: nothing is kept.
      const v = await open(name);
      v.send('BDAT 100 LAST\r\nSubject: half\r\n\r\n');
      v.finish();
      expect(await v.rest()).toBe('');
      // Chunk by chunk over the limit.
      const u = await open(name);
      for (let i = 0; i < 3; i++) u.send(`BDAT 30000\r\n${'z'.repeat(30_000)}`);
      expect(await u.reply()).toMatch(/^250 /);
      expect(await u.reply()).toMatch(/^250 /);
      expect(await u.reply()).toMatch(/^552 /);
      expect(await u.smtp('BDAT 0 LAST')).toMatch(/^503 /);
      u.reset();
      expect((await server.messages()).length).toBe(before);
    });
  }
});

describe('IMAP', () => {
  test('odd octets in commands are answered with BAD, and the session goes on', async () => {
    const w = await server.imap();
    const odd = ['NO\rOP', 'NOOP\0', `LIST "" ${HIGH}`, `LIST "" "\0"`, 'NOOP NOOP', '{', '}', '{3', '(', 'FETCH', ''];
    for (const line of odd) {
      w.send(`x ${line}\r\n`);
      expect((await w.response()).text, JSON.stringify(line)).toMatch(/^x (BAD|NO) /);
    }
    for (const line of ['', '\0', HIGH, '(', '*', '+ x', '"']) {
      w.send(`${line}\r\n`);
      expect((await w.response()).text, JSON.stringify(line)).toMatch(/ BAD /);
      await w.imap('NOOP');
    }
    w.send('y NOOP\nz NOOP\r\n');
    expect((await w.response()).text).toMatch(/^y BAD /);
    expect((await w.response()).text).toMatch(/^z OK /);
    w.reset();
  });

  test('a line over the limit ends the session in words', async () => {
    const w = await server.imap();
    w.send(`x NOOP ${'x'.repeat(100_000)}\r\ny NOOP\r\n`);
    expect(await w.rest()).toMatch(/\* BYE /);
    const v = await server.imap();
    await v.imap(`UID FETCH ${'1,'.repeat(3500)}1 FLAGS`);
    expect(v.last).toMatch(/^OK /);
    v.reset();
  });

  test('literals that lie', async () => {
    const w = await server.imap();
    for (const size of ['-1', '99999999999999999999', '1x', '', '+', '4294967296', '5000']) {
      w.send(`x LOGIN {${size}}\r\n`);
      expect((await w.response()).text, size).toMatch(/^x (BAD|NO) /);
      await w.imap('NOOP');
    }
    // Less than came: what follows belongs to the command, and is wrong there.
    w.send('x LIST "" {1}\r\n');
    expect((await w.response()).text).toMatch(/^\+/);
    w.send('ab\r\n');
    expect((await w.response()).text).toMatch(/^x BAD /);
    // More than came: the next command is part of it.
    w.send('x LIST "" {8+}\r\nINBOX\r\ny NOOP\r\n');
    expect((await w.response()).text).toMatch(/^x BAD /);
    await w.imap('NOOP');
    expect(w.last).toMatch(/^OK /);
    w.send('x LIST "" {5000+}\r\n');
    w.send(`${'a'.repeat(5000)}\r\n`);
    expect((await w.response()).text).toMatch(/^x (BAD|NO) /);
    w.send(`x LIST "" {9999999+}\r\n`);
    expect(await w.rest()).toMatch(/\* BYE /);
  });

  test('APPEND takes high octets, and neither NUL nor more than the limit', async () => {
    const w = await server.imap(1);
    const high = BYTES.subarray(1).toString('latin1');
    await w.imap('APPEND INBOX', `Subject: high\r\n\r\n${high}`);
    expect(w.last).toMatch(/^OK \[APPENDUID /);
    const [got] = await w.imap('FETCH 1 BODY.PEEK[TEXT]');
    expect(got!.literal).toBe(high);
    await w.imap('APPEND INBOX', 'Subject: nul\r\n\r\n\0');
    expect(w.last).toMatch(/^NO /);
    w.send('x APPEND INBOX {65537}\r\n');
    expect((await w.response()).text).toMatch(/^x NO \[TOOBIG\]/);
    w.send('x APPEND INBOX {999999999999999999999}\r\n');
    expect((await w.response()).text).toMatch(/^x (NO|BAD) /);
    await w.imap('STATUS INBOX (MESSAGES)');
    w.send('x APPEND INBOX {10}\r\n');
    expect((await w.response()).text).toMatch(/^\+/);
    w.send('0123456789junk\r\n');
    expect((await w.response()).text).toMatch(/^x BAD /);
    const [status] = await w.imap('STATUS INBOX (MESSAGES)');
    expect(status!.text).toContain('(MESSAGES 1)');
    w.reset();
  });

  test('half a line, or half a literal, is no command', async () => {
    for (const half of ['x CREATE half', 'x CREATE {4}\r\n', 'x CREATE {4+}\r\nha', 'x IDLE\r\nDON']) {
      const w = await server.imap();
      w.send(half);
      w.finish();
      expect(await w.rest()).not.toMatch(/^x OK/m);
      const v = await server.imap();
      await v.sent(half);
      v.reset();
    }
    const w = await server.imap(0, '');
    expect((await w.imap('LIST "" half')).length).toBe(1);
    w.reset();
  });
});

describe('POP3', () => {
  test('odd octets and long lines are refused, and the session goes on', async () => {
    const w = await server.pop3(1);
    expect(w.last).toMatch(/^\+OK/);
    const odd = [
      'NO\rOP',
      'NOOP\0',
      HIGH,
      '\0',
      '',
      ' NOOP',
      'RETR -1',
      'RETR 99999999999999999999',
      'DELE 0',
      'TOP 1',
    ];
    for (const line of [...odd, `LIST ${'1'.repeat(100_000)}`]) {
      w.send(`${line}\r\n`);
      expect(await w.line(), JSON.stringify(line.slice(0, 30))).toMatch(/^-ERR/);
    }
    w.send('NOOP\nNOOP\r\n');
    expect(await w.line()).toMatch(/^-ERR/);
    expect(await w.line()).toMatch(/^\+OK/);
    w.reset();
  });

  test('half a line is no command, and the maildrop is free again', async () => {
    const w = await eventually(
      () => server.pop3(1),
      (v) => v.last.startsWith('+OK'),
    );
    w.send('DELE 1\r\nQUI');
    w.finish();
    expect(await w.rest()).toMatch(/^\+OK[^\r]*\r\n$/);
    const v = await server.pop3(1);
    expect(v.last).toMatch(/^\+OK/);
    v.send('STAT\r\n');
    expect(await v.line()).toMatch(/^\+OK 1 /);
    v.reset();
  });
});

test('after all that it serves, and has made no noise', async () => {
  const w = await server.smtp();
  expect(await w.smtp('NOOP')).toMatch(/^250 /);
  w.reset();
  const { code, stderr } = await server.stop();
  expect(code).toBe(0);
  expect(stderr).toBe('');
});
