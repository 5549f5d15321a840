import { none } from '../grammar.ts';
import { AUTHORIZATION, define, err } from '../types.ts';

/** RFC 2595 section 4. */
export const stls = define({
  verb: 'STLS',
  // rfc2595-4-stls-only-in-authorization rfc2595-4-stls-stays-in-authorization
  states: AUTHORIZATION,
  parse: none,
  // rfc2595-4-second-stls-may-be-refused
  run: (s) => (s.peer.secured ? err('TLS is active already') : { next: 'start-tls' }),
});
