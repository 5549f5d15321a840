import { acceptAnything, after, loseBody, m, nth, refuse, rewriteLiteral } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** The mutant is seen at the mailbox, so it spans the scenario. */
const seen = { per: 'scenario' } as const;

/** A server that breaks one rule of RFC 2505 each. */
export const mutants: Mutant[] = [
  m('rfc2505-2.1-strangers-cannot-relay', 'passes on what anybody sends', acceptAnything(/^RCPT TO:<nobody@/i)),
  m(
    'rfc2505-2.1-relaying-decided-by-recipient-and-caller',
    'refuses strangers whatever the recipient is',
    refuse(/^RCPT/i, '550 5.7.1 No'),
  ),
  m(
    'rfc2505-2.1-client-name-gives-no-right-to-relay',
    'trusts a client that has its own name',
    after(/^EHLO (?!client\.)/i, acceptAnything(/^RCPT TO:<nobody@/i)),
  ),
  m(
    'rfc2505-2.1-sender-gives-no-right-to-relay',
    'trusts a sender of its own domain',
    after(/^MAIL FROM:<(?!sender@)/i, acceptAnything(/^RCPT TO:<nobody@/i)),
  ),
  m('rfc2505-2.1-no-relay-by-source-route', 'follows source routes', acceptAnything(/^RCPT TO:<@/i)),
  m('rfc2505-2.1-no-relay-by-percent-sign', 'follows percent signs', acceptAnything(/^RCPT TO:<[^@]*%/i)),
  m('rfc2505-2.1-no-relay-by-bang-path', 'follows exclamation marks', acceptAnything(/^RCPT TO:<[^@]*!/i)),
  m('rfc2505-2.1-no-relay-by-quoted-mailbox', 'looks into quotes', acceptAnything(/^RCPT TO:<"/i)),
  m(
    'rfc2505-2.2.1-received-has-the-address',
    'does not say from which address',
    rewriteTrace(/\[[^\]]*\]/, 'hidden'),
    seen,
  ),
  m(
    'rfc2505-2.2.1-received-has-the-date',
    'does not say when',
    rewriteTrace(/;\s+(?:\w+, )?\d+ \w+ \d{4}[^\r\n]*/, '; today'),
    seen,
  ),
  m(
    'rfc2505-2.2.1-received-has-the-helo-name',
    'leaves out what the client calls itself',
    rewriteTrace(/from client\.example\.org/, 'from unknown'),
    seen,
  ),
  m(
    'rfc2505-2.2.1-received-tells-of-authentication',
    'does not tell that the client is known',
    rewriteLiteral(/FETCH/i, (message) => message.replace(/SMTPS?A\b/, 'SMTP')),
    seen,
  ),
  m('rfc2505-2.6.1-null-sender-accepted', 'refuses the null sender', refuse(/^MAIL FROM:<>/i, '550 5.7.1 No')),
  m(
    'rfc2505-2.6.1-null-sender-to-several-accepted',
    'gives the null sender one recipient',
    nth(2, /^RCPT/i, refuse(/^RCPT/i, '550 5.7.1 No')),
  ),
  m('rfc2505-2.6.2-local-sender-accepted', 'loses what has a sender of its own', loseBody()),
];
