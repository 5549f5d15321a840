import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEADER_MAX, type HeaderFacts, HeaderGate } from './header.ts';

function through(chunks: string[]): { text: string; facts: HeaderFacts | undefined } {
  const gate = new HeaderGate();
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
    expect(through([s]).facts).toEqual({ hops: 7, hasDate: true, hasMessageId: true, whole: true });
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
        expect(through(chunks)).toEqual(through([s]));
        expect(through(s.split('')).text).toBe(through([s]).text);
      }),
    );
  });

  it('holds no more than its limit', () => {
    const gate = new HeaderGate();
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
