/** What a broken server does to the trace fields of RFC 5321 section 4.4, as whoever reads the mailbox sees it. */
import { m, type Rule, rewriteLiteral, text } from './kit.ts';
import { withOverlap } from './rfc5321-overlap.ts';
import type { Io, Mutant } from './types.ts';

/** The message as it is found in the mailbox, over IMAP. */
const found = (change: (message: string) => string): Rule => rewriteLiteral(/FETCH/i, change);

/** The first Received field, folded lines and all. */
const FIRST = /^Received:(?:[^\r\n]|\r\n[ \t])*\r\n/m;
const first = (change: (field: string) => string): Rule => found((s) => s.replace(FIRST, change));

const RETURN_PATH = /^Return-Path:.*\r\n/im;

/** Every recipient of the transaction, for a server that tells each of them all. */
const tellsAll = (change: (message: string, recipients: string[]) => string): Rule => {
  return () => ({
    client: (_u, io) => {
      const path = /^RCPT TO:(<[^>]*>)/i.exec(text(io))?.[1];
      const known = recipientsOf(io);
      if (path && !known.includes(path)) io.state.set('recipients', [...known, path]);
      return false;
    },
    server: (u, io) => found((s) => change(s, recipientsOf(io)))().server?.(u, io) ?? false,
  });
};

function recipientsOf(io: Io): string[] {
  const known = io.state.get('recipients');
  return Array.isArray(known) ? known.map(String) : [];
}

/** The new Received field goes to another place. */
const movesFirst = (to: RegExp): Rule =>
  found((s) => {
    const field = FIRST.exec(s)?.[0] ?? '';
    return s.replace(FIRST, '').replace(to, (at) => field + at);
  });

/** The mutant is seen at the mailbox, so it spans the scenario. */
const seen = { per: 'scenario' } as const;

export const mutants: Mutant[] = withOverlap([
  m(
    'rfc5321-4.4-received-inserted',
    'leaves no trace',
    first(() => ''),
    seen,
  ),
  m(
    'rfc5321-4.4-received-structured',
    'writes a trace without a date',
    first((f) => f.replace(/;[^;]*\r\n$/, '\r\n')),
    seen,
  ),
  m(
    'rfc5321-4.4-received-has-from',
    'does not say from whom',
    first((f) => f.replace(/from\s.*?\sby\s/is, 'by ')),
    seen,
  ),
  m(
    'rfc5321-4.4-received-has-by',
    'does not say by whom',
    first((f) => f.replace(/\sby\s+\S+/i, '')),
    seen,
  ),
  m(
    'rfc5321-4.4-from-gives-the-ehlo-name',
    'gives another name',
    first((f) => f.replaceAll('client.example.org', 'unknown')),
    seen,
  ),
  m(
    'rfc5321-4.4-from-gives-the-address',
    'does not give the address',
    first((f) => f.replace(/\[[^\]]*\]/g, 'hidden')),
    seen,
  ),
  m(
    'rfc5321-4.4-with-registered',
    'names a protocol of its own',
    first((f) => f.replace(/\swith\s+\S+/i, ' with FASTMAIL')),
    seen,
  ),
  m(
    'rfc5321-4.4-from-domain-grammar',
    'puts brackets around the name of the client',
    first((f) => f.replace(/from \S+/i, 'from <unknown>')),
    seen,
  ),
  m(
    'rfc5321-4.4-by-domain-grammar',
    'puts brackets around its own name',
    first((f) => f.replace(/\sby \S+/i, ' by <here>')),
    seen,
  ),
  m(
    'rfc5321-4.4-clauses-in-order',
    'writes the id before the protocol',
    first((f) => f.replace(/(\swith \S+)(\sid [^\s;]+)/i, '$2$1')),
    seen,
  ),
  m(
    'rfc5321-4.4-via-registered',
    'names a link of its own',
    first((f) => f.replace(/\swith /i, ' via PIGEON with ')),
    seen,
  ),
  m(
    'rfc5321-4.4-additional-clauses-registered',
    'has a clause of its own',
    first((f) => f.replace(/;([^;]*)$/, ' queue slow;$1')),
    seen,
  ),
  m(
    'rfc5321-4.4-id-grammar',
    'writes an id with dots',
    first((f) => f.replace(/\sid [^\s;]+/i, ' id 1.2.3')),
    seen,
  ),
  m(
    'rfc5321-4.4-for-grammar',
    'names the user alone',
    first((f) => f.replace(/for <[^>]*>/i, 'for somebody')),
    seen,
  ),
  m(
    'rfc5321-4.4-date-grammar',
    'names a day that the week does not have',
    first((f) => f.replace(/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), /, 'Day, ')),
    seen,
  ),
  m(
    'rfc5321-4.4-date-without-obsolete-forms',
    'writes two digits for the year',
    first((f) => f.replace(/ 20(\d\d) /, ' $1 ')),
    seen,
  ),
  m(
    'rfc5321-F.5-four-digit-years',
    'writes the year without its century',
    first((f) => f.replace(/ 20(\d\d) /, " '$1 ")),
    seen,
  ),
  m(
    'rfc5321-4.4-date-with-an-offset',
    'writes the name of a zone',
    first((f) => f.replace(/[+-]\d{4}/, 'GMT')),
    seen,
  ),
  m(
    'rfc5321-4.4-zone-name-in-a-comment',
    'writes the name of a zone behind the offset',
    first((f) => f.replace(/([+-]\d{4}).*\r\n$/, '$1 CET\r\n')),
    seen,
  ),
  m(
    'rfc5321-4.4-for-names-one-path',
    'names all recipients in the FOR clause',
    tellsAll((s, all) => s.replace(FIRST, (f) => f.replace(';', ` for ${all.join(',')};`))),
    seen,
  ),
  m(
    'rfc5321-7.2-recipients-not-disclosed',
    'tells each recipient of all',
    tellsAll((s, all) => s.replace(/^Subject:/m, `Apparently-To: ${all.join(', ')}\r\nSubject:`)),
    seen,
  ),
  m(
    'rfc5321-7.2-header-not-derived-from-envelope',
    'makes a To field of the envelope',
    tellsAll((s, all) => s.replace(/^Subject:/m, `To: ${all.join(', ')}\r\nSubject:`)),
    seen,
  ),
  m(
    'rfc5321-7.2-no-apparently-to',
    'guesses to whom the message goes',
    tellsAll((s, all) => s.replace(/^Subject:/m, `Apparently-To: ${all.join(', ')}\r\nSubject:`)),
    seen,
  ),
  m(
    'rfc5321-4.4-old-received-unchanged',
    'edits old trace fields',
    found((s) => s.replace('[192.0.2.1]', '[192.0.2.9]')),
    seen,
  ),
  m('rfc5321-4.4-received-prepended', 'appends its trace field', movesFirst(/^From:/m), seen),
  m(
    'rfc5321-4.4-received-nowhere-else',
    'stamps a second time further down',
    found((s) =>
      s.replace(/^From:/m, `Received: from a.example.org by b.example.org; Tue, 3 Mar 2026 12:00:00 +0100\r\nFrom:`),
    ),
    seen,
  ),
  m(
    'rfc5321-4.4-received-order-kept',
    'sorts old trace fields',
    found((s) => s.replace(/^(Received: from one[\s\S]*?)(Received: by one.*\r\n)/m, '$2$1')),
    seen,
  ),

  m(
    'rfc5321-4.4-return-path-supported',
    'has no Return-Path field',
    found((s) => s.replace(RETURN_PATH, '')),
    seen,
  ),
  m(
    'rfc5321-4.4-return-path-grammar',
    'leaves out the brackets',
    found((s) => s.replace(RETURN_PATH, (f) => f.replace(/[<>]/g, ''))),
    seen,
  ),
  m(
    'rfc5321-4.4-return-path-before-received',
    'puts the Return-Path field below',
    found((s) => {
      const field = RETURN_PATH.exec(s)?.[0] ?? '';
      return s.replace(RETURN_PATH, '').replace(FIRST, (f) => f + field);
    }),
    seen,
  ),
  m(
    'rfc5321-4.4-return-path-holds-the-reverse-path',
    'takes the author for the sender',
    found((s) => s.replace(RETURN_PATH, 'Return-Path: <other@example.org>\r\n')),
    seen,
  ),
  m(
    'rfc5321-4.4-one-return-path',
    'writes two Return-Path fields',
    found((s) => s.replace(RETURN_PATH, '$&$&')),
    seen,
  ),
  m(
    'rfc5321-4.4-old-return-path-may-be-removed',
    'leaves old Return-Path fields in',
    found((s) => s.replace(/^Message-ID:/m, 'Return-Path: <old@example.org>\r\n$&')),
    seen,
  ),
  m(
    'rfc5321-4.4-null-return-path',
    'writes a name for the null path',
    found((s) => s.replace(/^(Return-Path: )<>/im, '$1<MAILER-DAEMON>')),
    seen,
  ),
]);
