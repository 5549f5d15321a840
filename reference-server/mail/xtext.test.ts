import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUnitext, decodeXtext, encodeUnitext, encodeXtext } from './xtext.ts';

const octets = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((c) => String.fromCharCode(c)) });

describe('xtext', () => {
  it('comes back from its encoding, which is printable and holds no equals sign', () => {
    fc.assert(
      fc.property(octets, (s) => {
        const text = encodeXtext(s);
        expect(text).toMatch(/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/);
        expect(decodeXtext(text)).toBe(s);
      }),
    );
  });

  it.each(['a+2b', 'a+2', '+', 'a=b', 'a b', 'a\x7f', 'caf\xe9'])('is not %j', (s) =>
    expect(decodeXtext(s)).toBeUndefined(),
  );

  it('may encode what needs no encoding', () => expect(decodeXtext('+41b+2B')).toBe('Ab+'));
});

describe('unitext', () => {
  it('comes back from its encoding, which is ASCII and free of what xtext forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (s) => {
        const text = encodeUnitext(s);
        expect(text).toMatch(/^[!-*,-<>-~]*$/);
        expect(decodeUnitext(text)).toBe(s);
      }),
    );
  });

  it('leaves characters of UTF-8 alone', () => expect(decodeUnitext('δ\\x{2B}x@example.org')).toBe('δ+x@example.org'));

  it.each(['\\', '\\x', '\\x{', '\\x{3}', '\\x{D800}', '\\x{110000}', '\\x{1234567}', '\\x{2g}', 'a\\b'])(
    'is not %j',
    (s) => expect(decodeUnitext(s)).toBeUndefined(),
  );
});
