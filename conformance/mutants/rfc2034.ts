import { after, m, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

const PLAIN = /^(?:MAIL|RCPT|RSET|NOOP|VRFY|QUIT)\b/i;
const where = /^C: (?:MAIL|RCPT|RSET|NOOP|VRFY|QUIT)/m;

/** A server that breaks one rule of enhanced codes each, for the monitors to notice. */
export const mutants: Mutant[] = [
  m(
    'rfc2034-3-keyword-without-parameter',
    'announces ENHANCEDSTATUSCODES with a parameter',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]ENHANCEDSTATUSCODES)$/im, '$1 2'),
  ),
  m(
    'rfc2034-4-every-reply-has-a-code',
    'leaves the enhanced code out',
    rewriteReply(PLAIN, /^(\d{3}[ -])\d\.\d+\.\d+ /gm, '$1'),
    { where },
  ),
  m(
    'rfc2034-4-code-grammar',
    'has codes of two numbers',
    rewriteReply(PLAIN, /^(\d{3}[ -]\d\.\d+)\.\d+(?= |$)/gm, '$1'),
    { where },
  ),
  m(
    'rfc2034-4-code-agrees-with-class',
    'calls what it takes a failure',
    rewriteReply(PLAIN, /^(2\d\d[ -])2(?=\.)/gm, (_all, code = '') => `${code}4`),
    { where },
  ),
  m(
    'rfc2034-4-same-code-on-all-lines',
    'has another code on the last line',
    rewriteReply(PLAIN, /^(2\d\d) (2\.\d+\.\d+) (.*)$/, '$1-$2 $3\n$1 2.9.9 that is all'),
    { where },
  ),
  m(
    'rfc2034-4-codes-after-helo-too',
    'has no codes for those who said HELO',
    after(/^HELO/i, rewriteReply(PLAIN, /^(\d{3}) \d\.\d+\.\d+ /, '$1 ')),
  ),
];
