import { passwordsAllowed } from '../capabilities.ts';
import { login as parse } from '../grammar/command.ts';
import { define, type Effect, NOT_AUTHENTICATED, no, type Session } from '../types.ts';

/** Passwords do not cross an open line (RFC 3501 sections 6.2.3 and 11.2), whether they are right or wrong. */
export function passwordGuard(s: Session): Effect | undefined {
  return passwordsAllowed(s) ? undefined : no('TLS first', 'PRIVACYREQUIRED');
}

/** Checks a name and password and says what comes of it. */
export async function verify(s: Session, login: string, password: Buffer, authzid?: string): Promise<Effect> {
  const answer = await s.ctx.auth.verify(login, password, authzid);
  return typeof answer === 'string' ? { next: 'log-in-failed', why: answer } : { next: 'log-in', identity: answer };
}

/** RFC 3501 section 6.2.3. */
export const login = define({
  verb: 'LOGIN',
  states: NOT_AUTHENTICATED,
  parse,
  // rfc3501-6.2.3-login-refused-where-disabled rfc2595-3.2-disabled-login-gets-no
  forbid: passwordGuard,
  run: ({ session: s }, { user, password }) =>
    verify(s, Buffer.from(user, 'latin1').toString('utf8'), Buffer.from(password, 'latin1')),
});
