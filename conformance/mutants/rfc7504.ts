import { m, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 7504 each. */
export const mutants: Mutant[] = [
  m(
    'rfc7504-3-521-refuses-no-single-recipient',
    'refuses a recipient in the name of the host',
    rewriteReply(/^RCPT/i, /^5\d\d/, '521'),
  ),
  m(
    'rfc7504-3-521-refuses-no-single-sender',
    'refuses a sender in the name of the host',
    rewriteReply(/^MAIL/i, /^5\d\d/, '521'),
  ),
];
