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
    // rfc3501-6.1.1-starttls-offered rfc9051-6.2.1-starttls-not-offered-inside-tls
    if (!s.peer.secured) all.push('STARTTLS');
    // rfc3501-6.2.2-plaintext-refused-in-clear
    // rfc3501-6.1.1-auth-plain-offered
    if (passwordsAllowed(s)) all.push('AUTH=PLAIN', 'AUTH=LOGIN');
    // rfc3501-6.1.1-logindisabled-offered rfc2595-3.2-starttls-needs-logindisabled
    else all.push('LOGINDISABLED');
  } else all.push('IDLE', 'NAMESPACE', 'UIDPLUS', 'UNSELECT', 'CHILDREN', 'SPECIAL-USE');
  return all;
}
