import { describe, expect, it } from 'vitest';
import { faultOf } from './submitted.ts';
import { converse, rig } from './testing.ts';

const fault = (...lines: string[]) =>
  faultOf(Buffer.from([...lines, '', 'From: body'].join('\r\n')), 'intranet')?.toString();
const from = 'From: a@b.example';

describe('faultOf', () => {
  it.each([
    [[from]],
    [['from: A <a@b.example>', 'To: undisclosed:;', 'Bcc:', 'Subject: x', 'Received: x', 'Received: y', 'Comments: 1']],
    [['From: a@b.example,', ' c@d.example', 'Sender: a@intranet', 'Cc: a@[192.0.2.1]']],
    [[from, 'Resent-To: a@b.example', 'Resent-To: c@d.example']],
    [['Subject: x']],
    [[]],
  ])('lets %j pass', (lines) => {
    expect(fault(...lines)).toBeUndefined();
  });

  it.each([
    [['From: '], 'not one'],
    [['From: nobody:;'], 'not one'],
    [[from, 'Subject: x', 'SUBJECT: y'], 'more than one subject'],
    [[from, 'Cc: a@@b.example'], 'not one'],
    [[from, 'Resent-Cc: two words@b.example'], 'not one'],
    [[from, 'To: x@y.example, a@workstation'], 'workstation in the to field'],
  ])('refuses %j', (lines, why) => {
    const reply = fault(...lines);
    expect(reply).toMatch(/^554 5\.6\.0 /);
    expect(reply).toContain(why);
  });

  it('reads the header section alone', () => {
    expect(faultOf(Buffer.from(`${from}\r\n\r\nSubject: a\r\nSubject: b\r\nTo: @@\r\n`), 'x.example')).toBeUndefined();
  });
});

const PLAIN = Buffer.from('\0u00@example.test\0secret').toString('base64');

describe('a session', () => {
  const send = async (checkSubmitted: boolean, role: 'submission' | 'smtp') => {
    const r = await rig({ checkSubmitted });
    const c = await converse(r, role, { secured: true });
    await c.say('EHLO x.example');
    if (role === 'submission') await c.say(`AUTH PLAIN ${PLAIN}`);
    await c.say('MAIL FROM:<u00@example.test>', 'RCPT TO:<u01@example.test>', 'DATA');
    const [answer] = await c.raw('Subject: a\r\nSubject: b\r\n\r\nx\r\n.\r\n', 1);
    return { answer: answer?.slice(0, 9), kept: (await r.inbox('u01')).length };
  };

  it.each([
    [true, 'submission', { answer: '554 5.6.0', kept: 0 }],
    [false, 'submission', { answer: '250 2.0.0', kept: 1 }],
    [true, 'smtp', { answer: '250 2.0.0', kept: 1 }],
  ] as const)('with checkSubmitted %s as %s', async (check, role, outcome) => {
    expect(await send(check, role)).toEqual(outcome);
  });
});
