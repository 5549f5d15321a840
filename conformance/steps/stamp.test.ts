import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPath } from './path.ts';
import { noStamp, readStamp, STAMP_RULES, type StampRule, stampTokens } from './stamp.ts';

const DATE = 'Sat, 21 Nov 2026 03:14:00 +0000';

const wrong = (value: string) => STAMP_RULES.filter((rule) => readStamp(value).faults[rule] !== '');

describe('a Received field', () => {
  test('has clauses', () => {
    const value = ` from c.example ([192.0.2.1] (x \\) y)) by d.example via tcp with ESMTPS id 7 for <u@x.example> (tls); ${DATE}`;
    const stamp = { from: 'c.example', by: 'd.example', via: 'tcp', with: 'ESMTPS', id: '7', for: '<u@x.example>' };
    expect(readStamp(value).stamp).toEqual({ ...stamp, date: DATE });
    expect(readStamp(' by d.example; yesterday').stamp).toEqual({ by: 'd.example', date: 'yesterday' });
    expect(readStamp(' from c.example').stamp).toEqual({});
  });

  test.each([
    ` from client.example.org by mail.example.net; ${DATE}`,
    ` from client.example.org ([192.0.2.1]) by mail.example.net with ESMTP id 4bX-1 for <u@example.net>; ${DATE}`,
    ` FROM c.example (unknown [IPv6:2001:db8::1]) BY d.example ([192.0.2.7]) VIA TCP WITH esmtps ID <1@c.example>; ${DATE}`,
    ` from [192.0.2.1] ([192.0.2.1]) by d.example; ${DATE} (UTC)`,
    ` from c.example (any (nested \\) comment)) (another) by d.example (maker 1.0) with LMTP; ${DATE}`,
    ` from c.example by d.example for "a b"@example.net tls TLS_AES_256_GCM_SHA384 priority "3;x"; ${DATE}`,
    ` from c.example by d.example for <@a.example,@b.example:u@example.net>;\t${DATE}`,
    ' from c.example by d.example with UTF8SMTPSA; 1 Jan 2026 00:00 -1130',
    ' from c.example by d.example; Thu,  1 Jan 2026 23:59:60 -0000 (CET) (again)',
  ])('%s', (value) => {
    expect(wrong(value)).toEqual([]);
  });

  test.each<[string, ...StampRule[]]>([
    ['from c.example by d.example', 'structure'],
    [`by d.example with SMTP; ${DATE}`, 'structure'],
    [`from c.example with SMTP; ${DATE}`, 'structure'],
    [`from c.example by d.example with; ${DATE}`, 'structure'],
    [`from c.example by d.example with (SMTP) SMTP; ${DATE}`, 'structure'],
    [`from c.example (( by d.example; ${DATE}`, 'structure'],
    [`from c.example by d.example "x" y; ${DATE}`, 'structure'],
    [`from _ by d.example; ${DATE}`, 'from'],
    [`from [192.0.2.1] by d.example; ${DATE}`, 'from'],
    [`from [192.0.2.1] (helo=c.example) by d.example; ${DATE}`, 'from'],
    [`from c.example by d..example; ${DATE}`, 'by'],
    [`from c.example by d.example via PIGEON; ${DATE}`, 'via'],
    [`from c.example by d.example with FASTMAIL; ${DATE}`, 'with'],
    [`from c.example by d.example id 1.2; ${DATE}`, 'id'],
    [`from c.example by d.example for u; ${DATE}`, 'for'],
    [`from c.example by d.example for <u@x.example>,<v@x.example>; ${DATE}`, 'for'],
    [`from c.example by d.example with SMTP queue slow; ${DATE}`, 'clauses'],
    [`from c.example by d.example id 1 with SMTP; ${DATE}`, 'order'],
    [`from c.example by d.example with SMTP with SMTP; ${DATE}`, 'order'],
    [`from c.example by d.example tls X id 1; ${DATE}`, 'order'],
    ['from c.example by d.example; yesterday', 'date'],
    [`from c.example by d.example;${DATE}`, 'date'],
    ['from c.example by d.example; Sun, 21 Nov 2026 03:14:00 +0000', 'date'],
    ['from c.example by d.example; 31 Feb 2026 03:14:00 +0000', 'date'],
    ['from c.example by d.example; 21 Nov 2026 24:14:00 +0000', 'date'],
    ['from c.example by d.example; 21 Nov 2026 03:14:00 +0075', 'date'],
    ['from c.example by d.example; 21 Nov (x) 2026 03:14:00 +0000', 'date'],
    [`from c.example by d.example; ${DATE} CET`, 'date'],
    ['from c.example by d.example; Sat, 21 Nov 26 03:14:00 +0000', 'year'],
    ['from c.example by d.example; Sat, 21 Nov 2026 03:14:00 GMT', 'zone'],
    ['from c.example by d.example; 21 Nov 26 03:14:00 EST', 'year', 'zone'],
  ])('%s', (value, ...rules) => {
    expect(wrong(` ${value}`)).toEqual(rules);
  });

  test('is wrong in every way where there is none', () => {
    expect(Object.values(noStamp().faults).every((said) => said !== '')).toBe(true);
  });

  test('is read to its end, whatever it holds', () => {
    const piece = fc.constantFrom('from ', 'by ', 'with ', ';', '(', ')', '"', '\\', 'x', ' ', '<a@b.c>', DATE);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const value = pieces.join('');
        expect(Object.keys(readStamp(value).faults)).toEqual([...STAMP_RULES]);
        const tokens = stampTokens(value);
        const kept = (s: string) => s.replace(/[ \t]/g, '');
        if (tokens) expect(kept(tokens.map((t) => t.text).join(''))).toBe(kept(value));
      }),
    );
  });
});

describe('a path', () => {
  test.each([
    ['<>', ''],
    ['<a.b@x.example>', 'a.b@x.example'],
    ['<"a b\\""@x.example>', '"a b\\""@x.example'],
    ['<""@x.example>', '""@x.example'],
    ['<a@[192.0.2.1]>', 'a@[192.0.2.1]'],
    ['<@o.example,@p.example:a@x.example>', 'a@x.example'],
    ['<\xc3\xa4@x.example>', '\xc3\xa4@x.example'],
  ])('%s', (text, mailbox) => {
    expect(readPath(text)).toBe(mailbox);
  });

  test.each(['', 'a@x.example', '<a>', '<a@>', '<a b@x.example>', '<a@x.example', '<@o.example:>', '<a@-x.example>'])(
    '%s is none',
    (text) => {
      expect(readPath(text)).toBeUndefined();
    },
  );
});
