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
  m('rfc1870-3-value-is-a-number', 'takes any word for a size', acceptAnything(/^MAIL/i)),
  m(
    'rfc1870-3-value-of-twenty-digits',
    'knows no number of more than nineteen digits',
    rewriteReply(/^MAIL .*SIZE=\d{20}/i, /^.*$/s, '501 5.5.4 not a number'),
  ),
  m(
    'rfc1870-4-declared-size-at-the-limit-taken',
    'refuses what it had announced as its limit',
    refuse(/^MAIL .*SIZE=\d{5,}$/i, '552 5.3.4 too large'),
  ),
  m(
    'rfc1870-4-message-over-limit-552',
    'has another code for a message too large',
    rewriteReply(/^DATA$/i, /^552.*$/s, '554 5.3.4 too large'),
  ),
  m(
    'rfc1870-4-chunks-over-limit-552',
    'has another code for chunks too large',
    rewriteReply(/^BDAT/i, /^552.*$/s, '554 5.3.4 too large'),
  ),
  m(
    'rfc1870-6.1-declared-too-large-552',
    'has another code for a size too large',
    rewriteReply(/^MAIL/i, /^552/, '554'),
  ),
  m('rfc1870-6.1-declared-size-is-checked', 'does not look at the size', acceptAnything(/^MAIL .*SIZE=/i)),
  m(
    'rfc1870-6.3-longer-than-declared-taken',
    'takes no message longer than declared',
    rewriteReply(/^DATA$/i, /^250.*$/s, '552 5.3.4 larger than declared'),
  ),
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
