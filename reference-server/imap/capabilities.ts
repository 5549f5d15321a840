import { type Session, stateOf } from './types.ts';

/** Whether a password may cross this connection (RFC 3501 section 11.2). */
export function passwordsAllowed(s: Session): boolean {
  return s.peer.secured || s.ctx.config.auth.cleartextLogin;
}

/** What is true in this state of the session, IMAP4rev1 first. */
export function capabilities(s: Session): string[] {
  const all = ['IMAP4rev1', 'LITERAL-', 'ID', 'ENABLE'];
  if (stateOf(s) === 'not-authenticated') {
    all.push('SASL-IR');
    if (!s.peer.secured) all.push('STARTTLS');
    // rfc3501-11.2-no-plaintext-mechanisms-in-clear
    if (passwordsAllowed(s)) all.push('AUTH=PLAIN', 'AUTH=LOGIN');
    // rfc3501-6.2.3-logindisabled-in-clear
    else all.push('LOGINDISABLED');
  } else all.push('IDLE', 'NAMESPACE', 'UIDPLUS', 'UNSELECT', 'CHILDREN', 'SPECIAL-USE');
  return all;
}
