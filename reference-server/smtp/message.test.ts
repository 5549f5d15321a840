import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Conversation, converse, type Rig, rig } from './testing.ts';

const codes = (rs: string[]): string => rs.map((r) => r.slice(0, 3)).join(' ');

async function open(r: Rig, role: 'smtp' | 'lmtp' = 'smtp', to = ['u00']): Promise<Conversation> {
  const c = await converse(r, role);
  const hello = role === 'lmtp' ? 'LHLO' : 'EHLO';
  await c.say(`${hello} x.example`, 'MAIL FROM:<a@b.example>', ...to.map((u) => `RCPT TO:<${u}@example.test>`));
  return c;
}

/** What was sent, below the two fields the path added. */
async function received(r: Rig, user = 'u00'): Promise<string[]> {
  return (await r.inbox(user)).map((m) => m.slice(m.indexOf(' +0000\r\n') + 8));
}

describe('mail data', () => {
  it('comes to the mailbox octet for octet, in whatever pieces it was sent', async () => {
    const line = fc.string({ unit: fc.constantFrom('.', 'a', ' ', '\t', '\0', '\x0b', '\xff', 'b: c'), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(80), { maxLength: 6 }), async (lines, at) => {
        const r = await rig();
        const c = await open(r);
        await c.say('DATA');
        const sent = `Subject: x\r\n\r\n${lines.map((l) => `${l.startsWith('.') ? `.${l}` : l}\r\n`).join('')}.\r\n`;
        const points = [...new Set(at.map((x) => x % sent.length))].sort((x, y) => x - y);
        for (const [i, from] of [0, ...points].entries()) {
          c.client.send(sent.slice(from, points[i] ?? sent.length));
          await new Promise((go) => setImmediate(go));
        }
        expect(codes(await c.raw('NOOP\r\n', 2))).toBe('250 250');
        expect(await received(r)).toEqual([`Subject: x\r\n\r\n${lines.map((l) => `${l}\r\n`).join('')}`]);
      }),
      { numRuns: 40 },
    );
  });

  it('that is cut off at any octet leaves no message', async () => {
    const whole =
      'EHLO x.example\r\nMAIL FROM:<>\r\nRCPT TO:<u00@example.test>\r\nDATA\r\nSubject: x\r\n\r\n..a\r\nb\r\n.\r\n';
    const r = await rig();
    for (let n = 0; n < whole.length; n++) {
      const c = await converse(r);
      c.client.send(whole.slice(0, n));
      if (n % 2 === 0) c.client.finish();
      else setImmediate(() => c.client.vanish());
      await c.over;
    }
    expect(await r.inbox('u00')).toEqual([]);
    const c = await converse(r);
    c.client.send(whole);
    c.client.finish();
    await c.over;
    expect(await r.inbox('u00')).toHaveLength(1);
  });

  it.each([
    '\n.\n',
    '\n.\r\n',
    '\r\n.\n',
    '\r.\r',
    '\r.\r\n',
    '\n..\n',
    '\r\n.\rx\r\n',
    'a\nb\r\n',
    'a\rb\r\n',
    '\r\r\n',
  ])('with %j in it does not end there and is refused whole', async (smuggled) => {
    const r = await rig();
    const c = await open(r);
    await c.say('DATA');
    const inside = 'MAIL FROM:<evil@b.example>\r\nRCPT TO:<u01@example.test>\r\nDATA\r\nsmuggled\r\n';
    const [reply, next] = await c.raw(`Subject: x\r\n\r\nbody${smuggled}${inside}.\r\nNOOP\r\n`, 2);
    expect([reply?.slice(0, 9), next]).toEqual(['550 5.6.0', '250 2.0.0 OK\r\n']);
    expect([await r.inbox('u00'), await r.inbox('u01')]).toEqual([[], []]);
  });

  it('over the size limit is read to its end and refused', async () => {
    const r = await rig({ limits: { smtpMessage: 1000 } });
    const c = await open(r);
    await c.say('DATA');
    const line = `${'x'.repeat(98)}\r\n`;
    expect(codes(await c.raw(`${line.repeat(10)}.\r\n`, 1))).toBe('250');
    await c.say('MAIL FROM:<> SIZE=1000', 'RCPT TO:<u00@example.test>', 'DATA');
    expect(codes(await c.raw(`${line.repeat(10)}x\r\n.\r\nNOOP\r\n`, 2))).toBe('552 250');
    expect(await received(r)).toEqual([line.repeat(10)]);
  });

  it('counts no doubled dot against the size limit', async () => {
    const c = await open(await rig({ limits: { smtpMessage: 300 } }));
    await c.say('DATA');
    expect(codes(await c.raw(`${'..\r\n'.repeat(100)}.\r\n`, 1))).toBe('250');
  });

  it('that went round a hundred times is refused, one time fewer is not', async () => {
    const r = await rig();
    const c = await open(r);
    const hops = (n: number): string =>
      `${'Received: from a by b; x\r\n'.repeat(n)}Subject: x\r\n\r\nReceived: body\r\n.\r\n`;
    await c.say('DATA');
    expect((await c.raw(hops(100), 1))[0]?.slice(0, 9)).toBe('554 5.4.6');
    await c.say('MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
    expect(codes(await c.raw(hops(99), 1))).toBe('250');
  });

  it('keeps lines of a thousand octets and of a hundred thousand', async () => {
    const r = await rig();
    const c = await open(r);
    await c.say('DATA');
    const text = `.${'y'.repeat(998)}\r\n${'z'.repeat(100_000)}\r\n`;
    expect(codes(await c.raw(`\r\n.${text}.\r\n`, 1))).toBe('250');
    expect(await received(r)).toEqual([`\r\n${text}`]);
  });

  it('has exactly one Return-Path when it is delivered', async () => {
    const r = await rig();
    const c = await open(r);
    await c.say('DATA');
    await c.raw(
      'Return-Path: <old@x>\r\nSubject: x\r\nreturn-PATH:\r\n <older@x>\r\n\r\nReturn-Path: <body>\r\n.\r\n',
      1,
    );
    expect(await received(r)).toEqual(['Subject: x\r\n\r\nReturn-Path: <body>\r\n']);
  });

  it('times out with 421 and leaves nothing', async () => {
    const { Wheel } = await import('../net/wheel.ts');
    const wheel = new Wheel();
    const r = await rig();
    const c = await converse(r, 'smtp', { wheel });
    await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
    c.client.send('half');
    await new Promise((go) => setImmediate(go));
    for (let i = 0; i < 310; i++) wheel.turn();
    expect((await c.client.rest()).slice(0, 9)).toBe('421 4.4.2');
    await c.over;
    expect(await r.inbox('u00')).toEqual([]);
  });
});

it('refuses a header section too long to be looked at, and no long line of one', async () => {
  const r = await rig();
  const c = await converse(r);
  await c.say('EHLO x.example', 'MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
  const field = `X-Long: ${'x'.repeat(900)}\r\n`;
  expect(await c.raw(`${field.repeat(300)}\r\nbody\r\n.\r\n`, 1)).toEqual([expect.stringMatching(/^552 5\.3\.4 /)]);
  await c.say('MAIL FROM:<>', 'RCPT TO:<u00@example.test>', 'DATA');
  expect(codes(await c.raw(`X: ${'x'.repeat(260_000)}\r\n\r\n${field.repeat(300)}\r\n.\r\n`, 1))).toBe('250');
  expect(await r.inbox('u00')).toHaveLength(1);
});

describe('a message that reaches some of its recipients', () => {
  const partly = async (from: string): Promise<Rig> => {
    const r = await rig();
    const deliver = r.ctx.deliver.deliver;
    r.ctx.deliver.deliver = async (b, to) => {
      const reached = to.filter((t) => !t.address.startsWith('u02'));
      await deliver(b, reached);
      return to.map((t) => ({ got: reached.includes(t) ? 'ok' : 'gone', missed: [] }));
    };
    const c = await converse(r);
    await c.say(
      'EHLO x.example',
      `MAIL FROM:${from}`,
      ...['u01', 'u02'].map((u) => `RCPT TO:<${u}@example.test>`),
      'DATA',
    );
    expect(codes(await c.raw('Subject: partly\r\n\r\nsecret body\r\n.\r\n', 1))).toBe('250');
    expect(await r.inbox('u01')).toHaveLength(from === '<u01@example.test>' ? 2 : 1);
    return r;
  };

  it('is accepted, and its sender is told of the others', async () => {
    const report = (await (await partly('<u01@example.test>')).inbox('u01'))[1]!;
    expect(report.startsWith('Return-Path: <>\r\nFrom: Mail delivery <postmaster@example.test>\r\n')).toBe(true);
    expect(report).toContain('report-type=delivery-status');
    expect(report).toContain('Final-Recipient: rfc822; u02@example.test\r\nAction: failed\r\nStatus: 5.1.1\r\n');
    expect(report).toContain('Subject: partly\r\n');
    expect(report).toContain('secret body');
  });

  it.each(['<a@elsewhere.example>', '<>'])(
    'from %s is told to the postmaster, as nothing is sent abroad',
    async (from) => {
      const r = await partly(from);
      expect((await r.inbox('u00'))[0]).toContain('To: <postmaster@example.test>');
      expect((await r.inbox('u00'))[0]).not.toContain('secret body');
      expect(await r.inbox('u02')).toEqual([]);
    },
  );
});

describe('BDAT', () => {
  it('takes exactly the octets it names, dots and all', async () => {
    const r = await rig();
    const c = await open(r);
    const one = 'Subject: x\r\n\r\n.\r\n';
    expect(codes(await c.raw(`BDAT ${one.length}\r\n${one}BDAT 5\r\n..a\r\nbdat 0 last\r\nNOOP\r\n`, 4))).toBe(
      '250 250 250 250',
    );
    expect(await received(r)).toEqual([`${one}..a\r\n`]);
    expect(codes(await c.say('BDAT 0 LAST'))).toBe('503');
  });

  it('swallows the octets of a refused chunk and executes none', async () => {
    const r = await rig();
    const c = await converse(r);
    await c.say('EHLO x.example');
    const inside = 'MAIL FROM:<>\r\nRCPT TO:<u00@example.test>\r\nRSET\r\n';
    expect(codes(await c.raw(`BDAT ${inside.length} LAST\r\n${inside}DATA\r\n`, 2))).toBe('503 503');
  });

  it('that fails waits for RSET, and further chunks are swallowed', async () => {
    const r = await rig();
    const c = await open(r);
    const loop = `${'Received: x\r\n'.repeat(100)}\r\n`;
    const group = `BDAT ${loop.length}\r\n${loop}BDAT 4 LAST\r\nQUITRSET\r\nNOOP\r\n`;
    expect(codes(await c.raw(group, 4))).toBe('554 503 250 250');
    expect(codes(await c.say('MAIL FROM:<>'))).toBe('250');
    expect(await r.inbox('u00')).toEqual([]);
  });

  it('keeps every octet, line ends or not, and asks for BDAT where the message is binary', async () => {
    const r = await rig();
    const c = await converse(r);
    const binary = 'Content-Transfer-Encoding: binary\r\n\r\n\0\r\n.\r\n\n\r\xff';
    const begin = ['EHLO x.example', 'MAIL FROM:<> BODY=BINARYMIME', 'RCPT TO:<u00@example.test>'];
    expect(codes(await c.say(...begin, 'DATA', 'RSET', ...begin.slice(1)))).toBe('250 250 250 503 250 250 250');
    expect(codes(await c.raw(`BDAT ${binary.length} LAST\r\n${binary}`, 1))).toBe('250');
    expect(await received(r)).toEqual([binary]);
  });

  it('is put off where too many messages are on their way', async () => {
    const r = await rig({ limits: { smtpTransactions: 1 } });
    const first = await open(r);
    expect(codes(await first.raw('BDAT 1\r\nx', 1))).toBe('250');
    const second = await open(r);
    expect(codes(await second.raw('BDAT 4\r\nQUITBDAT 4 LAST\r\nQUITDATA\r\nRSET\r\n', 4))).toBe('451 503 503 250');
    const lmtp = await converse(r, 'lmtp');
    const to = ['RCPT TO:<u00@example.test>', 'RCPT TO:<u00@example.test>'];
    await lmtp.say('LHLO x.example', 'MAIL FROM:<>', ...to);
    expect(codes(await lmtp.raw('DATA\r\nBDAT 4 LAST\r\nQUIT', 3))).toBe('451 451 451');
    expect(codes(await first.say('RSET'))).toBe('250');
    await lmtp.say('MAIL FROM:<>', ...to);
    expect(codes(await lmtp.raw('BDAT 4 LAST\r\nQUIT', 2))).toBe('250 250');
  });

  it('ends a session that has sent enough', async () => {
    const r = await rig({ limits: { smtpMessages: 1 } });
    const c = await open(r);
    expect(codes(await c.raw('BDAT 2 LAST\r\nx\nMAIL FROM:<>\r\n', 2))).toBe('250 421');
    await c.over;
  });

  it('does not mix with DATA, nor with more recipients', async () => {
    const c = await open(await rig());
    expect(codes(await c.raw('BDAT 3\r\na\r\nDATA\r\nRCPT TO:<u01@example.test>\r\nBDAT 0 LAST\r\n', 4))).toBe(
      '250 503 503 250',
    );
  });

  it('over the size limit is refused', async () => {
    const r = await rig({ limits: { smtpMessage: 10 } });
    const c = await open(r);
    expect(codes(await c.raw('BDAT 8\r\nabcdef\r\nBDAT 8 LAST\r\nabcdef\r\nNOOP\r\n', 3))).toBe('250 552 250');
    expect(await r.inbox('u00')).toEqual([]);
  });

  it('that is cut off, or followed by RSET, EHLO or QUIT, leaves no message', async () => {
    const r = await rig();
    for (const end of ['BDAT 9 LAST\r\nabc', 'RSET\r\n', 'EHLO y.example\r\n', 'QUIT\r\n', '']) {
      const c = await open(r);
      c.client.send(`BDAT 3\r\na\r\n${end}`);
      c.client.finish();
      await c.over;
    }
    expect(await r.inbox('u00')).toEqual([]);
  });

  it.each(['BDAT', 'BDAT x', 'BDAT 1 FIRST', 'BDAT -1', 'BDAT 1  LAST', 'BDAT 18446744073709551616', 'BDAT 1 LAST x'])(
    'refuses %j as syntax',
    async (line) => expect(codes(await (await open(await rig())).say(line, 'NOOP'))).toBe('501 250'),
  );
});

describe('LMTP', () => {
  it('opens with LHLO and with nothing else', async () => {
    const c = await converse(await rig(), 'lmtp');
    expect(codes(await c.say('EHLO x.example', 'HELO x.example', 'LHLO'))).toBe('500 500 501');
    const [lhlo] = await c.raw('LHLO x.example\r\n', 1);
    for (const word of ['PIPELINING', 'ENHANCEDSTATUSCODES', '8BITMIME', 'SIZE', 'CHUNKING'])
      expect(lhlo).toContain(word);
    expect(lhlo).not.toContain('AUTH');
  });

  it('answers once for each accepted recipient, in their order', async () => {
    const r = await rig();
    const deliver = r.ctx.deliver.deliver;
    r.ctx.deliver.deliver = async (b, to) =>
      (await deliver(b, to)).map((done, i) => (to[i]!.address.startsWith('u02') ? { got: 'full', missed: [] } : done));
    const c = await open(r, 'lmtp', ['u00', 'nobody', 'u01', 'u00', 'u02']);
    await c.say('DATA');
    const replies = await c.raw('x\r\n.\r\nNOOP\r\n', 5);
    expect(replies.map((x) => x.split(' ').slice(0, 3).join(' ').trimEnd())).toEqual([
      '250 2.0.0 <u00@example.test>',
      '250 2.0.0 <u01@example.test>',
      '250 2.0.0 <u00@example.test>',
      '452 4.2.2 <u02@example.test>',
      '250 2.0.0 OK',
    ]);
    expect([(await r.inbox('u00')).length, (await r.inbox('u01')).length]).toEqual([1, 1]);
    expect((await r.inbox('u00'))[0]).toContain('with LMTP id');
  });

  it('refuses DATA without a recipient with 503', async () => {
    const c = await open(await rig(), 'lmtp', ['nobody']);
    expect(codes(await c.say('DATA'))).toBe('503');
  });

  it('answers a refused message once for each recipient too', async () => {
    const c = await open(await rig(), 'lmtp', ['u00', 'u01']);
    await c.say('DATA');
    expect(codes(await c.raw('a\nb\r\n.\r\nNOOP\r\n', 3))).toBe('550 550 250');
  });

  it('answers BDAT once, and BDAT LAST once for each recipient', async () => {
    const r = await rig();
    const c = await open(r, 'lmtp', ['u00', 'u01', 'u00']);
    expect(codes(await c.raw('BDAT 3\r\na\r\nBDAT 3 LAST\r\nb\r\nNOOP\r\n', 5))).toBe('250 250 250 250 250');
    expect(await received(r, 'u01')).toEqual(['a\r\nb\r\n']);
    const none = await open(r, 'lmtp', ['nobody']);
    expect(codes(await none.raw('BDAT 3 LAST\r\na\r\nRSET\r\n', 2))).toBe('503 250');
  });
});
