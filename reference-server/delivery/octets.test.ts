import fc from 'fast-check';
import { expect, test } from 'vitest';
import { examine, quotedPrintable } from './octets.ts';

test('octets are lines of text, or they are not', () => {
  const about = (text: string) => examine(Buffer.from(text, 'latin1'));
  expect(about('a\r\nb')).toEqual({ eightBit: false, utf8: true, lines: true });
  expect(about('\xc3\xa9\r\n')).toEqual({ eightBit: true, utf8: true, lines: true });
  expect(about('\xe9\r\n')).toEqual({ eightBit: true, utf8: false, lines: true });
  for (const binary of ['a\0b', 'a\nb', 'a\rb', 'a\r', `${'x'.repeat(999)}\r\n`, 'x'.repeat(999)])
    expect(about(binary).lines, JSON.stringify(binary.slice(0, 9))).toBe(false);
  expect(about(`${'x'.repeat(998)}\r\n${'x'.repeat(998)}`).lines).toBe(true);
  expect(about('\0\xff')).toEqual({ eightBit: true, utf8: false, lines: false });
});

/** RFC 2045 6.7, as a reader has it. */
function decode(text: string): Buffer {
  const octets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '=') octets.push(text.charCodeAt(i));
    else if (text.startsWith('\r\n', i + 1)) i += 2;
    else {
      octets.push(Number.parseInt(text.slice(i + 1, i + 3), 16));
      i += 2;
    }
  }
  return Buffer.from(octets);
}

test('quoted-printable gives back every octet, in short lines of ASCII without blanks at their ends', () => {
  const piece = fc.constantFrom('\r\n', ' ', '\t', '=', '\0', '\r', '\n', '\xff', 'a', 'b'.repeat(75), '.');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((p) => p.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const b = Buffer.from(text, 'latin1');
        const quoted = quotedPrintable(b);
        expect(decode(quoted)).toEqual(b);
        for (const line of quoted.split('\r\n')) {
          expect(line.length).toBeLessThanOrEqual(76);
          expect(line).toMatch(/^([\t !-~]*[!-~])?$/);
        }
      },
    ),
  );
});
