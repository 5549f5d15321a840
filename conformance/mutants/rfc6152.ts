import { acceptAnything, m, refuse, rewriteBody, rewriteReply, stuffTwice } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 6152 each. */
export const mutants: Mutant[] = [
  m(
    'rfc6152-2-keyword-without-parameter',
    'announces 8BITMIME with a parameter',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]8BITMIME)$/im, '$1 yes'),
  ),
  m(
    'rfc6152-2-body-parameter-accepted',
    'knows BODY in capitals only',
    refuse(/^MAIL .*body=8bitmime/, '555 5.5.4 unknown parameter'),
  ),
  m('rfc6152-2-unknown-body-value-refused', 'takes any value of BODY', acceptAnything(/^MAIL/i)),
  m('rfc6152-3-one-body-parameter', 'takes two BODY parameters', acceptAnything(/^MAIL/i)),
  m(
    'rfc6152-3-all-bits-preserved',
    'cuts off the eighth bit',
    rewriteBody((body) => body.replace(/[\x80-\xff]/g, (c) => String.fromCharCode((c.charCodeAt(0) & 0x7f) | 0x20))),
  ),
  m('rfc6152-3-stuffed-periods-are-text', 'keeps the doubled period', stuffTwice()),
  m('rfc6152-3-final-line-end-is-content', 'adds a line', rewriteTrace(/\r\n$/, '\r\n\r\n'), { per: 'scenario' }),
];
