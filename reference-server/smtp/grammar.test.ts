import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandLine, isMalformed, isPrintable, parseCommandLine, printCommandLine } from './grammar.ts';

const label = fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9-]{0,8}[A-Za-z0-9])?$/);
const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((l) => l.join('.'));
const v6 = fc.ipV6().filter((a) => !a.includes('.'));
const literal = fc.oneof(
  fc.ipV4().map((a) => `[${a}]`),
  v6.map((a) => `[IPv6:${a}]`),
);
const host = fc.oneof(domain, literal);
const graphic = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map((c) => String.fromCharCode(c)),
  maxLength: 12,
});
const mailbox = fc.record({ local: graphic, domain: host });
const path = fc.record({ route: fc.array(domain, { maxLength: 2 }), local: graphic, domain: host });
const keyword = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,6}$/);
const value = fc.option(fc.stringMatching(/^[!-<>-~]{1,9}$/), { nil: undefined });
const parameters = fc.uniqueArray(fc.record({ keyword, value }), { selector: (p) => p.keyword, maxLength: 4 });
const name = fc.oneof(
  mailbox.map((m) => ({ mailbox: m })),
  graphic.map((n) => ({ name: n })),
);

const command: fc.Arbitrary<CommandLine> = fc.oneof(
  fc.record({
    verb: fc.constantFrom('EHLO' as const, 'HELO' as const, 'LHLO' as const),
    args: fc.record({ name: host }),
  }),
  fc.record({
    verb: fc.constant('MAIL' as const),
    args: fc.record({ path: fc.oneof(path, fc.constant('null' as const)), parameters }),
  }),
  fc.record({ verb: fc.constant('RCPT' as const), args: fc.record({ path, parameters }) }),
  fc.record({
    verb: fc.constant('AUTH' as const),
    args: fc.record({
      mechanism: fc.stringMatching(/^[A-Z0-9_-]{1,20}$/),
      initial: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
    }),
  }),
  fc.record({ verb: fc.constant('BDAT' as const), args: fc.record({ size: fc.maxSafeNat(), last: fc.boolean() }) }),
  fc.record({ verb: fc.constantFrom('VRFY' as const, 'EXPN' as const), args: name }),
);

const printed = (l: string): string | undefined => {
  const c = parseCommandLine(l);
  return isMalformed(c) ? undefined : printCommandLine(c);
};

describe('the command grammar', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(command, (c) => {
        expect(parseCommandLine(printCommandLine(c))).toEqual(c);
      }),
      { numRuns: 2000 },
    );
  });

  it('prints the same again from what it read of any line', () => {
    const piece = fc.constantFrom(
      'MAIL FROM:',
      'RCPT TO:',
      'VRFY ',
      '<',
      '>',
      '@',
      'a',
      '.',
      '"',
      '\\',
      ' ',
      '[1.2.3.4]',
      ':',
      ',',
      'SIZE=1',
      '=',
      '\0',
      '\xff',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 14 }).map((p) => p.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (line) => {
          const once = printed(line);
          if (once !== undefined) expect(printed(once)).toBe(once);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('reads a mutated command or says that it is malformed, and never throws', () => {
    fc.assert(
      fc.property(command, fc.nat(80), fc.string({ unit: 'binary', maxLength: 3 }), (c, at, insert) => {
        const line = printCommandLine(c);
        const got = parseCommandLine(line.slice(0, at) + insert + line.slice(at + 1));
        expect('malformed' in got || 'verb' in got).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['mail from:<a@b>', 'MAIL FROM:<a@b>'],
    ['MAIL FROM:<a@b>   ', 'MAIL FROM:<a@b>'],
    ['MAIL FROM:<a@b>  size=1', 'MAIL FROM:<a@b> SIZE=1'],
    ['RCPT TO:<"a.b"@c>', 'RCPT TO:<a.b@c>'],
    ['RCPT TO:<"\\a\\b"@c>', 'RCPT TO:<ab@c>'],
    ['RCPT TO:<""@c>', 'RCPT TO:<""@c>'],
    ['RCPT TO:<"a@b"@c>', 'RCPT TO:<"a@b"@c>'],
    ['RCPT TO:<@a,@b.c:d@e>', 'RCPT TO:<@a,@b.c:d@e>'],
    ['RCPT TO:<pOSTmaster>', 'RCPT TO:<pOSTmaster>'],
    ['RCPT TO:<a@[IPv6:::1]>', 'RCPT TO:<a@[IPv6:::1]>'],
    ['RCPT TO:<a@[IPv6:1:2:3:4:5:6:7::]>', 'RCPT TO:<a@[IPv6:1:2:3:4:5:6:7::]>'],
    ['RCPT TO:<a@[ipv6:::ffff:1.2.3.4]>', 'RCPT TO:<a@[ipv6:::ffff:1.2.3.4]>'],
    ['EHLO [1.2.3.4] and more', 'EHLO [1.2.3.4]'],
    ['VRFY <a@b>', 'VRFY <a@b>'],
    ['VRFY a@b', 'VRFY <a@b>'],
    ['VRFY a b', 'VRFY "a b"'],
    ['bdat 10 last', 'BDAT 10 LAST'],
  ])('reads %j', (line, as) => expect(printed(line)).toBe(as));

  it.each([
    'MAIL',
    'MAIL FROM',
    'MAIL FROM:',
    'MAIL FROM <a@b>',
    'MAIL FROM:<a@b>x',
    'MAIL FROM:<a@b> -x',
    'MAIL FROM:<a@b> x=',
    'MAIL FROM:<a@b> x=a=b',
    'MAIL FROM:<postmaster>',
    'MAIL FROM:<a.@b>',
    'MAIL FROM:<.a@b>',
    'MAIL FROM:<a@b.>',
    'MAIL FROM:<a@-b>',
    'MAIL FROM:<a@b->',
    'MAIL FROM:<a b@c>',
    'MAIL FROM:<"a@b>',
    'MAIL FROM:<"a\\"@b>',
    'MAIL FROM:<a@[1.2.3]>',
    'MAIL FROM:<a@[1.2.3.4.5]>',
    'MAIL FROM:<a@[1.2.3.1000]>',
    'MAIL FROM:<a@[]>',
    'MAIL FROM:<a@[IPv6:1:2:3:4:5:6:7]>',
    'MAIL FROM:<a@[IPv6:1::2::3]>',
    'MAIL FROM:<a@[IPv6:12345::]>',
    'MAIL FROM:<a@[IPv6:1:2:3:4:5:6:7:8::]>',
    'MAIL FROM:<@a:>',
    'MAIL FROM:<@a,b:c@d>',
    'MAIL FROM:<@a c@d>',
    'RCPT TO:<>',
    'RCPT TO:<postmaster@>',
    'EHLO a b',
    'EHLO -a',
    'EHLO a..b',
    'EHLO ',
    'BDAT',
    'BDAT 9007199254740993',
    'BDAT 1 LASTS',
    'AUTH',
    'AUTH PLAIN a b',
    `AUTH ${'X'.repeat(21)}`,
    'VRFY',
    'VRFY <a>',
    'NOOP \x7f',
  ])('refuses %j', (line) => expect(parseCommandLine(line)).toHaveProperty('malformed'));
});

describe('UTF-8 (RFC 6531 3.3)', () => {
  const octets = (text: string): string => Buffer.from(text).toString('latin1');

  it.each([
    ['MAIL FROM:<δοκιμή@παράδειγμα.example> SMTPUTF8', 'δοκιμή', 'παράδειγμα.example'],
    ['MAIL FROM:<"δοκιμή δύο"@example.org> SMTPUTF8', 'δοκιμή δύο', 'example.org'],
    ['MAIL FROM:<𝛿@example.org> SMTPUTF8', '𝛿', 'example.org'],
  ])('reads %j', (line, local, domain) => {
    const c = parseCommandLine(octets(line));
    expect(c).toMatchObject({ verb: 'MAIL', args: { path: { local, domain }, parameters: [{ keyword: 'SMTPUTF8' }] } });
    expect(isMalformed(c) ? undefined : printCommandLine(c)).toBe(octets(line));
  });

  it.each([
    octets('EHLO παράδειγμα.example'),
    octets('NOOP δ'),
    octets('MAIL FROM:<a@-παράδειγμα.example>'),
    octets('MAIL FROM:<a@\u200b.example>'),
    // an octet that begins nothing, one that is missing, a form longer than needed, half of a surrogate pair
    'MAIL FROM:<\x80@example.org>',
    'MAIL FROM:<\xce@example.org>',
    'MAIL FROM:<\xc0\xafa@example.org>',
    'MAIL FROM:<\xed\xa0\x80@example.org>',
  ])('refuses %j', (line) => expect(parseCommandLine(line)).toHaveProperty('malformed'));

  it('takes SMTPUTF8 behind a name, in any case', () => {
    expect(parseCommandLine('VRFY alice smtputf8')).toEqual({ verb: 'VRFY', args: { name: 'alice', utf8: true } });
    expect(parseCommandLine(octets('VRFY <δ@example.org>'))).toEqual({
      verb: 'VRFY',
      args: { mailbox: { local: 'δ', domain: 'example.org' } },
    });
  });
});

it('only printable US-ASCII and tabs may stand in a line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (s) => {
      expect(isPrintable(s)).toBe(/^[\t -~]*$/.test(s));
    }),
  );
});
