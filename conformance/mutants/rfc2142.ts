import { lines, m, type Rule, refuse, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** What is for postmaster goes to its sender, as a report of failure would. */
const returnsToSender: Rule = () => {
  let sender = '<>';
  return {
    client: (u, io) => {
      if (u.kind !== 'line') return false;
      sender = /^MAIL FROM:(<[^>]*>)/i.exec(text(io))?.[1] ?? sender;
      if (!/^RCPT TO:<postmaster@/i.test(text(io))) return false;
      io.toServer(lines(`RCPT TO:${sender}`));
      return true;
    },
  };
};

/** A server that breaks one rule of RFC 2142 each. */
export const mutants: Mutant[] = [
  m('rfc2142-1-role-names-of-the-domain-accepted', 'sends back what is for postmaster', returnsToSender),
  m('rfc2142-2-abuse-of-the-domain-accepted', 'has no abuse', refuse(/^RCPT TO:<abuse@/i, '550 5.1.1 No')),
  m(
    'rfc2142-2-names-in-any-case',
    'knows one spelling of postmaster',
    refuse(/^RCPT TO:<(?!postmaster@)/, '550 5.1.1 No'),
  ),
  m(
    'rfc2142-5-postmaster-of-the-domain-accepted',
    'has no postmaster',
    refuse(/^RCPT TO:<postmaster@/i, '550 5.1.1 No'),
  ),
];
