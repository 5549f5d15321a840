import { AUTHORIZATION, define, type Effect, err, type Session } from '../types.ts';
import { passwordsAllowed, tlsFirst } from './user.ts';

/** Checks a name and password and says what comes of it. */
export async function verify(s: Session, login: string, password: Buffer, authzid?: string): Promise<Effect> {
  const answer = await s.ctx.auth.verify(login, password, authzid);
  return typeof answer === 'string' ? { next: 'log-in-failed', why: answer } : { next: 'log-in', identity: answer };
}

/** RFC 1939 section 7: directly after USER. */
export const pass = define({
  verb: 'PASS',
  states: AUTHORIZATION,
  // rfc1939-7-pass-may-hold-spaces rfc1939-7-pass-needs-password
  parse: (args) => (args === '' ? undefined : args),
  async run(s, password) {
    if (!passwordsAllowed(s)) return tlsFirst;
    const name = s.user;
    s.user = undefined;
    // rfc1939-7-user-then-pass-or-quit
    if (name === undefined) return err('USER first');
    // rfc1939-7-user-and-pass-log-in rfc1939-7-wrong-password-refused rfc1939-4-supports-an-authentication-mechanism
    return verify(s, name, Buffer.from(password, 'latin1'));
  },
});
