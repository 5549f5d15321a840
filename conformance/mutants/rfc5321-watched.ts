/** What a broken server does to the rules of RFC 5321 that monitors alone watch. */
import { inject, m, rewriteReply, withKeyword, withoutKeyword } from './kit.ts';
import type { Mutant } from './types.ts';

export const mutants: Mutant[] = [
  m('rfc5321-2.2.2-keywords-are-registered-or-private', 'announces a keyword that nobody knows', withKeyword('FANCY')),
  m('rfc5321-4.1.1.1-optional-commands-announced', 'has HELP and does not announce it', withoutKeyword('HELP'), {
    where: /C: HELP/,
  }),
  m('rfc5321-4.2.2-421-and-then-closed', 'says 421 and goes on', inject(/^QUIT/i, '421 mx.example.org is stopping'), {
    where: /C: QUIT/,
  }),
  m(
    'rfc5321-4.2-codes-of-this-document',
    'has a code of its own',
    rewriteReply(/^(?:NOOP|QUIT|MAIL)/i, /^2\d\d/, '259'),
  ),
];
