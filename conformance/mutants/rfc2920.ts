import { m, type Rule, reorder, rewriteReply, silent, swallow, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** Commands that come while an answer is awaited are thrown away. */
const losesInput: Rule = () => {
  let failed = false;
  return {
    client: (u, io) => {
      if (u.kind !== 'line' || !failed || !/^(?:RSET|NOOP)/i.test(text(io))) {
        if (u.kind === 'line' && /^RCPT TO:<no-such/i.test(text(io))) failed = true;
        return false;
      }
      io.drop();
      return true;
    },
  };
};

/** A server that breaks one rule of RFC 2920 each. */
export const mutants: Mutant[] = [
  m(
    'rfc2920-2-keyword-without-parameter',
    'announces PIPELINING with a parameter',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]PIPELINING)$/im, '$1 100'),
  ),
  m('rfc2920-3.2-answers-in-order', 'answers out of order', reorder(/^RCPT TO:<no-such/i)),
  m(
    'rfc2920-3.2-data-only-with-recipient',
    'asks for data without a recipient',
    rewriteReply(/^DATA$/i, /^5.*$/s, '354 go on'),
  ),
  m('rfc2920-3.2-answers-before-waiting', 'holds back the last answer', silent(/^NOOP$/i)),
  m('rfc2920-3.2-last-commands-answered-at-once', 'holds back the answer to NOOP', swallow(/^NOOP$/i)),
  m('rfc2920-3.2-input-is-not-lost', 'forgets what follows a command that failed', losesInput),
];
