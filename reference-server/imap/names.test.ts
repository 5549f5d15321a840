import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeName, encodeName, matchesPattern } from './names.ts';

test('examples of RFC 3501 section 5.1.3', () => {
  expect(decodeName('~peter/mail/&U,BTFw-/&ZeVnLIqe-')).toBe('~peter/mail/台北/日本語');
  expect(encodeName('~peter/mail/台北/日本語')).toBe('~peter/mail/&U,BTFw-/&ZeVnLIqe-');
  expect(decodeName('a&-b')).toBe('a&b');
  expect(decodeName('&U,BTF2XlZyyKng-')).toBe('台北日本語');
});

test.each([
  '&Jjo!',
  '&U,BTFw-&ZeVnLIqe-',
  '&',
  'a&b',
  '&AGE-',
  '&2AA-',
  '&AA',
  'caf\u00e9',
  '&-&AOk',
  'a\tb',
  '&AOkA-',
])('name %j is refused', (wire) => {
  expect(decodeName(wire)).toBeUndefined();
});

test('every well-formed name has exactly one spelling', () => {
  const text = fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed());
  fc.assert(
    fc.property(text, (name) => {
      const wire = encodeName(name);
      expect([...wire].every((ch) => ch >= ' ' && ch <= '~')).toBe(true);
      expect(decodeName(wire)).toBe(name);
    }),
  );
});

test('wildcards', () => {
  expect(matchesPattern('*', 'a/b/c')).toBe(true);
  expect(matchesPattern('%', 'a/b')).toBe(false);
  expect(matchesPattern('a/%', 'a/b')).toBe(true);
  expect(matchesPattern('a/%', 'a/b/c')).toBe(false);
  expect(matchesPattern('a*c', 'a/b/c')).toBe(true);
  expect(matchesPattern('%/%', 'a/b')).toBe(true);
  expect(matchesPattern('a%', 'a')).toBe(true);
  expect(matchesPattern('', '')).toBe(true);
  expect(matchesPattern('', 'a')).toBe(false);
  expect(matchesPattern('a', 'A')).toBe(false);
});

test('wildcards agree with a regular expression', () => {
  const piece = fc.constantFrom('a', 'b', '/', '*', '%');
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), name, (pattern, n) => {
      const source = pattern.map((p) => (p === '*' ? '.*' : p === '%' ? '[^/]*' : p)).join('');
      expect(matchesPattern(pattern.join(''), n)).toBe(new RegExp(`^${source}$`).test(n));
    }),
  );
});
