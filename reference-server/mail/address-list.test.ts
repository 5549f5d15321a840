import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddressList } from './address-list.ts';

describe('parseAddressList', () => {
  it.each([
    ['', []],
    [' , ,', []],
    ['a@b.example', ['b.example']],
    ['A. Person <a@b.example>, "c d"@e.example', ['b.example', 'e.example']],
    ['<@x.example,@y.example:a@b.example>', ['b.example']],
    ['a @ b.example (some (nested) words)', ['b.example']],
    ['"quoted, with \\" and :" <a.b+c@[192.0.2.1]>', ['[192.0.2.1]']],
    ['Undisclosed recipients:;', []],
    ['Friends: a@one.example, <b@two.example>;, c@three', ['one.example', 'two.example', 'three']],
    ['(first) <a@b.example>', ['b.example']],
    ['caf\xc3\xa9 <\xc3\xa9@b\xc3\xa9.example>', ['b\xc3\xa9.example']],
  ])('reads %j', (text, domains) => {
    expect(parseAddressList(text)).toEqual({ domains });
  });

  it.each([
    'two words@b.example',
    'a@@b.example',
    '<a@@b.example>',
    'a',
    '<a>',
    '<>',
    '@b.example',
    'a@',
    'a@b..example',
    '.a@b.example',
    'a@b.example c@d.example',
    '<a@b.example',
    'a@b.example>',
    '"a@b.example',
    'a@[192.0.2.1',
    'a@b.example (open',
    'Group: a@b.example',
    'One: Two: a@b.example;;',
    ': a@b.example;',
    '<@x.example a@b.example>',
    'a@b.example\\',
    '(((',
  ])('refuses %j', (text) => {
    expect(parseAddressList(text)).toBeUndefined();
  });

  it('follows nesting to a bound', () => {
    const nested = (n: number) => `${'('.repeat(n)}${')'.repeat(n)} a@b.example`;
    expect(parseAddressList(nested(50))).toEqual({ domains: ['b.example'] });
    expect(parseAddressList(nested(51))).toBeUndefined();
  });

  it('never throws, and finds as many domains as lists have addresses', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (s) => void parseAddressList(s)));
    const one = fc.constantFrom('a@b.example', 'N <a@b.example>', '"q" <a@b.example> (c)');
    fc.assert(
      fc.property(fc.array(one), (list) => {
        expect(parseAddressList(list.join(', '))?.domains).toEqual(list.map(() => 'b.example'));
      }),
    );
  });
});
