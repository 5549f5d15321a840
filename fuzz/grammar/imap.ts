import fc from 'fast-check';
import type { Request } from '../../reference-server/imap/grammar/command.ts';
import type { FetchItem, Section } from '../../reference-server/imap/grammar/fetch.ts';
import type { SearchKey } from '../../reference-server/imap/grammar/search.ts';
import type { SequenceSet } from '../../reference-server/imap/grammar/sequence.ts';

/** Any octets a string argument may hold: literals take all but NUL. */
const octets = fc
  .array(fc.integer({ min: 1, max: 255 }), { maxLength: 40 })
  .map((a) => Buffer.from(a).toString('latin1'));
const word = fc.stringMatching(/^[A-Za-z0-9$_-]{1,12}$/);
const text = fc.oneof(word, octets, fc.constantFrom('INBOX', 'a/b', '&AOk-', '', '"', '\\', '{3}', 'NIL'));
const number = fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 0xffffffff }));
const nzNumber = number.map((n) => (n === 0 ? 1 : n));
const seq = fc.oneof(
  { weight: 4, arbitrary: nzNumber },
  { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
export const sequenceSet: fc.Arbitrary<SequenceSet> = fc.array(
  fc.oneof(
    seq.map((n): [number, number] => [n, n]),
    fc.tuple(seq, seq),
  ),
  { minLength: 1, maxLength: 6 },
);
const flag = fc.oneof(fc.constantFrom('\\Seen', '\\Deleted', '\\Answered', '\\Flagged', '\\Draft'), word);
const flags = fc.array(flag, { maxLength: 5 });
const day = fc.integer({ min: -719_162, max: 2_932_896 });

const section: fc.Arbitrary<Section> = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
    fc.constantFrom(undefined, 'HEADER', 'TEXT', 'MIME', 'HEADER.FIELDS', 'HEADER.FIELDS.NOT'),
    fc.array(word, { minLength: 1, maxLength: 3 }),
  )
  .map(([part, name, fields]) => {
    const s: Section = { part };
    if (name === undefined || (name === 'MIME' && part.length === 0)) return s;
    s.text = name as NonNullable<Section['text']>;
    if (name.startsWith('HEADER.FIELDS')) s.fields = fields;
    return s;
  });
const fetchItem: fc.Arbitrary<FetchItem> = fc.oneof(
  fc
    .constantFrom(
      'ENVELOPE',
      'FLAGS',
      'INTERNALDATE',
      'RFC822.SIZE',
      'RFC822.HEADER',
      'RFC822.TEXT',
      'RFC822',
      'UID',
      'BODY',
    )
    .map((item): FetchItem => ({ item: item as 'FLAGS' })),
  fc
    .tuple(fc.boolean(), section, fc.option(fc.record({ offset: number, length: nzNumber }), { nil: undefined }))
    .map(([peek, s, partial]): FetchItem => ({ item: 'BODY[]', peek, section: s, ...(partial ? { partial } : {}) })),
);

const { key: searchKey } = fc.letrec<{ key: SearchKey }>((tie) => ({
  key: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<SearchKey>({ key: 'ALL' }, { key: 'NEW' }, { key: 'OLD' }, { key: 'RECENT' }),
    fc.record({ key: fc.constant('FLAG' as const), flag, set: fc.boolean() }),
    fc.record({ key: fc.constantFrom('SEQ' as const, 'UID' as const), set: sequenceSet }),
    fc.record({
      key: fc.constant('DATE' as const),
      rule: fc.constantFrom(
        'BEFORE' as const,
        'ON' as const,
        'SINCE' as const,
        'SENTBEFORE' as const,
        'SENTON' as const,
      ),
      day,
    }),
    fc.record({
      key: fc.constant('SIZE' as const),
      rule: fc.constantFrom('LARGER' as const, 'SMALLER' as const),
      octets: number,
    }),
    fc.record({
      key: fc.constant('FIELD' as const),
      in: fc.constantFrom('FROM' as const, 'BODY' as const, 'TEXT' as const),
      value: text,
    }),
    fc.record({ key: fc.constant('HEADER' as const), name: text, value: text }),
    fc.record({ key: fc.constant('NOT' as const), of: tie('key') }),
    fc.record({ key: fc.constant('OR' as const), a: tie('key'), b: tie('key') }),
    fc.record({ key: fc.constant('AND' as const), of: fc.array(tie('key'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

const bare = fc.constantFrom('CAPABILITY', 'NOOP', 'LOGOUT', 'STARTTLS', 'CHECK', 'CLOSE', 'EXPUNGE', 'IDLE');
const onMailbox = fc.constantFrom('SELECT', 'EXAMINE', 'CREATE', 'DELETE', 'SUBSCRIBE', 'UNSUBSCRIBE');
const time = fc.record({
  date: fc.integer({ min: -62_000_000_000, max: 253_000_000_000 }).map((s) => s * 1000),
  zone: fc.integer({ min: -1439, max: 1439 }),
});

/** Requests as the IMAP grammar allows them. */
export const imapRequest: fc.Arbitrary<Request> = fc.oneof(
  bare.map((verb): Request => ({ verb: verb as 'NOOP' })),
  fc.tuple(onMailbox, text).map(([verb, mailbox]): Request => ({ verb: verb as 'SELECT', mailbox })),
  fc.record({ verb: fc.constant('LOGIN' as const), user: text, password: text }),
  fc.record({ verb: fc.constant('RENAME' as const), from: text, to: text }),
  fc.record({ verb: fc.constantFrom('LIST' as const, 'LSUB' as const), reference: text, pattern: text }),
  fc.record({
    verb: fc.constant('STATUS' as const),
    mailbox: text,
    items: fc.array(fc.constantFrom('MESSAGES' as const, 'UIDNEXT' as const, 'UNSEEN' as const), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({
    verb: fc.constant('APPEND' as const),
    mailbox: text,
    flags: fc.option(flags, { nil: undefined }),
    at: fc.option(time, { nil: undefined }),
    message: octets,
  }),
  fc
    .tuple(fc.boolean(), fc.array(searchKey, { minLength: 1, maxLength: 4 }))
    .map(([uid, keys]): Request => ({ verb: uid ? 'UID SEARCH' : 'SEARCH', search: { keys } })),
  fc
    .tuple(fc.boolean(), sequenceSet, fc.array(fetchItem, { minLength: 1, maxLength: 4 }))
    .map(([uid, set, items]): Request => ({ verb: uid ? 'UID FETCH' : 'FETCH', set, items })),
  fc
    .record({
      set: sequenceSet,
      op: fc.constantFrom('set' as const, 'add' as const, 'remove' as const),
      silent: fc.boolean(),
      flags,
    })
    .map((args): Request => ({ verb: 'STORE', ...args })),
  fc.record({ verb: fc.constantFrom('COPY' as const, 'UID COPY' as const), set: sequenceSet, mailbox: text }),
);
