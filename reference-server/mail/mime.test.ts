import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { envelopeOf, parseAddresses } from './envelope.ts';
import { parseParameterized } from './fields.ts';
import { MAX_PARTS, MimeParser, type Part, partAt } from './mime.ts';

function parse(text: string, size = text.length): Part {
  const parser = new MimeParser();
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += size) parser.push(bytes.subarray(at, at + size));
  return parser.end();
}
const crlf = (...lines: string[]): string => lines.join('\r\n');
const slice = (text: string, part: Part | undefined): string | undefined =>
  part === undefined ? undefined : text.slice(...part.body);

const nested = crlf(
  'Subject: s',
  'Content-Type: multipart/mixed; boundary="b1"',
  '',
  'preamble',
  '--b1',
  '',
  'one',
  '--b1',
  'Content-Type: message/rfc822',
  '',
  'Subject: inner',
  'Content-Type: multipart/alternative; boundary=b1x',
  '',
  '--b1x',
  'Content-Type: text/html',
  '',
  'html',
  '',
  '--b1x--',
  'epilogue',
  '--b1',
  'Content-Type: message/rfc822',
  '',
  'Subject: alone',
  '',
  'text',
  '--b1--',
  'end',
  '',
);

describe('parts', () => {
  test('a plain message has a part 1 that is its body', () => {
    const text = crlf('A: b', '', 'x', 'y', '');
    const root = parse(text);
    expect(root.header).toEqual([0, 8]);
    expect(slice(text, root)).toBe('x\r\ny\r\n');
    expect(root.lines).toBe(2);
    expect(partAt(root, [1])).toBe(root);
    expect(partAt(root, [2])).toBeUndefined();
    expect(partAt(root, [1, 1])).toBeUndefined();
  });
  test('multiparts and messages nest', () => {
    const root = parse(nested);
    expect(root.parts).toHaveLength(3);
    expect(slice(nested, partAt(root, [1]))).toBe('one');
    expect(partAt(root, [2])).toMatchObject({ type: 'MESSAGE', message: { type: 'MULTIPART' } });
    expect(slice(nested, partAt(root, [2, 1]))).toBe('html\r\n');
    expect(slice(nested, partAt(root, [2, 2]))).toBeUndefined();
    expect(slice(nested, partAt(root, [3]))).toBe('Subject: alone\r\n\r\ntext');
    expect(slice(nested, partAt(root, [3, 1]))).toBe('text');
    expect(partAt(root, [3, 1, 1])).toBeUndefined();
    expect(partAt(root, [4])).toBeUndefined();
    expect(partAt(root, [2])?.lines).toBe(9);
    expect(partAt(root, [1])?.lines).toBe(0);
  });
  test('bare line feeds, no blank line, no body, no end', () => {
    const text = 'Content-Type: multipart/mixed; boundary=x\n\n--x\nA: b\n--x\n\nlast';
    const root = parse(text);
    expect(root.parts.map((p) => slice(text, p))).toEqual(['', 'last']);
    expect(root.parts[0]?.header).toEqual([47, 51]);
    expect(parse('').body).toEqual([0, 0]);
    expect(parse('A: b\r\n').header).toEqual([0, 6]);
    expect(parse('\r\nbody').header).toEqual([0, 2]);
  });
  test('an encoded message is no message, a multipart without parts is text, a digest holds messages', () => {
    const encoded = parse(crlf('Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', 'QQ=='));
    expect(encoded.message).toBeUndefined();
    expect(parse(crlf('Content-Type: multipart/mixed; boundary=x', '', 'y')).type).toBe('TEXT');
    const digest = parse(crlf('Content-Type: multipart/digest; boundary=x', '', '--x', '', 'A: b', '', 'c', '--x--'));
    expect(digest.parts[0]?.message?.body).toBeDefined();
  });
  test('parts and depth are bounded', () => {
    const many = parse(`Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\n'.repeat(5000)}`);
    expect(many.parts.length).toBeLessThanOrEqual(MAX_PARTS);
    let deep = '';
    for (let i = 0; i < 500; i++) deep += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`;
    let depth = 0;
    for (let p: Part | undefined = parse(deep); p !== undefined; p = p.parts[0]) depth++;
    expect(depth).toBeLessThan(100);
  });
  test('where the chunks are cut does not matter', () => {
    const whole = parse(nested);
    for (const size of [1, 2, 3, 7, 64]) expect(parse(nested, size)).toEqual(whole);
  });
  test('any octets give a tree whose ranges nest and cover no octet twice', () => {
    const piece = fc.constantFrom(
      '--b',
      '--b--',
      '\r\n',
      '\n',
      'Content-Type: multipart/mixed; boundary=b',
      'x',
      ' ',
      '--',
    );
    const more = fc.constantFrom(
      'Content-Type: message/rfc822',
      'a:',
      '\r\n\r\n',
      'Content-Type: multipart/x; boundary=c',
      '--c',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, more), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        (pieces, size) => {
          const text = pieces.join('');
          const root = parse(text);
          expect(parse(text, size)).toEqual(root);
          const check = (p: Part, from: number, to: number): void => {
            expect(from <= p.header[0] && p.header[0] <= p.header[1]).toBe(true);
            expect(p.header[1] <= p.body[0] && p.body[0] <= p.body[1] && p.body[1] <= to).toBe(true);
            expect(p.lines).toBe(text.slice(...p.body).split('\n').length - 1);
            let at = p.body[0];
            for (const q of p.parts) {
              check(q, at, p.body[1]);
              at = q.body[1];
            }
            if (p.message !== undefined) check(p.message, ...p.body);
          };
          check(root, 0, text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('parameters: quotes, comments, faults', () => {
  expect(parseParameterized('text/plain; charset="a\\"b" ; (c (d)) name = x=y; bad; z="un')).toEqual({
    value: 'text/plain',
    params: [
      ['charset', 'a"b'],
      ['name', 'x=y'],
      ['z', 'un'],
    ],
  });
  expect(parseParameterized('text / html')).toEqual({ value: 'text/html', params: [] });
  expect(parseParameterized('')).toEqual({ value: '', params: [] });
});

describe('addresses', () => {
  const show = (text: string): (string | undefined)[][] =>
    parseAddresses(text).map((a) => [a.name, a.route, a.mailbox, a.host]);
  test.each([
    ['a@b', [[undefined, undefined, 'a', 'b']]],
    [
      '"J, D" <j.d@x.test>, k@y',
      [
        ['J, D', undefined, 'j.d', 'x.test'],
        [undefined, undefined, 'k', 'y'],
      ],
    ],
    ['John Q. Public <j@x>', [['John Q. Public', undefined, 'j', 'x']]],
    ['j@x (John (the) D)', [['John (the) D', undefined, 'j', 'x']]],
    ['N <@a,@b:c@d>', [['N', '@a,@b', 'c', 'd']]],
    ['"a b"@[1.2.3.4]', [[undefined, undefined, 'a b', '[1.2.3.4]']]],
    ['alone', [[undefined, undefined, 'alone', '']]],
    ['', []],
    [' , (only) ,', []],
    [
      'G: a@b, c@d;, e@f',
      [
        [undefined, undefined, 'G', undefined],
        [undefined, undefined, 'a', 'b'],
        [undefined, undefined, 'c', 'd'],
        [undefined, undefined, undefined, undefined],
        [undefined, undefined, 'e', 'f'],
      ],
    ],
    [
      'undisclosed-recipients:;',
      [
        [undefined, undefined, 'undisclosed-recipients', undefined],
        [undefined, undefined, undefined, undefined],
      ],
    ],
  ])('%s', (text, expected) => {
    expect(show(text)).toEqual(expected);
  });
  test('anything is read, groups are closed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '@', '<', '>', ',', ';', ':', '"', '(', ')', '\\', '[', ' ')), (p) => {
        let depth = 0;
        for (const a of parseAddresses(p.join(''))) {
          if (a.host === undefined) depth += a.mailbox === undefined ? -1 : 1;
          expect(depth === 0 || depth === 1).toBe(true);
        }
        expect(depth).toBe(0);
      }),
    );
  });
});

test('the envelope defaults Sender and Reply-To, and tells absent from empty', () => {
  const e = envelopeOf(parse(crlf('From: a@b', 'Subject:', 'To: c@d,', ' e@f', 'Reply-To:', '', '')));
  expect(e.subject).toBe('');
  expect(e.date).toBeUndefined();
  expect(e.sender).toEqual(e.from);
  expect(e.replyTo).toEqual(e.from);
  expect(e.to.map((a) => a.mailbox)).toEqual(['c', 'e']);
  expect(e.cc).toEqual([]);
});

test('the envelope has the addresses of all destination fields of a name', () => {
  const e = envelopeOf(parse(crlf('To: a@b', 'Cc: c@d', 'TO: e@f, "g', 'To : h@i', 'Cc:', 'Bcc: j@k', '', '')));
  expect(e.to.map((a) => a.mailbox)).toEqual(['a', 'e', 'g', 'h']);
  expect([e.cc, e.bcc].map((l) => l.map((a) => a.mailbox))).toEqual([['c'], ['j']]);
  const many = crlf(...Array.from({ length: 3 }, () => `To: ${'a@b, '.repeat(900)}`), '', '');
  expect(envelopeOf(parse(many)).to).toHaveLength(2000);
});
