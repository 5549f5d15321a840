import { describe, expect, it } from 'vitest';
import { converse, rig } from './testing.ts';

const codes = (rs: string[]): string => rs.map((r) => r.slice(0, 3)).join(' ');
const MESSAGE = 'From: a@b.example\r\nSubject: s\r\n\r\nbody\r\n';

describe('an SMTP session', () => {
  it('delivers with trace fields on top and the rest as it was sent', async () => {
    const r = await rig();
    const c = await converse(r);
    expect(
      codes(await c.say('EHLO client.example', 'MAIL FROM:<a@b.example>', 'RCPT TO:<u00@example.test>', 'DATA')),
    ).toBe('250 250 250 354');
    expect(codes(await c.raw(`${MESSAGE}..dot\r\n.\r\n`, 1))).toBe('250');
    expect(await r.inbox('u00')).toEqual([
      'Return-Path: <a@b.example>\r\n' +
        'Received: from client.example ([192.0.2.7])\r\n\tby mail.example.test with ESMTP id token1\r\n' +
        `\tfor <u00@example.test>;\r\n\tFri, 2 Jan 2026 03:04:05 +0000\r\n${MESSAGE}.dot\r\n`,
    ]);
    expect(codes(await c.say('QUIT'))).toBe('221');
    expect(await c.client.rest()).toBe('');
    await c.over;
  });

  it('announces what it can do, and after HELO nothing', async () => {
    const c = await converse(await rig());
    const [ehlo] = await c.raw('EHLO [192.0.2.7]\r\n', 1);
    expect(ehlo?.split('\r\n').slice(0, -1)).toEqual([
      '250-mail.example.test',
      '250-PIPELINING',
      '250-ENHANCEDSTATUSCODES',
      '250-8BITMIME',
      '250-SIZE 1000000',
      '250-BINARYMIME',
      '250-SMTPUTF8',
      '250-DSN',
      '250-CHUNKING',
      '250-VRFY',
      '250-EXPN',
      '250-HELP',
      '250 STARTTLS',
    ]);
    expect(await c.raw('HELO there.example\r\n', 1)).toEqual(['250 mail.example.test\r\n']);
    expect(codes(await c.say('MAIL FROM:<a@b.example> SIZE=3', 'MAIL FROM:<a@b.example>'))).toBe('555 250');
  });

  it('says 503 for commands out of order and stays where it was', async () => {
    const c = await converse(await rig());
    expect(
      codes(
        await c.say(
          'MAIL FROM:<>',
          'RCPT TO:<u00@example.test>',
          'DATA',
          'EHLO x.example',
          'RCPT TO:<u00@example.test>',
          'DATA',
        ),
      ),
    ).toBe('503 503 503 250 503 503');
    expect(
      codes(await c.say('MAIL FROM:<>', 'MAIL FROM:<>', 'DATA', 'RCPT TO:<u01@example.test>', 'MAIL FROM:<>', 'DATA')),
    ).toBe('250 503 503 250 503 354');
    expect(codes(await c.raw('.\r\n', 1))).toBe('250');
    expect(codes(await c.say('DATA', 'RCPT TO:<u01@example.test>', 'MAIL FROM:<>'))).toBe('503 503 250');
  });

  it.each([
    ['NOOP', '250 2.0.0'],
    ['noop whatever', '250 2.0.0'],
    ['NOOP \t ', '250 2.0.0'],
    ['HELP', '214 2.0.0'],
    ['HELP MAIL', '214 2.0.0'],
    ['RSET', '250 2.0.0'],
    ['rset x', '501 5.5.4'],
    ['QUIT now', '501 5.5.4'],
    ['DATA x', '501 5.5.4'],
    ['VRFY u00', '252 2.0.0'],
    ['VRFY', '501 5.5.4'],
    ['EXPN list', '252 2.0.0'],
    ['EXPN', '501 5.5.4'],
    ['XYZZY', '500 5.5.2'],
    ['', '500 5.5.2'],
    ['MAIL', '501 5.5.2'],
    ['LHLO x.example', '500 5.5.1'],
    ['EHLO', '501 EHLO:'],
    ['EHLO a_b', '501 EHLO:'],
    ['HELO', '501 HELO:'],
    ['AUTH PLAIN', '503 5.5.1'],
    ['BDAT x', '501 5.5.4'],
    ['BDAT 0 LAST', '503 5.5.1'],
    ['STARTTLS now', '501 5.5.4'],
    ['NOOP caf\xe9', '501 5.5.2'],
    ['NOOP \0', '501 5.5.2'],
    ['\xe9HLO x', '500 5.5.2'],
    ['NOOP \r NOOP', '500 5.5.2'],
  ])('answers %j before EHLO', async (line, start) => {
    const c = await converse(await rig());
    const [reply] = await c.say(line);
    expect(reply?.slice(0, start.length)).toBe(start);
    expect(codes(await c.say('NOOP'))).toBe('250');
  });

  it.each([
    ['MAIL FROM:<a@b.example> SIZE=10 BODY=8BITMIME', '250'],
    ['mail from:<a@b.example> size=10 body=7bit', '250'],
    ['MAIL FROM:<>', '250'],
    ['MAIL FROM:<"a b"@b.example>', '250'],
    ['MAIL FROM:<a@[192.0.2.1]>', '250'],
    ['MAIL FROM:<@x.example,@y.example:a@b.example>', '250'],
    ['MAIL FROM: <a@b.example>', '501'],
    ['MAIL FROM:a@b.example', '501'],
    ['MAIL FROM:<a@b.example', '501'],
    ['MAIL FROM:<@b.example>', '501'],
    ['MAIL FROM:<a@b_c.example>', '501'],
    ['MAIL FROM:<a@[192.0.2.256]>', '501'],
    ['MAIL FROM:<a@b.example> SIZE=1 SIZE=1', '501'],
    ['MAIL FROM:<a@b.example> SIZE=x', '501'],
    ['MAIL FROM:<a@b.example> SIZE=1000001', '552'],
    ['MAIL FROM:<a@b.example> SIZE=99999999999999999999', '552'],
    ['MAIL FROM:<a@b.example> body=binarymime', '250'],
    ['MAIL FROM:<a@b.example> BODY=16BIT', '501'],
    ['MAIL FROM:<a@b.example> ret=hdrs ENVID=a+2Bb SMTPUTF8', '250'],
    ['MAIL FROM:<a@b.example> RET=ALL', '501'],
    ['MAIL FROM:<a@b.example> RET=FULL RET=FULL', '501'],
    ['MAIL FROM:<a@b.example> ENVID', '501'],
    ['MAIL FROM:<a@b.example> SMTPUTF8=1', '501'],
    ['MAIL FROM:<a@b.example> NOTIFY=NEVER', '555'],
    ['MAIL FROM:<\xce\xb4@b.example> SMTPUTF8', '250'],
    ['MAIL FROM:<a@b\xc3\xbccher.example> SMTPUTF8', '250'],
    ['MAIL FROM:<\xce\xb4@b.example>', '550'],
    ['MAIL FROM:<\xce@b.example> SMTPUTF8', '501'],
    [`MAIL FROM:<a@b.example> ENVID=${'x'.repeat(100)} SIZE=1 BODY=8BITMIME RET=FULL SMTPUTF8`, '250'],
    ['MAIL FROM:<a@b.example> X-OTHER=1', '555'],
    ['MAIL FROM:<a@b.example> AUTH=<>', '555'],
    ['MAIL FROM:<a@b.example> =x', '501'],
    [`MAIL FROM:<a@b.example> ${'X'.repeat(1300)}`, '500'],
    [`MAIL FROM:<a@b.example> ${'X'.repeat(20_000)}`, '500'],
  ])('answers %#', async (line, code) => {
    const c = await converse(await rig());
    expect(codes(await c.say('EHLO x.example', line))).toBe(`250 ${code}`);
    // Refused or not, the session is where it should be.
    expect(codes(await c.say('MAIL FROM:<z@z.example>'))).toBe(code === '250' ? '503' : '250');
  });

  it.each([
    ['RCPT TO:<u00@example.test>', '250'],
    ['rcpt to:<u00@EXAMPLE.test>', '250'],
    ['RCPT TO:<"u00"@example.test>', '250'],
    ['RCPT TO:<"u\\00"@example.test>', '250'],
    ['RCPT TO:<@relay.example:u00@example.test>', '250'],
    ['RCPT TO:<PostMaster>', '250'],
    ['RCPT TO:<postmaster@example.test>', '250'],
    ['RCPT TO:<>', '501'],
    ['RCPT TO:<u00>', '501'],
    ['RCPT TO:u00@example.test', '501'],
    ['RCPT TO:<nobody@example.test>', '550'],
    ['RCPT TO:<a@elsewhere.example>', '550'],
    ['RCPT TO:<down@example.test>', '451'],
    ['RCPT TO:<u00@example.test> NOTIFY=NEVER ORCPT=rfc822;a@b.example', '250'],
    ['RCPT TO:<u00@example.test> NOTIFY=NEVER,DELAY', '501'],
    ['RCPT TO:<u00@example.test> NOTIFY=NEVER NOTIFY=NEVER', '501'],
    ['RCPT TO:<u00@example.test> ORCPT=a@b.example', '501'],
    [`RCPT TO:<u00@example.test> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;${'x'.repeat(493)}`, '250'],
    ['RCPT TO:<u00@example.test> ENVID=x', '555'],
    ['RCPT TO:<\xce\xb4@example.test>', '553'],
    ['RCPT TO:<u00@example.test> ORCPT=utf-8;\xce\xb4@b.example', '553'],
    ['RCPT TO:<u00@example.test> ORCPT=utf-8;\\x{3B4}@b.example', '250'],
  ])('answers %#', async (line, code) => {
    const c = await converse(await rig());
    expect(codes(await c.say('EHLO x.example', 'MAIL FROM:<>', line))).toBe(`250 250 ${code}`);
  });

  it('takes a command line of 512 octets and refuses one of 513', async () => {
    const c = await converse(await rig());
    expect(codes(await c.say(`NOOP ${'x'.repeat(505)}`, `NOOP ${'x'.repeat(506)}`, 'NOOP'))).toBe('250 500 250');
  });

  it('executes no command that ends with a bare line feed', async () => {
    const r = await rig();
    const c = await converse(r);
    await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>');
    expect(codes(await c.raw('RSET\n', 1))).toBe('500');
    expect(codes(await c.say('DATA'))).toBe('354');
  });

  it('answers a pipelined group with one write, in order', async () => {
    const c = await converse(await rig());
    await c.say('EHLO x.example');
    c.client.send('MAIL FROM:<>\r\nRCPT TO:<nobody@example.test>\r\nRCPT TO:<u00@example.test>\r\nDATA\r\n');
    await new Promise((go) => setTimeout(go, 20));
    expect(c.client.chunks).toBe(1);
    expect(
      c.client.text
        .split('\r\n')
        .filter((l) => l[3] === ' ')
        .map((l) => l.slice(0, 3)),
    ).toEqual(['250', '550', '250', '354']);
  });

  it('reaches every recipient once and gives one reply', async () => {
    const r = await rig();
    const c = await converse(r);
    const to = ['u00', 'u01', 'u00', 'postmaster'].map((u) => `RCPT TO:<${u}@example.test>`);
    await c.say('EHLO x.example', 'MAIL FROM:<>', ...to, 'DATA');
    expect(codes(await c.raw(`${MESSAGE}.\r\nNOOP\r\n`, 2))).toBe('250 250');
    expect([(await r.inbox('u00')).length, (await r.inbox('u01')).length, (await r.inbox('u02')).length]).toEqual([
      1, 1, 0,
    ]);
    expect((await r.inbox('u01'))[0]).toContain('Return-Path: <>\r\nReceived: from x.example');
    expect((await r.inbox('u01'))[0]).not.toContain('for <');
  });

  it('refuses more recipients than it holds and keeps those it has', async () => {
    const r = await rig({ limits: { smtpRecipients: 2 } });
    const c = await converse(r);
    expect(
      codes(await c.say('EHLO x.example', 'MAIL FROM:<>', ...Array(4).fill('RCPT TO:<u00@example.test>'), 'DATA')),
    ).toBe('250 250 250 250 452 452 354');
    expect(codes(await c.raw('x\r\n.\r\n', 1))).toBe('250');
  });

  it.each(['RSET', 'EHLO y.example', 'HELO y.example'])('forgets the transaction at %s', async (command) => {
    const r = await rig();
    const c = await converse(r);
    await c.say(
      'EHLO x.example',
      'MAIL FROM:<old@b.example>',
      'RCPT TO:<u00@example.test>',
      command,
      'MAIL FROM:<new@b.example>',
    );
    expect(codes(await c.say('DATA', 'RCPT TO:<u01@example.test>', 'DATA'))).toBe('503 250 354');
    await c.raw('x\r\n.\r\n', 1);
    expect([(await r.inbox('u00')).length, (await r.inbox('u01'))[0]?.slice(0, 32)]).toEqual([
      0,
      'Return-Path: <new@b.example>\r\nRe',
    ]);
  });

  it('keeps an open transaction through VRFY, EXPN, HELP, NOOP and a refused EHLO', async () => {
    const c = await converse(await rig());
    await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>');
    expect(codes(await c.say('VRFY u00', 'EXPN u00', 'HELP', 'NOOP', 'EHLO', 'XXXX', 'DATA'))).toBe(
      '252 252 214 250 501 500 354',
    );
  });

  it('verifies names where the site wants it', async () => {
    const c = await converse(await rig({ vrfy: true }));
    expect(
      await c.say(
        'VRFY u00',
        'VRFY <u01@example.test>',
        'VRFY nobody',
        'VRFY a@elsewhere.example',
        'EXPN u00',
        'VRFY Joe Smith',
      ),
    ).toEqual([
      '250 2.1.5 <u00@example.test>',
      '250 2.1.5 <u01@example.test>',
      '550 5.1.1 no such name',
      '550 5.7.1 not a domain of this server',
      '250 2.1.5 <u00@example.test>',
      '550 5.1.1 no such name',
    ]);
  });

  it('shows the members of a list, in UTF-8 only to who takes it', async () => {
    const aliases = { team: ['u00', 'u02'], gone: ['u00', 'nobody'], δ: ['u01'], one: ['u01'] };
    const c = await converse(await rig({ vrfy: true, aliases }));
    const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
    const ask = async (line: string): Promise<string> => (await c.raw(`${utf8(line)}\r\n`, 1))[0] ?? '';
    expect(await ask('EXPN team')).toBe('250-2.1.5 <u00@example.test>\r\n250 2.1.5 <u02@example.test>\r\n');
    expect(await ask('EXPN gone')).toBe('250 2.1.5 <u00@example.test>\r\n');
    expect(await ask('VRFY team')).toBe('250 2.1.5 <team@example.test>\r\n');
    expect(await ask('VRFY gone')).toContain('252 2.1.5');
    expect(await ask('VRFY one')).toBe('250 2.1.5 <one@example.test>\r\n');
    expect(await ask('VRFY δ')).toContain('252 2.6.8');
    expect(await ask('VRFY δ SMTPUTF8')).toBe(utf8('250 2.1.5 <δ@example.test>\r\n'));
    expect(await ask('VRFY ε SMTPUTF8')).toBe('550 5.1.1 no such name\r\n');
  });

  it('puts an enhanced code of the same class on every line but greeting and hello', async () => {
    const c = await converse(await rig());
    const lines = [
      'EHLO',
      'HELP',
      'MAIL FROM:<>',
      'FOO',
      'VRFY x',
      'EHLO x.example',
      'MAIL FROM:<>',
      'RCPT TO:<x@example.test>',
      'RSET',
      'QUIT',
    ];
    const all = (await c.raw(lines.map((l) => `${l}\r\n`).join(''), lines.length)).filter(
      (_, i) => !lines[i]!.startsWith('EHLO'),
    );
    for (const line of all.join('').trimEnd().split('\r\n')) expect(line).toMatch(/^([245])\d\d[ -]\1\.\d+\.\d+ ./);
  });

  it('ends with 421 after too many errors', async () => {
    const c = await converse(await rig({ limits: { smtpErrors: 3 } }));
    expect(codes(await c.say('X', 'X', 'X', 'X'))).toBe('500 500 500 421');
    expect(await c.client.rest()).toBe('');
    await c.over;
  });

  it('says 421 when the server stops', async () => {
    const c = await converse(await rig());
    await c.say('EHLO x.example');
    c.stop();
    expect((await c.client.rest()).slice(0, 29)).toBe('421 4.3.2 mail.example.test i');
    await c.over;
  });

  it('goes on when the recipient lookup fails', async () => {
    const r = await rig();
    r.ctx.deliver.resolve = async () => {
      throw new Error('fault');
    };
    const c = await converse(r);
    expect(codes(await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'NOOP'))).toBe(
      '250 250 451 250',
    );
  });

  it('answers 4yz when delivery fails, and keeps nothing of the transaction', async () => {
    const r = await rig();
    r.ctx.deliver.deliver = async (_, to) => to.map(() => ({ got: 'full', missed: [] }));
    const c = await converse(r);
    await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
    expect(codes(await c.raw('x\r\n.\r\nDATA\r\n', 2))).toBe('452 503');
    r.ctx.store.put = async () => {
      throw new Error('fault');
    };
    await c.say('MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
    expect(codes(await c.raw('x\r\n.\r\nNOOP\r\n', 2))).toBe('451 250');
  });
});
