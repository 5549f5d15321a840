import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommand, printCommand, type Request, VERBS } from './command.ts';
import { Cursor, SyntaxFault } from './cursor.ts';
import { dayOf, parseDateTime, printDateTime } from './date.ts';
import { resolveSequenceSet } from './sequence.ts';

const parse = (text: string): Request => parseCommand(text).request;

describe('commands of RFC 3501', () => {
  test('LOGIN takes atoms, quoted strings and literals', () => {
    expect(parse('a LOGIN fred {3}\r\na b')).toEqual({ verb: 'LOGIN', user: 'fred', password: 'a b' });
    expect(parse('a login "a\\"b\\\\c" {2+}\r\n\r\n')).toEqual({ verb: 'LOGIN', user: 'a"b\\c', password: '\r\n' });
  });
  test('FETCH items, sections and partials', () => {
    expect(parse('a FETCH 1:*,3 (FLAGS BODY.PEEK[2.1.HEADER.FIELDS.NOT (to "x y")]<0.2048> RFC822.TEXT)')).toEqual({
      verb: 'FETCH',
      set: [
        [1, Number.POSITIVE_INFINITY],
        [3, 3],
      ],
      items: [
        { item: 'FLAGS' },
        {
          item: 'BODY[]',
          peek: true,
          section: { part: [2, 1], text: 'HEADER.FIELDS.NOT', fields: ['to', 'x y'] },
          partial: { offset: 0, length: 2048 },
        },
        { item: 'RFC822.TEXT' },
      ],
    });
    expect(parse('a UID FETCH 4 fast')).toMatchObject({ verb: 'UID FETCH', items: [{}, {}, { item: 'RFC822.SIZE' }] });
    expect(parse('a FETCH 1 body')).toMatchObject({ items: [{ item: 'BODY' }] });
    expect(parse('a FETCH 1 bodystructure')).toMatchObject({ items: [{ item: 'BODYSTRUCTURE' }] });
    expect(parse('a FETCH 1 BODY[1.MIME]')).toMatchObject({ items: [{ section: { part: [1], text: 'MIME' } }] });
  });
  test('SEARCH keys', () => {
    const search = 'a SEARCH CHARSET US-ASCII UNSEEN NOT (OR 1:3 UID 7 SINCE 1-Feb-1994) KEYWORD $x HEADER a ""';
    expect(parse(search)).toMatchObject({
      search: {
        charset: 'US-ASCII',
        keys: [
          { key: 'FLAG', flag: '\\Seen', set: false },
          { key: 'NOT', of: { key: 'AND', of: [{ key: 'OR' }, { key: 'DATE', rule: 'SINCE', day: 8797 }] } },
          { key: 'FLAG', flag: '$x', set: true },
          { key: 'HEADER', name: 'a', value: '' },
        ],
      },
    });
  });
  test('UTF-8 in quotes is taken in a search that says so', () => {
    const text = 'BODY "\u00c3\u00a4"';
    expect(parse(`a SEARCH CHARSET utf-8 ${text}`)).toMatchObject({ search: { keys: [{ value: '\u00c3\u00a4' }] } });
    expect(() => parse(`a SEARCH ${text}`)).toThrow(SyntaxFault);
  });
  test('APPEND with and without flags and date', () => {
    expect(parse('a APPEND x {1}\r\ny')).toMatchObject({ mailbox: 'x', flags: undefined, at: undefined, message: 'y' });
    const full = 'a APPEND x (\\seen k) " 7-Jul-1996 02:44:25 -0700" {0}\r\n';
    expect(parse(full)).toMatchObject({ flags: ['\\Seen', 'k'], at: { date: 836732665000, zone: -420 }, message: '' });
  });
  test.each([
    'a  NOOP',
    'a NOOP ',
    ' a NOOP',
    'a+ NOOP',
    'a\tNOOP',
    'a NOOP\0',
    'NOOP',
    '',
    'a',
    'a UID',
    'a UID NOOP',
    'a LOGIN x',
    'a LOGIN x "y',
    'a LOGIN x "\u00e9"',
    'a LOGIN x "\\n"',
    'a LOGIN x {3}\r\nab',
    'a LOGIN x {1}\r\n\0',
    'a LOGIN x {4294967296}\r\n',
    'a SELECT a*b',
    'a FETCH 0 FLAGS',
    'a FETCH 01 FLAGS',
    'a FETCH 4294967296 FLAGS',
    'a FETCH 1: FLAGS',
    'a FETCH 1,,2 FLAGS',
    'a FETCH 1 (ALL FLAGS)',
    'a FETCH 1 ()',
    'a FETCH 1 BODY[MIME]',
    'a FETCH 1 BODY[0]',
    'a FETCH 1 BODY[1.]',
    'a FETCH 1 BODY[]<0.0>',
    'a FETCH 1 BODY.PEEK',
    'a STORE 1 FLAGS (\\Recent)',
    'a STORE 1 FLAGS',
    'a APPEND x (\\Recent) {0}\r\n',
    'a APPEND x "31-Feb-2020 00:00:00 +0000" {0}\r\n',
    'a APPEND x "1-Feb-2020 00:00:00 +0000" {0}\r\n',
    'a STATUS x ()',
    'a SEARCH ON 32-Jan-2020',
    'a SEARCH OR ALL',
    'a SEARCH NOT',
    'a ENABLE',
  ])('%j is refused', (text) => {
    expect(() => parseCommand(text)).toThrow(SyntaxFault);
  });
  test('nesting and keys of a search are bounded', () => {
    expect(() => parse(`a SEARCH ${'NOT '.repeat(65)}ALL`)).toThrow('too deep');
    expect(() => parse(`a SEARCH ${'('.repeat(100_000)}`)).toThrow('too deep');
    expect(() => parse(`a SEARCH${' ALL'.repeat(1001)}`)).toThrow('too many keys');
  });
});

test('sequence sets: * is the largest, order and overlap do not matter', () => {
  const set = (text: string): [number, number][] => {
    const r = parse(`a COPY ${text} x`);
    return r.verb === 'COPY' ? r.set : [];
  };
  expect(resolveSequenceSet(set('2,4:7,9,12:*'), 15)).toEqual([
    [2, 2],
    [4, 7],
    [9, 9],
    [12, 15],
  ]);
  expect(resolveSequenceSet(set('*:4,5:7'), 10)).toEqual([[4, 10]]);
  expect(resolveSequenceSet(set('3291:*'), 7)).toEqual([[7, 3291]]);
  expect(resolveSequenceSet(set('*'), 0)).toEqual([]);
});

test('a date is printed in the zone it came in', () => {
  const at = parseDateTime(new Cursor('"17-Jul-1996 02:44:25 -0730"'));
  expect(printDateTime(at)).toBe('"17-Jul-1996 02:44:25 -0730"');
  expect(dayOf(at)).toBe(Math.floor(Date.UTC(1996, 6, 17) / 86_400_000));
});

// What the properties draw requests from.
const latin = (max = 12) =>
  fc.array(fc.integer({ min: 1, max: 255 }), { maxLength: max }).map((a) => String.fromCharCode(...a));
const atom = fc.stringMatching(/^[A-Za-z0-9$._-]{1,8}$/);
const seq = fc.oneof(fc.integer({ min: 1, max: 0xffffffff }), fc.constant(Number.POSITIVE_INFINITY));
const seqSet = fc.array(fc.tuple(seq, seq), { minLength: 1, maxLength: 4 });
const flag = fc.oneof(fc.constantFrom('\\Seen', '\\Deleted', '\\Answered', '\\Flagged', '\\Draft'), atom);
const section = fc
  .record({
    part: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
    text: fc.constantFrom('HEADER' as const, 'TEXT' as const, 'HEADER.FIELDS' as const, undefined),
    fields: fc.array(latin(), { minLength: 1, maxLength: 3 }),
  })
  .map(({ part, text, fields }) => ({
    part,
    ...(text === undefined ? {} : { text }),
    ...(text === 'HEADER.FIELDS' ? { fields } : {}),
  }));
const fetchItem = fc.oneof(
  fc.constantFrom({ item: 'FLAGS' as const }, { item: 'BODY' as const }, { item: 'RFC822.HEADER' as const }),
  fc.record({ item: fc.constant('BODY[]' as const), peek: fc.boolean(), section }),
  fc.record({
    item: fc.constant('BODY[]' as const),
    peek: fc.boolean(),
    section,
    partial: fc.record({ offset: fc.nat(), length: fc.integer({ min: 1, max: 9999 }) }),
  }),
);
const searchKey = fc.letrec((tie) => ({
  key: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ key: fc.constantFrom('ALL', 'NEW', 'OLD', 'RECENT') }),
    fc.record({ key: fc.constant('FLAG'), flag, set: fc.boolean() }),
    fc.record({ key: fc.constantFrom('SEQ', 'UID'), set: seqSet }),
    fc.record({
      key: fc.constant('DATE'),
      rule: fc.constantFrom('ON', 'SENTSINCE', 'BEFORE'),
      day: fc.integer({ min: -9999, max: 99999 }),
    }),
    fc.record({ key: fc.constant('SIZE'), rule: fc.constantFrom('LARGER', 'SMALLER'), octets: fc.nat() }),
    fc.record({ key: fc.constant('FIELD'), in: fc.constantFrom('FROM', 'TEXT'), value: latin() }),
    fc.record({ key: fc.constant('HEADER'), name: latin(), value: latin() }),
    fc.record({ key: fc.constant('NOT'), of: tie('key') }),
    fc.record({ key: fc.constant('OR'), a: tie('key'), b: tie('key') }),
    fc.record({ key: fc.constant('AND'), of: fc.array(tie('key'), { minLength: 1, maxLength: 3 }) }),
  ),
})).key;
const at = fc
  .record({ date: fc.integer({ min: 0, max: 4_000_000_000 }), zone: fc.integer({ min: -720, max: 840 }) })
  .map(({ date, zone }) => ({ date: date * 1000, zone }));
const request = fc.oneof(
  fc.record({ verb: fc.constantFrom('NOOP', 'CLOSE', 'IDLE') }),
  fc.record({ verb: fc.constantFrom('SELECT', 'DELETE'), mailbox: latin(40) }),
  fc.record({ verb: fc.constant('LOGIN'), user: latin(), password: latin() }),
  fc.record({ verb: fc.constant('RENAME'), from: latin(), to: latin() }),
  fc.record({ verb: fc.constantFrom('LIST', 'LSUB'), reference: latin(), pattern: latin() }),
  fc.record({ verb: fc.constantFrom('FETCH', 'UID FETCH'), set: seqSet, items: fc.array(fetchItem, { minLength: 1 }) }),
  fc.record({
    verb: fc.constantFrom('STORE', 'UID STORE'),
    set: seqSet,
    op: fc.constantFrom('set', 'add', 'remove'),
    silent: fc.boolean(),
    flags: fc.array(flag),
  }),
  fc.record({
    verb: fc.constant('SEARCH'),
    search: fc.oneof(
      fc.record({ keys: fc.array(searchKey, { minLength: 1, maxLength: 4 }) }),
      fc.record({ charset: atom, keys: fc.array(searchKey, { minLength: 1, maxLength: 4 }) }),
    ),
  }),
  fc.record({
    verb: fc.constant('APPEND'),
    mailbox: latin(),
    flags: fc.option(fc.array(flag), { nil: undefined }),
    at: fc.option(at, { nil: undefined }),
    message: latin(100),
  }),
  fc.record({
    verb: fc.constant('ID'),
    pairs: fc.option(fc.array(fc.tuple(latin(), fc.option(latin(), { nil: undefined })), { maxLength: 4 }), {
      nil: undefined,
    }),
  }),
) as fc.Arbitrary<Request>;

describe('properties', () => {
  test('parsing what is printed gives the same command', () => {
    fc.assert(
      fc.property(atom, request, (tag, r) => {
        expect(parseCommand(printCommand(tag, r))).toEqual({ tag, request: r });
      }),
    );
  });
  test('anything else throws SyntaxFault alone, and what parses prints stably', () => {
    const mutated = fc.tuple(request, fc.array(fc.tuple(fc.nat(), latin(2)), { maxLength: 3 })).map(([r, edits]) => {
      let text = printCommand('a', r);
      for (const [where, put] of edits) {
        const i = where % (text.length + 1);
        text = text.slice(0, i) + put + text.slice(i + 1);
      }
      return text;
    });
    const verbish = fc.tuple(fc.constantFrom(...VERBS), latin(30)).map(([v, s]) => `a ${v} ${s}`);
    fc.assert(
      fc.property(fc.oneof(mutated, verbish, latin(200)), (text) => {
        try {
          const { tag, request: r } = parseCommand(text);
          expect(parseCommand(printCommand(tag, r))).toEqual({ tag, request: r });
        } catch (e) {
          if (!(e instanceof SyntaxFault)) throw e;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
