import { acceptAnything, loseBody, m, refuse, rewriteReply, withKeyword, withoutKeyword } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 6409 each. */
export const mutants: Mutant[] = [
  m('rfc6409-3.2-null-sender-permitted', 'refuses the null sender', refuse(/^MAIL FROM:<>/i, '550 5.7.1 no')),
  m('rfc6409-4.3-mail-needs-authentication', 'takes mail of anybody', acceptAnything(/^(?:MAIL|RCPT)/i)),
  m('rfc6409-4.3-refusal-is-530', 'refuses with another code', rewriteReply(/^MAIL/i, /^530/, '550')),
  m('rfc6409-5.1-illegal-address-refused', 'takes addresses that are none', acceptAnything(/^RCPT/i)),
  m('rfc6409-7-auth-offered', 'does not announce AUTH', withoutKeyword('AUTH')),
  m('rfc6409-7-auth-supported', 'acknowledges and loses what is handed in', loseBody()),
  m('rfc6409-7-etrn-not-offered', 'announces ETRN', withKeyword('ETRN')),
  m('rfc6409-7-atrn-not-offered', 'announces ATRN', withKeyword('ATRN')),
  m('rfc6409-7-reply-521-not-used', 'refuses with 521', rewriteReply(/^/, /^5\d\d(?= )/, '521'), {
    where: /S: (?:5xx|5\d\d|\(4xx)/,
  }),
  m('rfc6409-7-pipelining-offered', 'does not announce PIPELINING', withoutKeyword('PIPELINING')),
  m('rfc6409-7-enhanced-codes-offered', 'does not announce ENHANCEDSTATUSCODES', withoutKeyword('ENHANCEDSTATUSCODES')),
  m('rfc6409-7-8bitmime-offered', 'does not announce 8BITMIME', withoutKeyword('8BITMIME')),
  m('rfc6409-8.3-missing-message-id-added', 'adds no id', rewriteTrace(/^Message-ID:/im, 'X-No-Id:'), {
    per: 'scenario',
  }),
];
