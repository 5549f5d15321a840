import { acceptAnything, loseBody, m, refuse, rewriteReply, withKeyword, withoutKeyword } from './kit.ts';
import type { Mutant } from './types.ts';

/** A submission server that breaks one rule of RFC 6409 each; messages it changes are in `rfc6409-message.ts`. */
export const mutants: Mutant[] = [
  m('rfc6409-3.1-speaks-esmtp', 'knows no EHLO', refuse(/^EHLO/i, '502 5.5.1 no')),
  m('rfc6409-3.2-null-sender-permitted', 'refuses the null sender', refuse(/^MAIL FROM:<>/i, '550 5.7.1 no')),
  m(
    'rfc6409-4.1-improper-command-refused-for-good',
    'takes what it does not know for a passing trouble',
    rewriteReply(/X-NO-SUCH/i, /^5\d\d 5/, '451 4'),
  ),
  m(
    'rfc6409-4.2-improper-domain-554',
    'has another code for a single label',
    rewriteReply(/@workstation/i, /^554/, '550'),
  ),
  m('rfc6409-4.3-mail-needs-authentication', 'takes mail of anybody', acceptAnything(/^(?:MAIL|RCPT)/i)),
  m('rfc6409-4.3-refusal-is-530', 'refuses with another code', rewriteReply(/^MAIL/i, /^530/, '550')),
  m('rfc6409-5.1-illegal-address-refused', 'takes addresses that are none', acceptAnything(/^RCPT/i)),
  m('rfc6409-5.1-illegal-address-501', 'has another code for such', rewriteReply(/^(?:MAIL|RCPT)/i, /^501/, '553')),
  m(
    'rfc6409-6.1-refused-sender-550',
    'refuses another sender with 553',
    refuse(/^MAIL FROM:<somebody/i, '553 5.7.1 not you'),
  ),
  m('rfc6409-6.2-recipients-may-be-refused', 'takes every recipient', acceptAnything(/^RCPT/i)),
  m(
    'rfc6409-6.3-invalid-data-command-501',
    'has another code for an argument',
    rewriteReply(/^DATA ./i, /^501/, '503'),
  ),
  m('rfc6409-7-auth-offered', 'does not announce AUTH', withoutKeyword('AUTH')),
  m('rfc6409-7-auth-supported', 'acknowledges and loses what is handed in', loseBody()),
  m('rfc6409-7-etrn-not-offered', 'announces ETRN', withKeyword('ETRN')),
  m('rfc6409-7-atrn-not-offered', 'announces ATRN', withKeyword('ATRN')),
  m('rfc6409-7-reply-521-not-used', 'refuses with 521', rewriteReply(/^/, /^5\d\d(?= )/, '521'), {
    where: /S: (?:5xx|5\d\d|\(4xx)/,
  }),
  ...[
    ['pipelining-offered', 'PIPELINING'],
    ['enhanced-codes-offered', 'ENHANCEDSTATUSCODES'],
    ['8bitmime-offered', '8BITMIME'],
    ['dsn-offered', 'DSN'],
    ['size-may-be-offered', 'SIZE'],
    ['chunking-may-be-offered', 'CHUNKING'],
    ['binarymime-may-be-offered', 'BINARYMIME'],
    ['starttls-may-be-offered', 'STARTTLS'],
  ].map(([rule = '', keyword = '']) => m(`rfc6409-7-${rule}`, `does not announce ${keyword}`, withoutKeyword(keyword))),
  m(
    'rfc6409-7-enhanced-codes-used',
    'announces enhanced codes and has none',
    rewriteReply(/^(?:MAIL|RCPT|RSET)/i, /^250 2\.\S+ /, '250 '),
  ),
];
