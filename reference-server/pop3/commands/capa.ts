import { MECHANISMS } from '../../auth/sasl.ts';
import { none } from '../grammar.ts';
import { BOTH, define, type Session } from '../types.ts';
import { passwordsAllowed } from './user.ts';

/** What is true in this state of the session. What is there before login is announced after it too (RFC 2449 section 5). */
function capabilities(s: Session): string[] {
  // rfc2449-6.1-top-announced-and-there rfc2449-6.7-expire-argument
  const all = ['TOP', 'UIDL', 'RESP-CODES', 'AUTH-RESP-CODE', 'PIPELINING', 'EXPIRE NEVER', 'IMPLEMENTATION mailspec'];
  // rfc2449-5-announced-before-login-announced-after
  if (passwordsAllowed(s)) all.push('USER', `SASL ${MECHANISMS.join(' ')}`);
  // rfc2595-4-stls-not-offered-inside-tls rfc2595-4-stls-needs-capa
  if (!s.peer.secured && s.drop === undefined) all.push('STLS');
  return all;
}

/** RFC 2449 section 5. */
export const capa = define({
  verb: 'CAPA',
  // rfc2449-5-capa-in-both-states
  states: BOTH,
  parse: none,
  // rfc2449-5-capa-gives-a-list rfc2449-3-capability-grammar
  run: (s) => ({ next: 'lines', text: 'Capabilities', lines: capabilities(s) }),
});
