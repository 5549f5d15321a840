import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import type { Envelope, Event } from './envelope.ts';
import { compose } from './report.ts';
import { type ReturnOptions, returned } from './returned.ts';
import { parseReport } from './testing-report.ts';

process.env.TZ = 'UTC';

interface ParsedMail {
  subject?: string;
  text?: string;
  attachments: { contentType: string; content: Buffer }[];
}
// It comes without types.
const { simpleParser } = createRequire(import.meta.url)('mailparser') as {
  simpleParser(message: Buffer): Promise<ParsedMail>;
};

const DAY = 24 * 3_600_000;
const arrived = Date.UTC(2026, 0, 2, 3, 4, 5);
const envelope: Envelope = {
  id: 'queue1',
  sender: 'ann@example.test',
  from: { local: 'ann', domain: 'example.test' },
  lines: true,
  arrived,
  client: { name: 'client.example', address: '2001:db8::1' },
};
const failed: Event = {
  to: { path: 'u01@example.test' },
  action: 'failed',
  status: '5.1.1',
  diagnostic: '550 5.1.1 not known',
};
const facts = {
  hostname: 'mail.example.test',
  domain: 'example.test',
  to: 'ann@example.test',
  instead: false,
  token: 'tok',
  now: arrived + 1000,
};

async function report(
  events: Event[],
  o: { message?: Buffer | string; envelope?: Partial<Envelope>; returned?: Partial<ReturnOptions> } = {},
) {
  const store = memoryStore();
  const message = o.message ?? 'Subject: hello\r\n\r\nthe body\r\n';
  const text = typeof message === 'string' ? message : message.toString('latin1');
  const body = await store.put(
    (async function* () {
      yield Buffer.from(text, 'latin1');
    })(),
    1_000_000,
  );
  if ('tooLarge' in body) throw new Error('too large');
  const e = { ...envelope, ...o.envelope };
  const isFailure = events.some((x) => x.action === 'failed');
  const given = await returned(store, body, e, { failed: isFailure, max: 1000, ...o.returned });
  const octets = compose(e, events, given, facts);
  return { octets, ...parseReport(octets.toString()) };
}

test('a report of a failure says what RFC 3464 asks for', async () => {
  const r = await report([failed], { envelope: { envid: 'QQ+314=159 x' } });
  expect(r.type).toBe('multipart/report');
  expect(r.fields.get('content-type')).toContain('report-type=delivery-status');
  expect(Object.fromEntries(r.fields)).toMatchObject({
    'return-path': '<>',
    from: 'Mail delivery <postmaster@example.test>',
    to: '<ann@example.test>',
    date: 'Fri, 2 Jan 2026 03:04:06 +0000',
    'message-id': '<tok.report@mail.example.test>',
    'auto-submitted': 'auto-replied',
    'mime-version': '1.0',
  });
  expect(r.parts.map((p) => p.type)).toEqual(['text/plain', 'message/delivery-status', 'message/rfc822']);
  expect(r.parts[0]?.body).toContain('<u01@example.test>\r\n    550 5.1.1 not known');
  expect(r.groups.map((g) => Object.fromEntries(g))).toEqual([
    {
      'original-envelope-id': 'QQ+314=159 x',
      'reporting-mta': 'dns; mail.example.test',
      'received-from-mta': 'dns; client.example ([IPv6:2001:db8::1])',
      'arrival-date': 'Fri, 2 Jan 2026 03:04:05 +0000',
    },
    {
      'final-recipient': 'rfc822; u01@example.test',
      action: 'failed',
      status: '5.1.1',
      'diagnostic-code': 'smtp; 550 5.1.1 not known',
      'last-attempt-date': 'Fri, 2 Jan 2026 03:04:06 +0000',
      'final-log-id': 'queue1',
    },
  ]);
  expect(r.parts[2]?.body).toBe('Subject: hello\r\n\r\nthe body\r\n');
});

test('every recipient has a group of fields, and only a delay says until when', async () => {
  const until = arrived + 5 * DAY;
  const r = await report([
    {
      to: { path: 'a@example.test', orcpt: { type: 'RFC822', address: 'A+b@Example.org' } },
      action: 'delivered',
      status: '2.1.5',
    },
    { to: { path: 'postmaster' }, action: 'expanded', status: '2.1.5' },
    { ...failed, action: 'delayed', status: '4.2.2', diagnostic: '452 4.2.2 full', until },
    { ...failed, until },
  ]);
  const of = (name: string) => r.groups.slice(1).map((g) => g.get(name));
  expect(of('action')).toEqual(['delivered', 'expanded', 'delayed', 'failed']);
  expect(of('status')).toEqual(['2.1.5', '2.1.5', '4.2.2', '5.1.1']);
  expect(of('original-recipient')).toEqual(['RFC822; A+b@Example.org', undefined, undefined, undefined]);
  expect(of('diagnostic-code')).toEqual([undefined, undefined, 'smtp; 452 4.2.2 full', 'smtp; 550 5.1.1 not known']);
  expect(of('will-retry-until')).toEqual([undefined, undefined, 'Wed, 7 Jan 2026 03:04:05 +0000', undefined]);
  expect(r.groups[0]?.has('original-envelope-id')).toBe(false);
  expect(r.fields.get('subject')).toBe('Your message was not delivered to everybody');
});

test('the whole message is given back for a failure only, and not where less was asked for, or it is long', async () => {
  const delivered: Event = { to: { path: 'a@example.test' }, action: 'delivered', status: '2.1.5' };
  const type = async (...of: Parameters<typeof report>) => (await report(...of)).parts[2]?.type;
  expect(await type([failed])).toBe('message/rfc822');
  expect(await type([failed], { envelope: { ret: 'FULL' } })).toBe('message/rfc822');
  expect(await type([failed], { envelope: { ret: 'HDRS' } })).toBe('text/rfc822-headers');
  expect(await type([delivered], { envelope: { ret: 'FULL' } })).toBe('text/rfc822-headers');
  expect(await type([failed], { returned: { max: 27 } })).toBe('text/rfc822-headers');
  expect(await type([failed], { returned: { max: 28 } })).toBe('message/rfc822');
  expect(await type([failed], { envelope: { lines: false } })).toBe('text/rfc822-headers');
  expect((await report([failed], { envelope: { ret: 'HDRS' } })).parts[2]?.body).toBe('Subject: hello\r\n');
});

test('what is given back is labelled as what it is', async () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const about = async (message: Buffer | string, ret: 'FULL' | 'HDRS' = 'FULL') => {
    const r = await report([failed], { message, envelope: { ret } });
    const third = r.parts[2]!;
    expect(r.fields.get('content-transfer-encoding')).toBe(
      third.fields.get('content-transfer-encoding') === '8bit' ? '8bit' : undefined,
    );
    return `${third.type} ${third.fields.get('content-transfer-encoding')}`;
  };
  expect(await about('A: b\r\n\r\nc')).toBe('message/rfc822 7bit');
  expect(await about(latin('A: b\r\n\r\n\xe9'))).toBe('message/rfc822 8bit');
  expect(await about(Buffer.from('A: é\r\n\r\nc'))).toBe('message/global 8bit');
  expect(await about(Buffer.from('A: é\r\n\r\nc'), 'HDRS')).toBe('message/global-headers 8bit');
  expect(await about(latin('A: \xe9\r\n\r\nc'))).toBe('text/rfc822-headers quoted-printable');
  expect(await about('A: b\r\n\r\nx\0y')).toBe('text/rfc822-headers 7bit');
  expect(await about(`A: ${'b'.repeat(1000)}\r\n\r\nx`, 'HDRS')).toBe('text/rfc822-headers quoted-printable');
  expect(await about('\r\nno header')).toBe('message/rfc822 7bit');
  expect(await about('\r\nno header', 'HDRS')).toBe('text/rfc822-headers 7bit');
  expect(await about('A: never\r\nended', 'HDRS')).toBe('text/rfc822-headers 7bit');
});

test('addresses that need UTF-8 make the status part one of RFC 6533', async () => {
  const r = await report(
    [
      { ...failed, to: { path: 'δ-u00@example.test', orcpt: { type: 'utf-8', address: 'δ+x@bücher.example' } } },
      { ...failed, to: { path: 'u00@example.test', orcpt: { type: 'utf-8', address: 'a\r\nAction: delivered' } } },
    ],
    { message: Buffer.from('Subject: δ\r\n\r\nx') },
  );
  expect(r.parts.map((p) => p.type)).toEqual(['text/plain', 'message/global-delivery-status', 'message/global']);
  expect(r.parts[1]?.fields.get('content-transfer-encoding')).toBe('8bit');
  expect(r.fields.get('content-transfer-encoding')).toBe('8bit');
  expect(r.groups[1]?.get('final-recipient')).toBe('utf-8; δ-u00@example.test');
  expect(r.groups[1]?.get('original-recipient')).toBe('utf-8; δ+x@bücher.example');
  expect(r.groups[2]?.get('final-recipient')).toBe('rfc822; u00@example.test');
  expect(r.groups[2]?.get('original-recipient')).toBe('utf-8; a\\x{0D}\\x{0A}Action:\\x{20}delivered');
});

test('in a status part of ASCII an address of the type utf-8 is encoded', async () => {
  const r = await report([
    { ...failed, to: { path: 'a@example.test', orcpt: { type: 'UTF-8', address: 'a+b@x.example' } } },
  ]);
  expect(r.parts[1]?.type).toBe('message/delivery-status');
  expect(r.groups[1]?.get('original-recipient')).toBe('UTF-8; a\\x{2B}b@x.example');
});

test('no value adds a field or a line', async () => {
  const r = await report([
    { ...failed, to: { path: 'a@example.test', orcpt: { type: 'x', address: 'a\r\n.' } }, diagnostic: '550 a\r\nb é' },
  ]);
  expect(r.groups[1]?.get('original-recipient')).toBe('x; a+0D+0A.');
  expect(r.groups[1]?.get('diagnostic-code')).toBe('smtp; 550 a??b ?');
});

test('another parser reads it as we do', async () => {
  const { octets } = await report([failed], { message: Buffer.from('Subject: inner é\r\n\r\nbody é\r\n') });
  const mail = await simpleParser(octets);
  expect(mail.subject).toBe('Your message was not delivered to everybody');
  expect(mail.text).toContain('<u01@example.test>\n    550 5.1.1 not known');
  // It shows the status part as text.
  expect(mail.text).toContain('Final-Recipient: rfc822; u01@example.test\nAction: failed');
  expect(mail.attachments.map((a) => a.contentType)).toEqual(['message/global']);
  expect(mail.attachments[0]?.content.toString()).toBe('Subject: inner é\r\n\r\nbody é\r\n');
});
