import { expect, test } from 'vitest';
import { parseReport } from '../delivery/testing-report.ts';
import type { Role } from './command.ts';
import { converse, type Rig, rig } from './testing.ts';

const aliases = {
  late: ['u02', 'nobody'],
  list: ['u01', 'u02'],
  single: ['u02'],
  'δ-*': ['*'],
  nowhere: ['nobody'],
  sender: ['u00', 'u01'],
};

/** Sends one message in a transaction of its own. @returns the last line of each reply behind the end of data */
async function send(r: Rig, from: string, to: readonly string[], role: Role = 'smtp'): Promise<string[]> {
  const c = await converse(r, role);
  const lines = [role === 'lmtp' ? 'LHLO x.example' : 'EHLO x.example', `MAIL FROM:${from}`];
  for (const code of await c.say(...lines, ...to.map((t) => `RCPT TO:${t}`), 'DATA')) expect(code).toMatch(/^[23]/);
  return c.raw('Subject: one\r\n\r\nbody\r\n.\r\n', role === 'lmtp' ? to.length : 1);
}

async function reports(r: Rig, local: string) {
  return (await r.inbox(local))
    .filter((m) => m.startsWith('Return-Path: <>'))
    .map((m) => parseReport(Buffer.from(m, 'latin1').toString()));
}

/** What the reports in a mailbox tell of recipients: address, action, status. */
async function told(r: Rig, local: string): Promise<string[]> {
  return (await reports(r, local)).map((p) =>
    p.groups
      .slice(1)
      .map((g) => `${g.get('final-recipient')} ${g.get('action')} ${g.get('status')}`)
      .join(', '),
  );
}

const LATE = 'rfc822; late@example.test failed 5.1.1';

test('a member that is not there is a late failure, told to the sender by the name it used', async () => {
  const r = await rig({ aliases });
  expect(await send(r, '<u01@example.test>', ['<late@example.test>'])).toEqual([expect.stringMatching(/^250 /)]);
  expect(await told(r, 'u01')).toEqual([LATE]);
  expect((await r.inbox('u01')).join('')).not.toContain('nobody');
  expect(await r.inbox('u02')).toHaveLength(1);
});

test('an alias with nobody behind it is refused', async () => {
  const c = await converse(await rig({ aliases }));
  expect(await c.say('EHLO x', 'MAIL FROM:<>', 'RCPT TO:<nowhere@example.test>')).toContainEqual(
    expect.stringMatching(/^550 5\.1\.1/),
  );
});

test.each([
  ['', [LATE]],
  [' NOTIFY=NEVER', []],
  [' NOTIFY=DELAY', []],
  [' NOTIFY=FAILURE', [LATE]],
  [' NOTIFY=SUCCESS', ['rfc822; late@example.test expanded 2.1.5']],
  [' NOTIFY=FAILURE,SUCCESS', [`rfc822; late@example.test expanded 2.1.5, ${LATE}`]],
])('of a late failure with "%s" is told what was asked for', async (notify, expected) => {
  const r = await rig({ aliases });
  await send(r, '<u01@example.test>', [`<late@example.test>${notify}`]);
  expect(await told(r, 'u01')).toEqual(expected);
  expect(await told(r, 'u00')).toEqual([]);
});

test.each([
  ['<u02@example.test>', 'rfc822; u02@example.test delivered 2.1.5'],
  ['<single@example.test>', 'rfc822; single@example.test delivered 2.1.5'],
  ['<list@example.test>', 'rfc822; list@example.test expanded 2.1.5'],
])('a delivery to %s is told where that was asked for', async (to, expected) => {
  const r = await rig({ aliases });
  await send(r, '<u00@example.test>', [to]);
  await send(r, '<u00@example.test>', [`${to} NOTIFY=FAILURE`]);
  expect(await told(r, 'u00')).toEqual([]);
  await send(r, '<u00@example.test>', [`${to} NOTIFY=SUCCESS`]);
  expect(await told(r, 'u00')).toEqual([expected]);
});

test('one report tells of all recipients that are to be told of, and of no others', async () => {
  const r = await rig({ aliases });
  const to = [
    '<u01@example.test> NOTIFY=SUCCESS',
    '<u02@example.test>',
    '<late@example.test>',
    '<list@example.test> NOTIFY=NEVER',
  ];
  await send(r, '<u00@example.test> ENVID=QQ+2Bx RET=HDRS', [
    ...to,
    '<u02@example.test> NOTIFY=SUCCESS ORCPT=rfc822;A+2Bb@x',
  ]);
  expect(await told(r, 'u00')).toEqual([
    `rfc822; u01@example.test delivered 2.1.5, ${LATE}, rfc822; u02@example.test delivered 2.1.5`,
  ]);
  const [report] = await reports(r, 'u00');
  expect(report?.groups[0]?.get('original-envelope-id')).toBe('QQ+x');
  expect(report?.groups[3]?.get('original-recipient')).toBe('rfc822; A+b@x');
  expect(report?.parts[2]?.type).toBe('text/rfc822-headers');
});

test('LMTP tells of what it has accepted, and leaves to the client what it has refused', async () => {
  const r = await rig({ aliases });
  const deliver = r.ctx.deliver.deliver;
  r.ctx.deliver.deliver = async (b, to) =>
    (await deliver(b, to)).map((o, i) =>
      to[i]?.address === 'u01@example.test' && !to[i]?.members ? { got: 'full', missed: [] } : o,
    );
  const to = ['<late@example.test>', '<u01@example.test> NOTIFY=SUCCESS,FAILURE', '<u02@example.test> NOTIFY=SUCCESS'];
  const replies = await send(r, '<u00@example.test>', to, 'lmtp');
  expect(replies.map((x) => x.slice(0, 3))).toEqual(['250', '452', '250']);
  expect(await told(r, 'u00')).toEqual([`${LATE}, rfc822; u02@example.test delivered 2.1.5`]);
});

test('without a sender here failures are the postmaster’s, without the message, and successes nobody’s', async () => {
  for (const from of ['<>', '<a@elsewhere.example>', '<nobody@example.test>']) {
    const r = await rig({ aliases });
    await send(r, from, ['<late@example.test> NOTIFY=SUCCESS,FAILURE']);
    await send(r, from, ['<late@example.test> NOTIFY=NEVER', '<u02@example.test> NOTIFY=SUCCESS']);
    // u00 is the first account.
    expect(await told(r, 'u00')).toEqual([LATE]);
    const [report] = await reports(r, 'u00');
    expect(report?.fields.get('subject')).toBe('A message was not delivered to everybody');
    expect(report?.parts[2]?.type).toBe('text/rfc822-headers');
    expect(await told(r, 'u01')).toEqual([]);
  }
});

test('what does not reach a member of a list is told to its keeper and not to the sender', async () => {
  const r = await rig({ aliases: { list: ['u01', 'nobody'], 'owner-list': ['u02'] } });
  await send(r, '<u00@example.test> ENVID=x RET=HDRS', ['<list@example.test> NOTIFY=SUCCESS,FAILURE']);
  expect(await told(r, 'u00')).toEqual(['rfc822; list@example.test delivered 2.1.5']);
  expect(await told(r, 'u02')).toEqual(['rfc822; nobody@example.test failed 5.1.1']);
  const [report] = await reports(r, 'u02');
  expect(report?.fields.get('to')).toBe('<owner-list@example.test>');
  expect(report?.groups[0]?.has('original-envelope-id')).toBe(false);
  expect((await r.inbox('u01'))[0]).toMatch(/^Return-Path: <owner-list@example.test>\r\nReceived: /);
});

test('a sender may be an alias, and a report is not reported on', async () => {
  const r = await rig({ aliases: { ...aliases, sender: ['u00', 'nobody'] } });
  await send(r, '<sender@example.test>', ['<late@example.test>']);
  expect(await told(r, 'u00')).toEqual([LATE]);
  expect(await told(r, 'u01')).toEqual([]);
});

test('a report in UTF-8 for an address that needs it', async () => {
  const r = await rig({ aliases });
  const c = await converse(r);
  const utf8 = (s: string) => Buffer.from(s).toString('latin1');
  await c.say(
    'EHLO x',
    'MAIL FROM:<u01@example.test> SMTPUTF8',
    utf8('RCPT TO:<δ-u02@example.test> NOTIFY=SUCCESS ORCPT=utf-8;\\x{3B4}'),
    'DATA',
  );
  await c.raw('Subject: x\r\n\r\n.\r\n', 1);
  const [report] = await reports(r, 'u01');
  expect(report?.parts[1]?.type).toBe('message/global-delivery-status');
  expect(report?.groups[1]?.get('final-recipient')).toBe('utf-8; δ-u02@example.test');
  expect(report?.groups[1]?.get('original-recipient')).toBe('utf-8; δ');
});
