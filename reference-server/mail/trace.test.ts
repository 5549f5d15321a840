import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDate } from './date.ts';
import { addressLiteral, received, withProtocol } from './trace.ts';

describe('the date of a trace field', () => {
  it('is the same instant when it is read again', () => {
    const ms = fc.integer({ min: 0, max: Date.UTC(9999, 0, 1) }).map((x) => x - (x % 1000));
    fc.assert(
      fc.property(ms, fc.integer({ min: -720, max: 840 }), (t, zone) => {
        expect(Date.parse(printDate(t, zone))).toBe(t);
      }),
    );
  });
  it.each([
    [Date.UTC(2026, 0, 2, 3, 4, 5), 0, 'Fri, 2 Jan 2026 03:04:05 +0000'],
    [Date.UTC(2026, 0, 2, 3, 4, 5), -330, 'Thu, 1 Jan 2026 21:34:05 -0530'],
    [Date.UTC(2026, 11, 31, 23, 0, 0), 90, 'Fri, 1 Jan 2027 00:30:00 +0130'],
  ])('is written as it should be', (ms, zone, text) => expect(printDate(ms, zone)).toBe(text));
});

describe('the word after WITH', () => {
  it.each([
    [{ lmtp: false, extended: false, tls: true, auth: false }, 'SMTP'],
    [{ lmtp: false, extended: true, tls: false, auth: false }, 'ESMTP'],
    [{ lmtp: false, extended: true, tls: true, auth: false }, 'ESMTPS'],
    [{ lmtp: false, extended: true, tls: false, auth: true }, 'ESMTPA'],
    [{ lmtp: false, extended: true, tls: true, auth: true }, 'ESMTPSA'],
    [{ lmtp: true, extended: true, tls: false, auth: false }, 'LMTP'],
    [{ lmtp: true, extended: true, tls: true, auth: false }, 'LMTPS'],
    [{ lmtp: true, extended: true, tls: false, auth: true }, 'LMTPA'],
    [{ lmtp: true, extended: true, tls: true, auth: true }, 'LMTPSA'],
  ])('says how it came', (facts, word) => expect(withProtocol({ utf8: false, ...facts })).toBe(word));
});

describe('Received', () => {
  const facts = { helo: 'c.example', address: '', by: 's.example', with: 'LMTP' as const, id: 'x', at: 0, zone: 0 };
  it('has no address over a unix socket, and no path for several recipients', () => {
    expect(received(facts)).toBe(
      'Received: from c.example\r\n\tby s.example with LMTP id x;\r\n\tThu, 1 Jan 1970 00:00:00 +0000\r\n',
    );
  });
  it('names the address as a literal', () => {
    expect([addressLiteral('192.0.2.1'), addressLiteral('2001:db8::1'), addressLiteral('fe80::1%eth0')]).toEqual([
      '[192.0.2.1]',
      '[IPv6:2001:db8::1]',
      '[IPv6:fe80::1]',
    ]);
  });
});
