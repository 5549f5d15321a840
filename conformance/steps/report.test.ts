import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesOf, readMedia, readReport, readStatus, typed, withoutComments } from './report.ts';
import { faultsOf } from './report-rules.ts';
import { reportValues } from './reports.ts';

const crlf = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');

const STATUS = `Reporting-MTA: dns; mail.example.test
Original-Envelope-Id: Aa 1
Arrival-Date: Tue, 3 Mar 2026 12:00:00 +0000

Original-Recipient: rfc822;Bob@example.org
Final-Recipient: RFC822; bob@example.test
Action: Delivered (to mailbox)
Status: 2.0.0 (success)

Final-Recipient: rfc822; carol@example.test
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550-no
 550 such user
`;

const report = (status = STATUS, third = 'Content-Type: text/rfc822-headers\n\nSubject: t1\n') =>
  crlf(`Return-Path: <>
From: Mail System <postmaster@example.test>
To: <alice@example.test>
Subject: delivered
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type="delivery-status"; (a comment; with one)
\tboundary="b;1"

a preamble
--b;1

Here you are.
--b;1
Content-Type: message/delivery-status

${status}
--b;1
${third}
--b;1--
an epilogue
`);

describe('a report', () => {
  test('is read part by part', () => {
    const r = readReport(report());
    expect(r.media.type).toBe('multipart/report');
    expect(r.parts.map((p) => p.media.type)).toEqual(['text/plain', 'message/delivery-status', 'text/rfc822-headers']);
    expect(r.parts[2]?.content).toBe('Subject: t1\r\n');
    expect(r.status?.message.map((f) => f.name)).toEqual(['reporting-mta', 'original-envelope-id', 'arrival-date']);
    expect(r.status?.recipients).toHaveLength(2);
    expect(Object.entries(faultsOf(r)).filter(([, said]) => said !== '')).toEqual([]);
  });

  test('is bound by name, for the first recipient or the one asked for', () => {
    const first = reportValues(report());
    expect(first.get('report-type')).toBe('delivery-status');
    expect(first.get('return-path')).toBe('');
    expect(first.get('from')).toBe('postmaster@example.test');
    expect(first.get('action')).toBe('delivered');
    expect(first.get('status')).toBe('2.0.0');
    expect(first.get('original-envelope-id')).toBe('Aa 1');
    expect(first.get('original-recipient.value')).toBe('Bob@example.org');
    expect(first.get('final-recipient.type')).toBe('rfc822');
    expect(first.get('text')).toBe('Here you are.');
    const second = reportValues(report(), 'CAROL@example.test');
    expect(second.get('action')).toBe('failed');
    expect(second.get('original-recipient')).toBe('');
    expect(second.get('diagnostic-code.value')).toBe('550-no 550 such user');
    expect(second.get('remote-mta')).toBe('');
  });

  test('of a kind of its own is all empty', () => {
    const values = reportValues(crlf('Subject: sorry\n\nIt did not work.\n'));
    expect(values.get('type')).toBe('text/plain');
    expect(values.get('parts')).toBe('0');
    expect(values.get('return-path')).toBe('none');
    expect(values.get('errors.grammar')).toContain('no delivery status');
  });

  test('may be internationalized', () => {
    const raw = report().toString('latin1').replace('message/delivery-status', 'message/global-delivery-status');
    const utf8 = raw.replace('bob@example.test', Buffer.from('bøb@example.test').toString('latin1'));
    const r = readReport(Buffer.from(utf8, 'latin1'));
    expect(faultsOf(r).bits).toBe('');
    expect(r.status?.recipients).toHaveLength(2);
  });

  test.each<[string, (text: string) => string, keyof ReturnType<typeof faultsOf>, RegExp]>([
    ['no empty line between groups', (s) => s.replace('\n\nOriginal', '\nOriginal'), 'grammar', /stands among/],
    ['two empty lines', (s) => s.replace('\n\nOriginal', '\n\n\nOriginal'), 'grammar', /empty line/],
    ['no field', (s) => s.replace('Action: failed', 'failed'), 'grammar', /"failed" is no field/],
    ['no group', (s) => s.slice(0, s.indexOf('\n\n')), 'grammar', /no group/],
    ['no type', (s) => s.replace('dns; ', ''), 'grammar', /reporting-mta has no type/],
    ['a field twice', (s) => s.replace('Action: failed', 'Action: failed\nAction: failed'), 'repeats', /action twice/],
    ['a named zone', (s) => s.replace('+0000', 'GMT'), 'dates', /arrival-date/],
    ['a status of words', (s) => s.replace('5.1.1', 'no such user'), 'status', /"no such user" is no status/],
    ['words for a reply', (s) => s.replace('550-no', 'sorry'), 'diagnostic', /is no reply/],
    ['no domain', (s) => s.replace('mail.example.test', 'mail'), 'domain', /mail is no domain/],
    ['a name of its own', (s) => s.replace('Action: failed', 'Queue-Id: 7\nAction: failed'), 'names', /queue-id/],
    ['eight bits', (s) => s.replace('such user', 'such \xff'), 'bits', /above 127/],
  ])('%s is told', (_, change, rule, said) => {
    const faults = faultsOf(readReport(report(change(STATUS))));
    expect(faults[rule]).toMatch(said);
  });

  test('an encoded status is read and told', () => {
    const raw = report().toString('latin1');
    const marked = raw.replace(
      'delivery-status\r\n\r\n',
      'delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    );
    const encoded = marked.replace(STATUS.replaceAll('\n', '\r\n'), `${Buffer.from(STATUS).toString('base64')}\r\n`);
    expect(faultsOf(readReport(Buffer.from(encoded, 'latin1'))).bits).toMatch(/base64/);
  });

  test.each([
    ['Content-Type: message/rfc822\n\nSubject: t1\n', 'a header alone as message/rfc822'],
    ['Content-Type: message/rfc822\n\nSubject: t1\n\n', 'a header alone as message/rfc822'],
    ['Content-Type: message/rfc822\n\nSubject: t1\n\nbody\n', ''],
    ['Content-Type: text/rfc822-headers\n\nSubject: t1\n', ''],
  ])('what is returned is labelled: %j', (third, said) => {
    expect(faultsOf(readReport(report(STATUS, third))).returned).toBe(said);
  });

  test('anything can be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (octets, inside) => {
        const raw = inside
          ? Buffer.concat([report().subarray(0, 300), octets, report().subarray(300)])
          : Buffer.from(octets);
        expect(reportValues(raw).get('type')).toBeDefined();
      }),
    );
  });
});

describe('the parts of a report', () => {
  test('comments nest, and quoted strings keep theirs', () => {
    expect(withoutComments('failed (a (nested) one) ')).toBe('failed');
    expect(withoutComments('x; y="(kept)" (gone \\) too)')).toBe('x; y="(kept)"');
  });

  test('a media type in any case', () => {
    const media = readMedia('Multipart/REPORT; Boundary="a\\"b"; report-TYPE=Delivery-Status');
    expect(media.type).toBe('multipart/report');
    expect([...media.parameters]).toEqual([
      ['boundary', 'a"b'],
      ['report-type', 'Delivery-Status'],
    ]);
    expect(readMedia(undefined).type).toBe('text/plain');
  });

  test('types before a semicolon', () => {
    expect(typed('DNS ; mail.example.test')).toEqual({ type: 'dns', value: 'mail.example.test' });
    expect(typed('mail.example.test')).toBeUndefined();
    expect(typed('two words; x')).toBeUndefined();
  });

  test('groups and the addresses they are about', () => {
    const s = readStatus(STATUS.replaceAll('\n', '\r\n'));
    expect(s.problems).toEqual([]);
    expect(s.recipients.map(addressesOf)).toEqual([['bob@example.org', 'bob@example.test'], ['carol@example.test']]);
  });
});
