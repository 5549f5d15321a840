import { words } from '../grammar.ts';
import { AUTHORIZATION, define, type Effect, err, type Session } from '../types.ts';

/** Whether a password may cross this connection. */
export function passwordsAllowed(s: Session): boolean {
  return s.peer.secured || s.ctx.config.auth.cleartextLogin;
}

export const tlsFirst: Effect = err('Passwords only inside TLS');

/** RFC 1939 section 7. Whether the name exists is not said. */
export const user = define({
  verb: 'USER',
  // rfc1939-7-user-only-before-login
  states: AUTHORIZATION,
  // rfc1939-7-user-needs-name
  parse: (args) => words(args, 1),
  run(s, [name]) {
    // rfc1939-7-user-may-refuse-plaintext rfc2595-2.3-cleartext-login-can-be-refused
    if (!passwordsAllowed(s)) return tlsFirst;
    return { next: 'user', name: Buffer.from(name!, 'latin1').toString('utf8') };
  },
});
