import { acceptAnything, inject, m, refuse, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 1870 each. */
export const mutants: Mutant[] = [
  m(
    'rfc1870-3-parameter-is-a-number',
    'announces its limit in words',
    rewriteReply(/^[EL]HLO/i, /^(250[ -])SIZE\b.*$/im, '$1SIZE 10M'),
  ),
  m('rfc1870-4-size-parameter-accepted', 'does not know SIZE', refuse(/^MAIL .*SIZE=/i, '555 5.5.4 unknown parameter')),
  m('rfc1870-6-one-size-parameter', 'takes two SIZE parameters', acceptAnything(/^MAIL/i)),
  m(
    'rfc1870-6-size-is-not-the-end-of-data',
    'reads what is longer than declared as commands',
    inject(/^DATA$/i, '500 5.5.2 unknown command', 'after'),
  ),
  m(
    'rfc1870-6.3-truthful-size-holds',
    'refuses for its size what it had agreed to',
    rewriteReply(/^DATA$/i, /^250.*$/s, '552 5.3.4 too large'),
  ),
];
