import {
  acceptAnything,
  after,
  answerFor,
  m,
  type Rule,
  refuse,
  replayAfterTls,
  rewriteCommand,
  rewriteReply,
  when,
  withKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

const insideTls = (inner: Rule): Rule => when((io) => io.conn.secured, inner);

/** A server that breaks one rule of STARTTLS in SMTP each. What survives a real handshake is in `tls.ts`. */
export const mutants: Mutant[] = [
  m('rfc3207-2-keyword-without-parameter', 'announces STARTTLS with a parameter', [
    rewriteReply(/^[EL]HLO/i, /^(250[ -]STARTTLS)$/im, '$1 1.3'),
  ]),
  m('rfc3207-4-starttls-gets-220', 'answers STARTTLS with 250', rewriteReply(/^STARTTLS$/i, /^220/, '250')),
  m('rfc3207-4-no-parameter-501', 'has another code for a parameter', rewriteReply(/^STARTTLS ./i, /^501/, '554')),
  m(
    'rfc3207-4-public-server-takes-mail-in-clear',
    'wants TLS before any mail',
    refuse(/^(?:MAIL|RCPT)/i, '530 5.7.0 Must issue a STARTTLS command first'),
  ),
  m('rfc3207-4.2-ehlo-is-forgotten', 'goes on with the name given in clear', [
    insideTls(rewriteCommand(/^[EL]HLO/i, /after\.example\.org/, 'before.example.org')),
  ]),
  m('rfc3207-4.2-transaction-is-forgotten', 'keeps the transaction over the handshake', [
    insideTls(rewriteReply(/^DATA$/i, /^5.*$/s, '354 go on')),
  ]),
  m('rfc3207-4.2-nothing-injected-before-tls', 'obeys inside TLS what came in clear', replayAfterTls()),
  m('rfc3207-4.2-starttls-not-offered-inside-tls', 'offers STARTTLS inside TLS', insideTls(withKeyword('STARTTLS'))),
  m('rfc3207-4.2-second-starttls-refused', 'takes STARTTLS inside TLS', [
    insideTls(after(/^EHLO/i, answerFor(/^STARTTLS$/i, '220 2.0.0 Ready'))),
    insideTls(acceptAnything(/^STARTTLS$/i, '220 2.0.0 Ready')),
  ]),
];
