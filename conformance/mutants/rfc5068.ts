import { acceptAnything, m, refuse } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of RFC 5068 each. */
export const mutants: Mutant[] = [
  m(
    'rfc5068-3.1-local-recipients-need-authentication-too',
    'takes mail for its own domain from anybody',
    acceptAnything(/^(?:MAIL|RCPT)/i),
  ),
  m('rfc5068-3.2-authentication-required', 'takes mail of anybody', acceptAnything(/^(?:MAIL|RCPT)/i)),
  m('rfc5068-3.2-authentication-required/nobody', 'lets nobody in', refuse(/^AUTH/i, '535 5.7.8 No')),
  m('rfc5068-3.2-no-relay-for-strangers', 'passes on what anybody hands in', acceptAnything(/^RCPT TO:<nobody@/i)),
  m(
    'rfc5068-4.1-mail-for-the-domain-told-from-submission',
    'wants authentication for mail to its own domain',
    refuse(/^MAIL/i, '530 5.7.0 Authentication required'),
  ),
];
