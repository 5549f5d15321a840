import { m, refuse, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 2142 each. */
export const mutants: Mutant[] = [
  m(
    'rfc2142-1-role-names-of-the-domain-accepted',
    'refuses the message in the end',
    rewriteReply(/^DATA/i, /^250.*$/s, '550 5.7.1 No'),
  ),
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
