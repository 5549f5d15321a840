import {
  acceptAnything,
  answerFor,
  dropUntagged,
  injectUntagged,
  m,
  type Rule,
  refuse,
  replace,
  rewriteCommand,
  rewriteLiteral,
  rewriteReply,
  rewriteUntagged,
  text,
} from './kit.ts';
import type { Mutant } from './types.ts';

const APPEND = /^APPEND/i;
const FETCH = /^(?:UID )?FETCH/i;

/** A FETCH of the same item tells something else the second time. */
const changesItsMind: Rule = () => {
  return {
    server: (u, io) => {
      if (u.kind !== 'untagged' || !/^FETCH/i.test(text(io))) return false;
      const seen = (io.state.get('seen') as Set<string> | undefined) ?? new Set<string>();
      io.state.set('seen', seen);
      if (io.command === undefined || !seen.has(text(io))) {
        seen.add(text(io));
        return false;
      }
      return replace(u, io, /(RFC822\.SIZE )(\d+)/i, (_all, head, n) => `${head}${Number(n) + 1}`);
    },
  };
};

/** The message of another session that was cut off is there all the same. */
const countsWhatWasCut: Rule = () => ({
  server: (u, io) =>
    io.conn.name === 'later' &&
    u.kind === 'untagged' &&
    replace(u, io, /(MESSAGES )(\d+)/i, (_all, head, n) => `${head}${Number(n) + 1}`),
});

/** What a session set is gone in the next one. */
const forgets =
  (flag: RegExp): Rule =>
  () => ({
    server: (u, io) => io.conn.name === 'later' && u.kind === 'untagged' && replace(u, io, flag, ''),
  });

/** \Recent comes and goes with STORE. */
const settableRecent: Rule = () => {
  let set = false;
  return {
    client: (_u, io) => {
      if (/^STORE .*\\Recent/i.test(text(io))) set = true;
      return false;
    },
    server: (u, io) =>
      set && u.kind === 'untagged' && /^FETCH/i.test(text(io)) && replace(u, io, /FLAGS \(/i, 'FLAGS (x-set '),
  };
};

/** A server that breaks one rule each about adding, reading, changing, finding and removing messages. */
export const mutants: Mutant[] = [
  m(
    'rfc3501-6.3.11-append-adds-message',
    'loses a line of what it is given',
    rewriteLiteral(FETCH, (o) => o.replace('One line.\r\n', '')),
  ),
  m(
    'rfc3501-6.3.11-append-keeps-eight-bit-data',
    'cuts off the eighth bit',
    rewriteLiteral(FETCH, (o) => o.replace(/[\x80-\xff]/g, (c) => String.fromCharCode(c.charCodeAt(0) & 0x7f))),
  ),
  m('rfc3501-6.3.11-append-sets-flags', 'forgets the flags given', rewriteUntagged(FETCH, /\\Flagged ?/i, '')),
  m(
    'rfc3501-6.3.11-append-sets-date',
    'forgets the zone of the date given',
    rewriteUntagged(FETCH, /(INTERNALDATE "[^"]*)[+-]\d{4}"/i, '$1+1234"'),
  ),
  m('rfc3501-6.3.11-append-creates-no-mailbox', 'creates what APPEND names', acceptAnything(/^(?:APPEND|STATUS)/i)),
  m('rfc3501-6.3.11-missing-mailbox-trycreate', 'does not say TRYCREATE', rewriteReply(APPEND, /\[TRYCREATE\] ?/i, '')),
  m(
    'rfc3501-6.3.11-append-to-selected-tells-exists',
    'does not tell of what it was given',
    dropUntagged(APPEND, /EXISTS$/i),
  ),
  m('rfc3501-6.3.11-failed-append-adds-nothing', 'keeps half a message', countsWhatWasCut, { per: 'scenario' }),

  m(
    'rfc3501-6.4.5-fetch-flags',
    'tells flags that are not set',
    rewriteUntagged(FETCH, /\\Flagged/i, '\\Flagged \\Seen'),
  ),
  m('rfc3501-6.4.5-fetch-uid', 'leaves out a message', dropUntagged(FETCH, /^2 FETCH/i)),
  m(
    'rfc3501-6.4.5-fetch-internal-date',
    'writes the date in another form',
    rewriteUntagged(FETCH, /"[^"]*"/, '"2026-03-02T10:00:00Z"'),
  ),
  m(
    'rfc3501-6.4.5-size-is-that-of-the-body',
    'counts a line end as one octet',
    rewriteUntagged(FETCH, /(RFC822\.SIZE )(\d+)/i, (_all, head, n) => `${head}${Number(n) - 9}`),
  ),
  m(
    'rfc3501-6.4.5-body-gives-whole-message',
    'loses the last line',
    rewriteLiteral(FETCH, (o) => o.replace('two lines.\r\n', '')),
  ),
  m(
    'rfc3501-6.4.5-body-header-gives-header',
    'leaves out the empty line',
    rewriteLiteral(FETCH, (o) => o.replace(/\r\n$/, '')),
  ),
  m('rfc3501-6.4.5-body-sets-seen', 'does not mark what was read', rewriteCommand(FETCH, /BODY\[/i, 'BODY.PEEK[')),
  m('rfc3501-6.4.5-seen-told-in-fetch', 'does not tell that it marked', [
    rewriteCommand(FETCH, /BODY\[/i, 'BODY.PEEK['),
  ]),
  m('rfc3501-6.4.5-peek-leaves-seen', 'marks what was peeked at', rewriteCommand(FETCH, /BODY\.PEEK\[/i, 'BODY[')),
  m('rfc3501-6.4.5-partial-starts-at-origin', 'counts octets from one', rewriteCommand(FETCH, /<6\.6>/, '<5.6>')),
  m('rfc3501-7.4.2-partial-past-the-end-is-empty', 'refuses a part behind the end', refuse(FETCH, 'NO too far')),
  m('rfc3501-7.4.2-origin-only-if-asked', 'tells an origin unasked', rewriteUntagged(FETCH, /BODY\[\]/i, 'BODY[]<0>')),
  m('rfc3501-6.4.5-static-items-never-change', 'tells another size the second time', changesItsMind, {
    per: 'scenario',
  }),
  m('rfc3501-9-seq-range-either-order', 'takes a range backwards as nothing', rewriteCommand(FETCH, /3:2/, '3')),
  m(
    'rfc3501-9-asterisk-is-the-last-message',
    'finds nothing beyond the last UID',
    dropUntagged(/^UID FETCH/i, /FETCH/i),
  ),
  m('rfc3501-9-number-beyond-the-last-gets-bad', 'takes numbers beyond the last', acceptAnything(FETCH)),
  m(
    'rfc3501-2.3.1.2-numbers-follow-uids',
    'numbers in another order',
    rewriteUntagged(/^UID SEARCH/i, /(\d+)$/, (n) => String(4294967295 - Number(n))),
  ),
  m('rfc3501-6.4.8-uid-fetch-tells-uid', 'leaves the UID out', rewriteUntagged(/^UID FETCH/i, /UID \d+ ?/i, '')),
  m(
    'rfc3501-6.4.8-absent-uid-is-no-error',
    'calls an absent UID an error',
    rewriteReply(/^UID FETCH/i, /^OK.*$/, 'BAD no such message'),
  ),

  m(
    'rfc3501-6.4.6-store-replaces-flags',
    'adds where it should replace',
    rewriteCommand(/^STORE/i, / FLAGS(\.SILENT)? \(\\Flagged/i, ' +FLAGS$1 (\\Flagged'),
  ),
  m('rfc3501-6.4.6-store-adds-flags', 'replaces where it should add', rewriteCommand(/^STORE/i, /\+FLAGS/i, 'FLAGS')),
  m('rfc3501-6.4.6-store-removes-flags', 'takes nothing away', answerFor(/^STORE 1 -FLAGS/i, 'OK done')),
  m('rfc3501-6.4.6-store-tells-new-flags', 'does not tell the new flags', dropUntagged(/^STORE/i, /FETCH/i)),
  m(
    'rfc3501-6.4.6-silent-store-tells-nothing',
    'tells what it was asked not to tell',
    rewriteCommand(/^STORE/i, /\+FLAGS\.SILENT/i, '+FLAGS'),
  ),
  m('rfc3501-2.3.2-permanent-flags-outlive-the-session', 'forgets flags with the session', forgets(/\\Flagged ?/i), {
    per: 'scenario',
  }),
  m('rfc3501-2.3.2-recent-not-settable', 'lets a client change \\Recent', settableRecent),

  m('rfc3501-6.4.4-search-always-answers', 'says nothing where nothing matches', dropUntagged(/^SEARCH/i, /^SEARCH$/i)),
  m('rfc3501-6.4.4-search-by-number', 'finds one too few', rewriteUntagged(/^SEARCH/i, /^SEARCH 2 3$/i, 'SEARCH 2')),
  m(
    'rfc3501-6.4.4-search-by-uid',
    'takes a UID for a number',
    rewriteUntagged(/^SEARCH UID/i, /^SEARCH 2$/i, 'SEARCH 1'),
  ),
  m(
    'rfc3501-6.4.8-uid-search-gives-uids',
    'answers UID SEARCH with numbers',
    rewriteCommand(/^UID SEARCH/i, /^UID /i, ''),
  ),
  m(
    'rfc3501-6.4.4-search-by-flag',
    'finds what has the flag where it should not',
    rewriteCommand(/^SEARCH/i, /UNFLAGGED/i, 'ALL'),
  ),
  m('rfc3501-6.4.4-search-by-internal-date', 'compares dates in UTC', rewriteCommand(/^SEARCH ON/i, /5-Feb/, '6-Feb')),
  m('rfc3501-6.4.4-keys-are-anded', 'ORs its keys', rewriteCommand(/^SEARCH 1:3/i, /1:3 FLAGGED/i, '1:3')),
  m('rfc3501-6.4.4-us-ascii-supported', 'does not know US-ASCII', refuse(/^SEARCH CHARSET/i, 'NO [BADCHARSET] no')),
  m(
    'rfc3501-6.4.4-unknown-charset-gets-no',
    'takes an unknown charset for a syntax error',
    rewriteReply(/^SEARCH/i, /^NO/i, 'BAD'),
  ),
  m(
    'rfc3501-6.4.4-unknown-charset-says-badcharset',
    'does not say BADCHARSET',
    rewriteReply(/^SEARCH/i, /\[BADCHARSET[^\]]*\] ?/i, ''),
  ),

  m('rfc3501-6.4.3-expunge-removes-deleted', 'says OK and removes nothing', answerFor(/^EXPUNGE/i, 'OK done')),
  m('rfc3501-6.4.3-expunge-tells-each', 'does not tell what it removed', dropUntagged(/^EXPUNGE/i, /EXPUNGE$/i)),
  m('rfc3501-7.4.1-expunge-renumbers-at-once', 'tells the numbers of before', () => {
    let told = 0;
    return {
      server: (u, io) => {
        if (u.kind !== 'untagged' || !/^EXPUNGE/i.test(text(io))) return false;
        const n = told++;
        return replace(u, io, /^(\d+)(?= EXPUNGE)/i, String(n + 1));
      },
    };
  }),
  m('rfc3501-6.4.2-close-expunges-silently', 'tells what CLOSE removes', injectUntagged(/^CLOSE/i, '2 EXPUNGE')),
  m('rfc3501-6.4.2-close-after-examine-removes-nothing', 'removes what was only examined', [
    rewriteCommand(/^EXAMINE/i, /^EXAMINE/i, 'SELECT'),
  ]),
];
