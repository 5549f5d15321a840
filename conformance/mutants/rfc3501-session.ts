import {
  acceptAnything,
  after,
  answerFor,
  m,
  type Rule,
  refuse,
  replace,
  replayAfterTls,
  rewriteReply,
  rewriteUntagged,
  rule,
  silent,
  text,
  when,
  withKeyword,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

const tls = (inner: Rule): Rule => when((io) => io.conn.secured, inner);

/** Completions carry a tag the client did not send. */
const wrongTag: Rule = () => ({
  server: (u, io) => {
    if (u.kind !== 'tagged') return false;
    io.toClient(Buffer.concat([Buffer.from('x'), u.raw]));
    return true;
  },
});

/** Literals are taken as something else than quoted strings. */
const literalIsOther: Rule = () => ({
  server: (u, io) =>
    /^EXAMINE \{/i.test(text(io)) && u.kind === 'tagged' && replace(u, io, /^OK.*$/, 'NO no such mailbox'),
});

/** A server that breaks one rule each about connections, logins and the form of commands. */
export const mutants: Mutant[] = [
  m('rfc3501-2.2.1-completion-carries-the-tag', 'answers under another tag', wrongTag),
  m(
    'rfc3501-2.2.2-syntax-error-gets-bad',
    'says NO to what it does not understand',
    rewriteReply(/^(?:SELECT|FETCH|XNOSUCH)/i, /^BAD/i, 'NO'),
  ),
  m('rfc3501-3-wrong-state-refused', 'opens a mailbox before the login', acceptAnything(/^SELECT/i)),
  m('rfc3501-3.1-needs-login', 'lists mailboxes before the login', acceptAnything(/^(?:LIST|STATUS)/i)),
  m('rfc3501-3.2-needs-mailbox', 'searches without a mailbox', acceptAnything(/^(?:FETCH|SEARCH)/i)),
  m(
    'rfc3501-3-no-second-login',
    'takes a second login',
    after(/^(?:LOGIN|AUTHENTICATE)/i, answerFor(/^LOGIN/i, 'OK again')),
  ),
  m(
    'rfc3501-5.5-ambiguous-commands-in-order',
    'carries out commands in another order',
    refuse(/^DELETE/i, 'NO no such mailbox'),
  ),
  m('rfc3501-6.1.1-capability-lists-imap4rev1', 'does not list IMAP4rev1', withoutKeyword('IMAP4rev1')),
  m('rfc3501-6.1.1-starttls-offered', 'does not offer STARTTLS', withoutKeyword('STARTTLS')),
  m('rfc3501-6.1.1-logindisabled-offered', 'does not say that LOGIN is disabled', withoutKeyword('LOGINDISABLED')),
  m('rfc3501-6.1.1-auth-plain-offered', 'does not offer PLAIN', withoutKeyword('AUTH=PLAIN')),
  m('rfc3501-6.1.2-noop-succeeds', 'refuses NOOP before the login', refuse(/^NOOP/i, 'NO log in first')),
  m(
    'rfc3501-6.1.3-logout-says-bye',
    'goes without BYE',
    rule({
      server: (u, io) => {
        if (u.kind !== 'untagged' || !/^LOGOUT/i.test(text(io))) return false;
        io.drop();
        return true;
      },
    }),
  ),
  m('rfc3501-9-words-in-any-case', 'knows commands in capitals only', refuse(/^fetch/, 'BAD unknown command')),
  m(
    'rfc3501-7-continuation-is-a-plus',
    'asks for more by an untagged response',
    rule({
      server: (u, io) => {
        if (u.kind !== 'continue') return false;
        io.toClient(Buffer.from('* OK go on\r\n'));
        return true;
      },
    }),
  ),
  m(
    'rfc3501-7.1-codes-stand-first',
    'puts codes at the end',
    rewriteUntagged(/^SELECT/i, /^OK (\[UIDVALIDITY \d+\]) (.*)$/i, 'OK $2 $1'),
  ),
  m(
    'rfc3501-4.3-literal-is-asked-for',
    'does not ask for a literal',
    rule({
      server: (u, io) => {
        if (u.kind !== 'continue') return false;
        io.drop();
        return true;
      },
    }),
  ),
  m('rfc3501-4.3-empty-literal-is-asked-for', 'does not ask for a literal of no octets', silent(/^LIST \{0\}/i)),
  m('rfc3501-4.3-literal-and-quoted-mean-the-same', 'knows a mailbox by quoted string only', literalIsOther),

  m('rfc3501-6.2.1-starttls-starts-tls', 'refuses STARTTLS', refuse(/^STARTTLS/i, 'NO not now')),
  m('rfc3501-6.2.1-starttls-logs-nobody-in', 'logs in by the handshake', tls(answerFor(/^LIST/i, 'OK done'))),
  m('rfc3501-6.2.1-nothing-injected-before-tls', 'obeys inside TLS what came in clear', replayAfterTls()),
  m('rfc3501-6.2.2-authenticate-plain-logs-in', 'takes nobody by AUTHENTICATE', refuse(/^AUTHENTICATE/i, 'NO no')),
  m('rfc3501-6.2.2-wrong-credentials-get-no', 'takes any credentials', acceptAnything(/^AUTHENTICATE/i)),
  m(
    'rfc3501-6.2.2-unknown-mechanism-gets-no',
    'says BAD to an unknown mechanism',
    rewriteReply(/^AUTHENTICATE/i, /^NO/i, 'BAD'),
  ),
  m('rfc3501-6.2.2-cancel-gets-bad', 'says NO to a cancelled exchange', rewriteReply(/^AUTHENTICATE/i, /^BAD/i, 'NO')),
  m('rfc3501-6.2.2-plaintext-refused-in-clear', 'offers PLAIN in clear', withKeyword('AUTH=PLAIN')),
  m('rfc3501-6.2.3-login-logs-in', 'takes nobody by LOGIN', refuse(/^LOGIN/i, 'NO no')),
  m('rfc3501-6.2.3-wrong-password-gets-no', 'takes any password', acceptAnything(/^LOGIN/i)),
  m(
    'rfc3501-6.2.3-login-refused-where-disabled',
    'takes the password it had said to refuse',
    acceptAnything(/^LOGIN/i),
  ),
];
