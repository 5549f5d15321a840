import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUT_ENDS, segments } from './cut.ts';
import { LIMITS } from './limits.ts';
import { createTranscript, fromNdjson, keepWithin, toNdjson, visible, visibleTranscript } from './transcript.ts';

const clock = () => {
  let t = 0;
  return () => t++;
};

describe('transcript', () => {
  it('keeps the buffers themselves, in order, with their time', () => {
    const t = createTranscript(clock());
    const bytes = Buffer.from('NOOP\r\n');
    t.add('a', 'C', false, bytes);
    t.note('a', 'hm');
    expect(t.entries[0]?.bytes).toBe(bytes);
    expect(t.entries.map((e) => e.at)).toEqual([1, 2]);
  });

  it('is bounded while it runs', () => {
    const t = createTranscript();
    const part = Buffer.alloc(LIMITS.heldTranscript / 2);
    for (let i = 0; i < 5; i++) t.add('a', 'C', false, part);
    expect(t.entries.map((e) => e.from)).toEqual(['C', 'C', 'note']);
  });

  it('is cut to what is kept, and says so', () => {
    const t = createTranscript();
    t.add('a', 'C', false, Buffer.from('12345'));
    t.add('a', 'S', false, Buffer.from('67890'));
    expect(keepWithin(t, 10)).toBe(t.entries);
    expect(keepWithin(t, 7).map((e) => String(e.bytes))).toEqual(['12345', '67', '3 octets left out']);
  });

  it('reads back what it wrote', () => {
    const from = fc.constantFrom('C' as const, 'S' as const);
    fc.assert(
      fc.property(fc.array(fc.tuple(from, fc.uint8Array())), (said) => {
        const t = createTranscript(clock());
        for (const [who, bytes] of said) t.add('x', who, true, Buffer.from(bytes));
        expect(fromNdjson(toNdjson(t.entries, { cell: 'base' }))).toMatchObject([...t.entries]);
      }),
    );
  });

  it('shows controls', () => {
    expect(visible(Buffer.from('a\r\n\0\t\x7f\xe9', 'latin1'))).toBe('a␍␊␀␉\\x7F\\xE9');
    const t = createTranscript();
    t.add('a', 'S', false, Buffer.from('250-x\r\n250 y\r\n'));
    t.add('a', 'C', true, Buffer.from('QUIT'));
    expect(visibleTranscript(t.entries)).toBe('S: 250-x␍␊\nS: 250 y␍␊\nC*: QUIT');
    expect(visibleTranscript(t.entries, 8)).toBe('S: …0 y␍␊\nC*: QUIT'.replace('…0 y', '… y'));
  });
});

describe('segments', () => {
  const text = (b: Buffer, cut: 'octet' | 'split') => segments(b, cut).map(String);

  it('cuts inside CRLF, around the dot that ends data, and in the middle', () => {
    expect(text(Buffer.from('ab\r\n.\r\n'), 'split')).toEqual(['ab\r', '\n', '.', '\r', '\n']);
    expect(text(Buffer.from('word'), 'split')).toEqual(['wo', 'rd']);
  });

  it('cuts every octet of a command, and only the ends of a body', () => {
    expect(text(Buffer.from('NOOP\r\n'), 'octet')).toEqual(['N', 'O', 'O', 'P', '\r', '\n']);
    expect(segments(Buffer.alloc(10_000), 'octet')).toHaveLength(2 * CUT_ENDS + 1);
  });

  it('loses and reorders nothing', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.constantFrom('octet', 'split', 'coalesced' as const),
        (b, cut) => {
          const bytes = Buffer.from(b);
          const parts = segments(bytes, cut);
          expect(Buffer.concat(parts).equals(bytes)).toBe(true);
          expect(parts.length === 1 || parts.every((p) => p.length > 0)).toBe(true);
        },
      ),
    );
  });
});
