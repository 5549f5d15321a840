import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GateOptions, HEADER_MAX, type HeaderFacts, HeaderGate } from './header.ts';

const PLAIN: GateOptions = { submission: false };
const OURS: GateOptions = { submission: false, authservIds: new Set(['mail.example.test', 'xn--bcher-kva.test']) };

function through(chunks: string[], options = PLAIN): { text: string; facts: HeaderFacts | undefined } {
  const gate = new HeaderGate(options);
  const out: Buffer[] = [];
  let facts: HeaderFacts | undefined;
  for (const c of chunks) {
    const r = gate.push(Buffer.from(c, 'latin1'));
    out.push(...r.pass);
    facts = r.facts ?? facts;
  }
  const r = gate.finish();
  out.push(...r.pass);
  return { text: Buffer.concat(out).toString('latin1'), facts: r.facts ?? facts };
}

describe('the header gate', () => {
  it('takes Return-Path fields out, folded ones too, and leaves all else', () => {
    const s =
      'return-path: <a@b>\r\nReceived: x\r\n\ty\r\nReturn-Path:\r\n <c@d>\r\n\t(more)\r\nSubject: Return-Path: z\r\n\r\nReturn-Path: body\r\n';
    expect(through([s]).text).toBe('Received: x\r\n\ty\r\nSubject: Return-Path: z\r\n\r\nReturn-Path: body\r\n');
  });

  it('counts Received fields of the header section only', () => {
    const s = `${'Received: from a\r\n\tby b\r\n'.repeat(7)}DATE: x\r\nMessage-Id : y\r\n\r\nReceived: body\r\n`;
    expect(through([s]).facts).toEqual({
      hops: 7,
      hasDate: true,
      hasFrom: false,
      hasMessageId: true,
      bare: false,
      whole: true,
    });
  });

  it.each([
    '',
    '\r\n',
    'just text\r\n',
    '\r\nDate: body\r\n',
    'no line end',
    ' folded first\r\nDate: x\r\n',
    ':\r\n',
    '\r\n\r\n',
  ])('passes %j as it is', (s) => expect(through([s]).text).toBe(s));

  it('gives the same whatever the chunks, and loses nothing but Return-Path', () => {
    const part = fc.constantFrom(
      'Return-Path: <x>\r\n',
      'Authentication-Results: mail.example.test; none\r\n',
      'Message-ID: x\r\n',
      'Received: a\r\n',
      ' fold\r\n',
      '\r\n',
      'Date: d\r\n',
      'text',
      '\r',
      '\n',
      ':',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(120), { maxLength: 9 }), (parts, at) => {
        const s = parts.join('');
        const points = [...new Set(at.map((x) => x % (s.length + 1)))].sort((x, y) => x - y);
        const chunks = [0, ...points].map((from, i) => s.slice(from, points[i] ?? s.length)).filter((c) => c !== '');
        expect(through(chunks, OURS)).toEqual(through([s], OURS));
        expect(through(s.split(''), OURS).text).toBe(through([s], OURS).text);
      }),
    );
  });

  it('holds no more than its limit', () => {
    const gate = new HeaderGate(PLAIN);
    let passed = 0;
    let pushed = 0;
    for (let i = 0; i < 100; i++) {
      const line = Buffer.from(`X-${i}: ${'y'.repeat(8000)}\r\n`);
      pushed += line.length;
      for (const p of gate.push(line).pass) passed += p.length;
      expect(pushed - passed).toBeLessThan(HEADER_MAX + 9000);
    }
    expect(passed).toBe(pushed);
  });
});

describe('results of authentication', () => {
  const utf8 = (s: string): string => Buffer.from(s).toString('latin1');
  const passes = (field: string): boolean => {
    const { text } = through([`A: b\r\n${field}\r\nSubject: x\r\n\r\n`], OURS);
    expect([`A: b\r\n${field}\r\nSubject: x\r\n\r\n`, 'A: b\r\nSubject: x\r\n\r\n']).toContain(text);
    return text.includes(field);
  };

  it.each([
    'Authentication-Results: mail.example.test; spf=pass',
    'AUTHENTICATION-results : Mail.Example.TEST; none',
    'Authentication-Results:mail.example.test;none',
    'Authentication-Results: mail.example.test',
    'Authentication-Results:\r\n\tmail.example.test\r\n\t1; none',
    'Authentication-Results: (a (nested \\) one)\r\n ) mail.example.test (x) 1 (y); none',
    'Authentication-Results: "mail.exa\\mple.test"; none',
    'Authentication-Results: "mail.\r\n example.test" 2; none',
    'Authentication-Results: mail.example.test/smtp; none',
    utf8('Authentication-Results: BÜCHER.test; none'),
    utf8('Authentication-Results: "bücher.test"; none'),
    'Authentication-Results: XN--BCHER-KVA.test; none',
    'Authentication-Results: elsewhere.example 2; none',
    'Authentication-Results: elsewhere.example (x) 10; none',
  ])('%j goes', (field) => expect(passes(field)).toBe(false));

  it.each([
    'Authentication-Results: elsewhere.example; spf=pass smtp.mailfrom=mail.example.test',
    'Authentication-Results: elsewhere.example 1; none',
    'Authentication-Results: elsewhere.example 01; none',
    'Authentication-Results: (mail.example.test) elsewhere.example; none',
    'Authentication-Results: mail.example.test.elsewhere.example; none',
    'Authentication-Results: other.mail.example.test; none',
    'Authentication-Results: ; none',
    'Authentication-Results:',
    'Authentication-Results: (mail.example.test; none',
    'X-Authentication-Results: mail.example.test; none',
    'Subject: mail.example.test',
    utf8('Authentication-Results: bûcher.test; none'),
  ])('%j stays', (field) => expect(passes(field)).toBe(true));

  it('stay as they are where the client is of the site', () => {
    const s = 'Authentication-Results: mail.example.test; none\r\n\r\n';
    expect(through([s]).text).toBe(s);
  });

  it('are read in linear time and without depth', () => {
    const s = `Authentication-Results: ${'('.repeat(100_000)}mail.example.test; none\r\n\r\n`;
    expect(through([s], OURS).text).toBe(s);
  });
});

describe('a Message-ID in submission', () => {
  const kept = (value: string): boolean => {
    const r = through([`Message-ID: ${value}\r\nA: b\r\n\r\n`], { submission: true });
    expect(r.text.includes('Message-ID')).toBe(r.facts?.hasMessageId);
    return r.facts?.hasMessageId ?? false;
  };

  it.each(['<a@b>', '<a.b+c@[127.0.0.1]>', '(x) <a@b> (y)', '\r\n <a@b>'])('%j stays', (v) =>
    expect(kept(v)).toBe(true),
  );
  it.each(['', 'a@b', '<a>', '<@b>', '<a@>', '<a b@c>', '<a@b', '<a@b> x', '<a@b@c>', '<<a@b>>'])('%j goes', (v) =>
    expect(kept(v)).toBe(false),
  );
});
