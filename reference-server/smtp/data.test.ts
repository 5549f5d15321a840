import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataDecoder } from './data.ts';

interface Decoded {
  text: string;
  rest: string | undefined;
  bare: 'LF' | 'CR' | undefined;
}

function decode(chunks: string[], dots = true): Decoded {
  const d = new DataDecoder({ dots });
  let text = '';
  for (const [i, c] of chunks.entries()) {
    const end = d.push(Buffer.from(c, 'latin1'), (s) => {
      text += s.toString('latin1');
    });
    if (end >= 0) return { text, rest: c.slice(end) + chunks.slice(i + 1).join(''), bare: d.bare };
  }
  return { text, rest: undefined, bare: d.bare };
}

/** The rule by lines: only CR LF ends one. */
function model(all: string): Decoded {
  const lines = all.split('\r\n');
  const end = lines.indexOf('.');
  const over = end >= 0 && end < lines.length - 1;
  const kept = (over ? lines.slice(0, end) : lines).map((l) => (l.startsWith('.') ? l.slice(1) : l));
  const text = over ? kept.map((l) => `${l}\r\n`).join('') : kept.join('\r\n');
  const at = kept.map((l) => l.split('')).flatMap((l) => l.filter((c) => c === '\r' || c === '\n'));
  return {
    text,
    rest: over ? lines.slice(end + 1).join('\r\n') : undefined,
    bare: at.length > 0 ? (at[0] === '\n' ? 'LF' : 'CR') : undefined,
  };
}

const nasty = fc
  .array(fc.constantFrom('\r\n', '.', '\r', '\n', 'a', '\0', '\xff', '\r\n.', '\r\n.\r\n'), { maxLength: 30 })
  .map((p) => p.join(''));

function cut(s: string, at: number[]): string[] {
  const points = [...new Set(at.map((x) => x % (s.length + 1)))].sort((x, y) => x - y);
  return [0, ...points].map((from, i) => s.slice(from, points[i] ?? s.length)).filter((p) => p !== '');
}

describe('mail data', () => {
  it('ends where the rule by lines says, whatever the chunks', () => {
    fc.assert(
      fc.property(nasty, fc.array(fc.nat(60), { maxLength: 12 }), (body, at) => {
        const s = `${body}\r\n.\r\nQUIT\r\n`;
        expect(decode(cut(s, at))).toEqual(model(s));
      }),
      { numRuns: 2000 },
    );
  });

  it('comes back as it was before the dots were doubled', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('.', 'a', ' ', '\xe9'), maxLength: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(60)), (ls, at) => {
        const text = ls.map((l) => `${l}\r\n`).join('');
        const sent = `${ls.map((l) => `${l.startsWith('.') ? `.${l}` : l}\r\n`).join('')}.\r\n`;
        expect(decode(cut(sent, at))).toEqual({ text, rest: '', bare: undefined });
      }),
    );
  });

  it.each([
    ['a\n.\n', 'LF'],
    ['a\n.\r\n', 'LF'],
    ['a\r\n.\n', 'LF'],
    ['a\r.\r', 'CR'],
    ['a\r\n.\r', undefined],
    ['a\r\n\0.\r\n', undefined],
    ['a\n..\n', 'LF'],
    ['a\r.\r\n', 'CR'],
  ])('does not end at %j', (s, bare) => {
    expect([decode([s]).rest, decode(s.split('')).rest, decode([s]).bare]).toEqual([undefined, undefined, bare]);
  });

  it('that is empty ends at once', () => {
    expect(decode(['.\r\nNOOP\r\n'])).toEqual({ text: '', rest: 'NOOP\r\n', bare: undefined });
  });

  it('keeps a lone dot line and everything else in a chunk of known length', () => {
    expect(decode(['.a\r\n.\r\nb'], false)).toEqual({ text: '.a\r\n.\r\nb', rest: undefined, bare: undefined });
    const d = new DataDecoder({ dots: false });
    d.push(Buffer.from('a\r'), () => undefined);
    d.finish();
    expect(d.bare).toBe('CR');
  });

  it('is searched in linear time, also where no line ends as it should', () => {
    // The calls of indexOf are counted, not the time they take.
    const one = Buffer.alloc(1 << 16, '\n');
    let calls = 0;
    const real = one.indexOf.bind(one);
    one.indexOf = ((...a: Parameters<Buffer['indexOf']>) => {
      calls += 1;
      return real(...a);
    }) as Buffer['indexOf'];
    new DataDecoder({ dots: true }).push(one, () => undefined);
    expect(calls).toBeLessThanOrEqual(one.length + 2);
    calls = 0;
    one.fill('\n', 0, 1).fill('x', 1);
    new DataDecoder({ dots: true }).push(one, () => undefined);
    expect(calls).toBeLessThan(8);
  });
});
