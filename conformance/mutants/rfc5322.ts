import { lines, m, type Rule, rewriteLiteral, rewriteUntagged, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** The mutant is seen at the mailbox, so it spans the scenario. */
const seen = { per: 'scenario' } as const;

/** The message as it is found in the mailbox, over IMAP. */
const found = (change: (message: string) => string): Rule => rewriteLiteral(/FETCH/i, change);

/** A message that holds this is refused. */
const refusesData = (sign: RegExp): Rule => {
  return () => {
    let met = false;
    return {
      client: (u) => {
        if (u.kind === 'body') met = sign.test(u.raw.toString('latin1'));
        return false;
      },
      server: (u, io) => {
        if (!met || u.kind !== 'reply') return false;
        met = false;
        io.toClient(lines('554 5.6.0 No'));
        return true;
      },
    };
  };
};

/** Whoever a message was for before, as a Resent-To field says, gets the next one too. LMTP: the reply for that one is kept back. */
const resends: Rule = () => {
  const known: string[] = [];
  let extra = false;
  let replies = 0;
  return {
    client: (u, io) => {
      const path = /^RCPT TO:(<[^>]*>)/i.exec(text(io))?.[1];
      if (u.kind === 'line' && path && !known.includes(path)) known.push(path);
      if (u.kind !== 'line' || !/^DATA$/i.test(text(io)) || known.length < 2) return false;
      extra = true;
      io.ask(lines(`RCPT TO:${known[0]}`));
      io.pass();
      return true;
    },
    server: (u, io) => {
      if (!extra || io.conn.service !== 'lmtp' || u.kind !== 'reply' || !/^DATA$/i.test(text(io))) return false;
      replies++;
      if (replies !== 3) return false;
      io.drop();
      return true;
    },
  };
};

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun', 'Mon'];

/** A server that breaks one rule of RFC 5322 each. */
export const mutants: Mutant[] = [
  m(
    'rfc5322-2.1.1-header-line-of-998-kept',
    'cuts lines of a header at 900 characters',
    found((s) => s.replace(/^(X-Long: x{892})x+/m, '$1')),
    seen,
  ),
  m(
    'rfc5322-2.2.3-long-folded-field-kept',
    'keeps so much of a field, and no more',
    found((s) => s.replace(/^ <12\.x+@example\.org>\r\n/m, '')),
    seen,
  ),
  m(
    'rfc5322-3.3-trace-date-is-possible',
    'is a day ahead in the week',
    found((s) => s.replace(/(?<=;\s+)[A-Z][a-z]{2}(?=, )/, (day) => DAYS[DAYS.indexOf(day) + 1] ?? day)),
    seen,
  ),
  m(
    'rfc5322-3.3-trace-date-with-single-spaces',
    'sets the day of the month apart',
    found((s) => s.replace(/(;\s+[A-Z][a-z]{2},) /, '$1  ')),
    seen,
  ),
  m(
    'rfc5322-3.6-fields-not-reordered',
    'puts the subject last',
    found((s) => s.replace(/^(Subject: .*\r\n)([\s\S]*?\r\n)\r\n/m, '$2$1\r\n')),
    seen,
  ),
  m(
    'rfc5322-3.6-trace-and-resent-not-reordered',
    'turns two fields of a block round',
    found((s) => s.replace(/^(Resent-Date: .*\r\n)(Resent-From: First.*\r\n)/m, '$2$1')),
    seen,
  ),
  m(
    'rfc5322-3.6-trace-kept-in-front',
    'writes its trace among the fields of the author',
    found((s) => s.replace(/^(Received:(?:[^\r\n]|\r\n[ \t])*\r\n)(From: .*\r\n)/m, '$2$1')),
    seen,
  ),
  m(
    'rfc5322-3.6.4-own-message-ids-differ',
    'has one id for all',
    found((s) => s.replace(/^Message-ID: .*$/im, 'Message-ID: <same@mail.example.test>')),
    seen,
  ),
  m(
    'rfc5322-3.6.4-own-message-id-names-a-domain',
    'gives ids without a domain',
    found((s) => s.replace(/^(Message-ID: <[^@>]*@)[^>]*/im, '$1here')),
    seen,
  ),
  m('rfc5322-3.6.6-resent-fields-are-for-information', 'sends to whom a field names', resends),
  m('rfc5322-4-obsolete-forms-accepted', 'takes no old forms', refusesData(/^Date :/m)),
  m(
    'rfc5322-4-malformed-data-not-lost',
    'leaves out what is no field',
    found((s) => s.replace(/^this line is no field\r\n/m, '')),
    seen,
  ),
  m(
    'rfc5322-4.1-control-characters-accepted',
    'leaves out control characters',
    found((s) => s.replace('\x07', '')),
    seen,
  ),
  m(
    'rfc5322-4.1-initials-in-names-understood',
    'ends a name at a full stop',
    rewriteUntagged(/FETCH/i, /"John Q\. Public"/g, '"John Q"'),
  ),
  m(
    'rfc5322-4.2-blank-lines-in-a-field-accepted',
    'ends a header at a line of blanks',
    found((s) => s.replace('\r\n \r\n', '\r\n\r\n')),
    seen,
  ),
  m(
    'rfc5322-4.3-short-years-understood',
    'has no last century',
    rewriteUntagged(/^SEARCH .*1998/i, /^SEARCH 1/, 'SEARCH'),
  ),
  m(
    'rfc5322-4.4-routes-ignored',
    'takes the last host of a route for that of the mailbox',
    rewriteUntagged(/FETCH/i, /"writer" "example\.org"/g, '"writer" "two.example.org"'),
  ),
  m('rfc5322-4.5-repeated-fields-accepted', 'takes one author', refusesData(/^From: Somebody else/m)),
  m(
    'rfc5322-4.5-blanks-before-the-colon-understood',
    'knows no field with a blank before the colon',
    found((s) => s.replace(/^From: /m, 'Message-ID: <new@mail.example.test>\r\nFrom: ')),
    seen,
  ),
  m(
    'rfc5322-4.5.3-repeated-destinations-combined',
    'tells of the first field alone',
    rewriteUntagged(/FETCH/i, /\(NIL NIL "two" [^)]*\)\(NIL NIL "three" [^)]*\)/, ''),
  ),
];
