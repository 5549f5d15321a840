import { describe, expect, it } from 'vitest';
import { converse, rig } from './testing.ts';

const b64 = (s: string): string => Buffer.from(s, 'latin1').toString('base64');
const PLAIN = b64('\0u00@example.test\0secret');
const codes = (rs: string[]): string => rs.map((r) => r.slice(0, 3)).join(' ');

describe('AUTH', () => {
  it('is announced inside TLS only, and not once it has succeeded', async () => {
    const r = await rig();
    const clear = await converse(r, 'submission');
    expect((await clear.raw('EHLO x.example\r\n', 1))[0]).not.toContain('AUTH');
    expect(await clear.say(`AUTH PLAIN ${PLAIN}`)).toEqual(['538 5.7.11 TLS is required before a password']);
    const c = await converse(r, 'submission', { secured: true });
    expect((await c.raw('EHLO x.example\r\n', 1))[0]).toContain('AUTH PLAIN LOGIN');
    expect((await c.raw('EHLO x.example\r\n', 1))[0]).not.toContain('STARTTLS');
    expect(await c.say(`AUTH PLAIN ${PLAIN}`)).toEqual(['235 2.7.0 authenticated']);
    expect((await c.raw('EHLO x.example\r\n', 1))[0]).not.toContain('AUTH');
    expect(codes(await c.say(`AUTH PLAIN ${PLAIN}`))).toBe('503');
  });

  it('is there in clear where the site says so', async () => {
    const c = await converse(await rig({ cleartextLogin: true }), 'submission');
    expect(codes(await c.say('EHLO x.example', `auth plain ${PLAIN}`))).toBe('250 235');
  });

  it.each([
    [[`AUTH PLAIN`, PLAIN], '334  235'],
    [['AUTH LOGIN', b64('u00@example.test'), b64('secret')], '334 VXNlcm5hbWU6 334 UGFzc3dvcmQ6 235'],
    [['AUTH LOGIN', b64('u00@example.test'), b64('wrong')], '334 VXNlcm5hbWU6 334 UGFzc3dvcmQ6 535 5.7.8'],
    [[`AUTH PLAIN ${b64('\0u00@example.test\0wrong')}`], '535 5.7.8'],
    [[`AUTH PLAIN ${b64('\0nobody@example.test\0secret')}`], '535 5.7.8'],
    [[`AUTH PLAIN ${b64('u01@example.test\0u00@example.test\0secret')}`], '535 5.7.8'],
    [[`AUTH PLAIN ${b64('\0busy\0secret')}`], '454 4.7.0'],
    [['AUTH PLAIN', '*'], '334  501 5.7.0'],
    [['AUTH PLAIN', '!!!'], '334  501 5.5.2'],
    [['AUTH PLAIN', `${PLAIN.slice(0, 4)}=${PLAIN.slice(5)}`], '334  501 5.5.2'],
    [['AUTH PLAIN', `=${PLAIN.slice(1)}`], '334  501 5.5.2'],
    [['AUTH PLAIN', 'AAA=BBB='], '334  501 5.5.2'],
    [['AUTH PLAIN', ''], '334  501 5.5.2'],
    [['AUTH PLAIN ='], '501 5.5.2'],
    [['AUTH PLAIN !'], '501 5.5.2'],
    [[`AUTH PLAIN ${b64('a\0b\0c\0d')}`], '501 5.5.2'],
    [['AUTH PLAIN', 'A'.repeat(13_000)], '334  500 5.5.6'],
    [['AUTH PLAIN', 'A'.repeat(12_000)], '334  501 5.5.2'],
    [['AUTH SCRAM-SHA-256'], '504 5.5.4'],
    [['AUTH'], '501 5.5.4'],
  ])('answers %#', async (lines, expected) => {
    const c = await converse(await rig(), 'submission', { secured: true });
    await c.say('EHLO x.example');
    const got: string[] = [];
    for (const line of lines) got.push(...(await c.say(line)));
    const short = got.map((g) => (g.startsWith('334') ? g : g.slice(0, g.startsWith('235') ? 3 : 9)));
    expect(short.join(' ')).toBe(expected);
    expect(codes(await c.say('NOOP'))).toBe('250');
  });

  it('does not stand in a transaction, nor after HELO', async () => {
    const c = await converse(await rig(), 'smtp', { secured: true });
    expect(
      codes(
        await c.say('HELO x.example', `AUTH PLAIN ${PLAIN}`, 'EHLO x.example', 'MAIL FROM:<>', `AUTH PLAIN ${PLAIN}`),
      ),
    ).toBe('250 503 250 250 503');
  });

  it('lets wrong then right pass, and ends after too many failures', async () => {
    const c = await converse(await rig(), 'smtp', { secured: true });
    const wrong = `AUTH PLAIN ${b64('\0u00@example.test\0wrong')}`;
    expect(codes(await c.say('EHLO x.example', wrong, `AUTH PLAIN ${PLAIN}`))).toBe('250 535 235');
    const d = await converse(await rig(), 'smtp', { secured: true });
    expect(codes(await d.say('EHLO x.example', wrong, wrong))).toBe('250 535 535');
    expect(await d.raw(`${wrong}\r\n`, 2)).toHaveLength(2);
    expect(await d.client.rest()).toBe('');
  });

  it('may give the MAIL parameter AUTH, which is understood and not believed', async () => {
    const c = await converse(await rig(), 'smtp', { secured: true });
    const mail = (value: string): string => `MAIL FROM:<a@b.example> AUTH=${value}`;
    expect(
      codes(
        await c.say(
          'EHLO x.example',
          mail('<>'),
          'RSET',
          mail('e+3Dmc2@example.com'),
          'RSET',
          mail('e+3dmc2@x'),
          mail('x'),
        ),
      ),
    ).toBe('250 250 250 250 250 501 501');
  });
});

describe('submission', () => {
  it.each([
    ['MAIL FROM:<a@localhost>', '554 5.1.8'],
    ['MAIL FROM:<a@[127.0.0.1]>', '250 2.1.0'],
    ['MAIL FROM:<a@localhost.localdomain>', '250 2.1.0'],
    ['MAIL FROM:<>', '250 2.1.0'],
  ])('answers %j', async (line, answer) => {
    const c = await converse(await rig(), 'submission', { secured: true });
    await c.say('EHLO x.example', `AUTH PLAIN ${PLAIN}`);
    expect((await c.say(line))[0]?.slice(0, 9)).toBe(answer);
    if (answer.startsWith('250'))
      expect((await c.say('RCPT TO:<b@localhost>', 'RCPT TO:<b@other.example>')).map((r) => r.slice(0, 9))).toEqual([
        '554 5.1.2',
        '550 5.7.1',
      ]);
  });

  it('asks for authentication at MAIL', async () => {
    const c = await converse(await rig(), 'submission');
    expect((await c.say('EHLO x.example', 'MAIL FROM:<u00@example.test>'))[1]?.slice(0, 9)).toBe('530 5.7.0');
  });

  it('delivers locally as ESMTPSA and gives From, Date and Message-ID where there is none', async () => {
    const r = await rig();
    const c = await converse(r, 'submission', { secured: true });
    await c.say('EHLO x.example', `AUTH PLAIN ${PLAIN}`);
    for (const message of [
      'Subject: bare\r\n\r\nx\r\n',
      'From: a@b.example\r\nMessage-ID: <own@x>\r\nDATE: Fri, 2 Jan 2026 00:00:00 +0000\r\n\r\nx\r\n',
      'just text\r\n',
    ]) {
      await c.say('MAIL FROM:<u00@example.test>', 'RCPT TO:<u01@example.test>', 'DATA');
      expect(codes(await c.raw(`${message}.\r\n`, 1))).toBe('250');
    }
    const [first, second, third] = await r.inbox('u01');
    expect(first).toContain('with ESMTPSA id token1');
    expect(first).toContain(
      '+0000\r\nFrom: <u00@example.test>\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\nMessage-ID: <token1@mail.example.test>\r\nSubject: bare\r\n\r\nx\r\n',
    );
    expect(third).toContain('Message-ID: <token3@mail.example.test>\r\n\r\njust text\r\n');
    expect(second).toContain(
      '+0000\r\nFrom: a@b.example\r\nMessage-ID: <own@x>\r\nDATE: Fri, 2 Jan 2026 00:00:00 +0000\r\n\r\nx\r\n',
    );
  });

  it('sends nothing to other domains, and says so', async () => {
    const c = await converse(await rig(), 'submission', { secured: true });
    await c.say('EHLO x.example', `AUTH PLAIN ${PLAIN}`, 'MAIL FROM:<u00@example.test>');
    expect(await c.say('RCPT TO:<a@elsewhere.example>')).toEqual([
      '550 5.7.1 <a@elsewhere.example>: mail to other domains is not sent from here',
    ]);
  });
});

describe('STARTTLS', () => {
  it('is offered in clear only, and forgets all that was said before', async () => {
    const r = await rig();
    const c = await converse(r);
    await c.say('EHLO old.example', 'MAIL FROM:<old@b.example>', 'RCPT TO:<u00@example.test>');
    expect(await c.say('STARTTLS')).toEqual(['220 2.0.0 begin TLS']);
    expect(codes(await c.say('MAIL FROM:<>', 'RCPT TO:<u01@example.test>', 'DATA', 'STARTTLS'))).toBe(
      '503 503 503 503',
    );
    expect((await c.raw('EHLO new.example\r\n', 1))[0]).not.toContain('STARTTLS');
    expect(codes(await c.say('MAIL FROM:<>', 'RCPT TO:<u01@example.test>', 'DATA'))).toBe('250 250 354');
    await c.raw('x\r\n.\r\n', 1);
    expect((await r.inbox('u01'))[0]).toContain(
      'Received: from new.example ([192.0.2.7])\r\n\tby mail.example.test with ESMTPS id',
    );
    expect(await r.inbox('u00')).toEqual([]);
  });

  it('executes nothing that was sent in clear behind it', async () => {
    const r = await rig();
    const c = await converse(r);
    const injected = 'EHLO evil.example\r\nMAIL FROM:<>\r\nRCPT TO:<u00@example.test>\r\nDATA\r\nx\r\n.\r\n';
    expect(codes(await c.raw(`STARTTLS\r\n${injected}`, 1))).toBe('220');
    expect(await c.say('NOOP')).toEqual(['250 2.0.0 OK']);
    expect(await r.inbox('u00')).toEqual([]);
  });

  it('is refused where the listener has no certificate', async () => {
    const { peer, client } = (await import('../net/testing.ts')).testPeer({ startTls: 'none' });
    expect(peer.canStartTls).toBe(false);
    client.vanish();
    const c = await converse(await rig(), 'lmtp', { startTls: 'none' });
    expect((await c.raw('LHLO x.example\r\n', 1))[0]).not.toContain('STARTTLS');
    expect(codes(await c.say('STARTTLS', 'NOOP'))).toBe('502 250');
  });
});
