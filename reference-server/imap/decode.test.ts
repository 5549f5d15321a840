import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeHeader, Finder, undoEncoding } from './decode.ts';
import { parseSentDay } from './sent.ts';

test.each([
  ['plain', 'plain'],
  ['=?utf-8?q?Caf=C3=A9_x?= =?UTF-8?B?w6Q=?= y', 'Café xä y'],
  ['=?iso-8859-1?q?=E4?=', 'ä'],
  ['=?iso-8859-1*en?q?=E4?=', 'ä'],
  ['a =?utf-8?q?b?=', 'a b'],
  ['=?utf-8?x?b?= =? ?= =?a', '=?utf-8?x?b?= =? ?= =?a'],
  ['=?unknown?q?=E4?=', 'ä'],
  ['\u00c3\u00a4', 'ä'],
])('header %j reads %j', (value, text) => {
  expect(decodeHeader(value)).toBe(text);
});

const cutUp = (text: string, size: number, encoding: string): string => {
  const undo = undoEncoding(encoding);
  const bytes = Buffer.from(text, 'latin1');
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) out.push(undo.push(bytes.subarray(at, at + size)));
  return Buffer.concat([...out, undo.end()]).toString('latin1');
};

test('transfer encodings are undone wherever the chunks are cut', () => {
  expect(cutUp('a=3D=\r\nb=\nc=zz=C3', 100, 'QUOTED-PRINTABLE')).toBe('a=bc=zz\u00c3');
  const octets = fc.uint8Array({ maxLength: 60 }).map((a) => Buffer.from(a));
  fc.assert(
    fc.property(octets, fc.integer({ min: 1, max: 7 }), (bytes, size) => {
      const b64 = (bytes.toString('base64').match(/.{1,8}/g) ?? []).join('\r\n');
      expect(cutUp(b64, size, 'BASE64')).toBe(bytes.toString('latin1'));
      const qp = [...bytes].map((b) => `=${b.toString(16).padStart(2, '0')}`).join('=\r\n');
      expect(cutUp(qp, size, 'QUOTED-PRINTABLE')).toBe(bytes.toString('latin1'));
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('=', 'A', '4', '\r', '\n', 'x')),
      fc.integer({ min: 1, max: 5 }),
      (p, size) => {
        expect(cutUp(p.join(''), size, 'QUOTED-PRINTABLE')).toBe(cutUp(p.join(''), 999, 'QUOTED-PRINTABLE'));
      },
    ),
  );
});

test('a string is found across pieces, and only if it is there', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 3 }), fc.array(fc.string({ maxLength: 4 })), (needle, pieces) => {
      const finder = new Finder(needle.toLowerCase());
      for (const piece of pieces) finder.push(piece);
      expect(finder.found).toBe(pieces.join('').toLowerCase().includes(needle.toLowerCase()));
    }),
  );
});

test.each([
  ['Mon, 7 Feb 1994 21:52:25 -0800', Date.UTC(1994, 1, 7)],
  ['07 feb 94 00:00', Date.UTC(1994, 1, 7)],
  ['31 Feb 2000', undefined],
  ['x', undefined],
  ['', undefined],
])('sent %j', (value, at) => {
  expect(parseSentDay(value)).toBe(at === undefined ? undefined : at / 86_400_000);
});
