import { m, rewriteGreeting, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 7504 each. */
export const mutants: Mutant[] = [
  m(
    'rfc7504-3-after-521-commands-get-521',
    'greets with 521 and serves',
    rewriteGreeting(/^220.*$/s, '521 mail.example.test does not accept mail'),
  ),
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
