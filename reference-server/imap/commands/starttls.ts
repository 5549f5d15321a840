import { none } from '../grammar/command.ts';
import { bad, define, NOT_AUTHENTICATED } from '../types.ts';

/** RFC 3501 section 6.2.1. */
export const startTls = define({
  verb: 'STARTTLS',
  // rfc2595-3.1-starttls-only-before-login
  states: NOT_AUTHENTICATED,
  parse: none,
  // rfc9051-6.2.1-starttls-inside-tls-gets-bad
  forbid: (s) => (s.peer.secured ? bad('TLS is active already') : undefined),
  run: () => ({ next: 'start-tls' }),
});
