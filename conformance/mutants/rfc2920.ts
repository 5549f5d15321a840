import { lines, m, type Rule, reorder, replace, rewriteReply, silent, swallow, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** Commands that come behind one that failed, or behind a message, in the same write, are thrown away. */
const losesInput: Rule = () => {
  let lost = false;
  return {
    client: (u, io) => {
      if (u.kind === 'line' && lost && /^(?:RSET|NOOP)/i.test(text(io))) {
        io.drop();
        return true;
      }
      lost ||= u.kind === 'body' || (u.kind === 'line' && /^RCPT TO:<no-such/i.test(text(io)));
      return false;
    },
  };
};

/** The answer to DATA is that of the last RCPT: a refusal where there are recipients, 354 where there are none. */
const looksAtTheLastRecipient: Rule = () => {
  let taken = 0;
  let refused = false;
  return {
    server: (u, io) => {
      if (u.kind !== 'reply') return false;
      const ok = u.raw[0] === 0x32;
      if (/^MAIL/i.test(text(io))) taken = 0;
      else if (/^RCPT/i.test(text(io))) {
        if (ok) taken++;
        refused = !ok;
      } else if (/^DATA$/i.test(text(io)) && refused) {
        return taken > 0 ? replace(u, io, /^354.*$/s, '554 5.5.1 no') : replace(u, io, /^5.*$/s, '354 go on');
      }
      return false;
    },
  };
};

/** A recipient that is refused is somebody else to the server, who gets what follows. */
const sendsNothingToSomebody: Rule = () => {
  let somebody = '';
  return {
    client: (u, io) => {
      if (u.kind !== 'line') return false;
      const to = /^RCPT TO:<(.*)>$/i.exec(text(io))?.[1] ?? '';
      if (to !== '' && !to.startsWith('no-such-user')) somebody = to;
      if (somebody === '' || !to.startsWith('no-such-user')) return false;
      io.toServer(lines(`RCPT TO:<${somebody}>`));
      return true;
    },
    server: (u, io) => /^RCPT TO:<no-such-user/i.test(text(io)) && replace(u, io, /^250.*$/s, '550 5.1.1 nobody'),
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
  m('rfc2920-3.2-data-only-with-recipient', 'asks for data without a recipient', looksAtTheLastRecipient),
  m('rfc2920-3.2-answers-before-waiting', 'holds back the last answer', silent(/^NOOP$/i)),
  m('rfc2920-3.2-last-commands-answered-at-once', 'holds back the answer to NOOP', swallow(/^NOOP$/i)),
  m('rfc2920-3.2-input-is-not-lost', 'forgets what follows a command that failed', losesInput),
  m('rfc2920-3.2-dot-without-recipients-sends-nothing', 'sends an empty message to somebody', sendsNothingToSomebody),
  m(
    'rfc2920-3.2-texts-tell-commands-apart',
    'says the same to MAIL and RCPT',
    rewriteReply(/^(?:MAIL|RCPT)/i, /^250 .*$/s, '250 2.0.0 Ok'),
  ),
];
