import {
  acceptAnything,
  after,
  answerFor,
  m,
  refuse,
  replayAfterTls,
  rewriteReply,
  when,
  withKeyword,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of STLS, or of STARTTLS in IMAP, each. */
export const mutants: Mutant[] = [
  m('rfc2595-4-stls-needs-capa', 'does not announce STLS', withoutKeyword('STLS')),
  m('rfc2595-4-stls-starts-tls', 'refuses STLS', refuse(/^STLS$/i, '-ERR no')),
  m(
    'rfc2595-4-stls-stays-in-authorization',
    'logs in by the handshake',
    when((io) => io.conn.secured, answerFor(/^STAT$/i, '+OK 0 0')),
  ),
  m(
    'rfc2595-4-stls-only-in-authorization',
    'takes STLS behind the login',
    after(/^PASS/i, answerFor(/^STLS$/i, '+OK')),
  ),
  m(
    'rfc2595-4-stls-not-offered-inside-tls',
    'offers STLS inside TLS',
    when((io) => io.conn.secured, withKeyword('STLS')),
  ),
  m('rfc2595-4-nothing-injected-before-tls', 'obeys inside TLS what came in clear', replayAfterTls()),
  m('rfc2595-2.3-cleartext-login-can-be-refused', 'takes the right password in clear', [acceptAnything(/^PASS/i)]),
  m('rfc2595-3.1-starttls-only-before-login', 'takes STARTTLS behind the login', [
    after(/^(?:LOGIN|AUTHENTICATE)/i, answerFor(/^STARTTLS$/i, 'OK begin')),
  ]),
  m('rfc2595-3.2-disabled-login-gets-no', 'answers a disabled LOGIN with BAD', rewriteReply(/^LOGIN/i, /^NO/, 'BAD')),
  m('rfc2595-3.2-starttls-needs-logindisabled', 'does not say that LOGIN is disabled', withoutKeyword('LOGINDISABLED')),
];
