import {
  acceptAnything,
  after,
  m,
  type Rule,
  refuse,
  rewriteReply,
  rule,
  text,
  withKeyword,
  withoutKeyword,
} from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** The client's response within an AUTH exchange is changed on its way. */
const response = (change: (said: string) => string): Rule =>
  rule({
    client: (u, io) => {
      const said = u.raw.toString('latin1').replace(/\r\n$/, '');
      if (u.kind !== 'line' || !/^AUTH/i.test(text(io)) || /^AUTH/i.test(said)) return false;
      const changed = change(said);
      if (changed === said) return false;
      io.toServer(Buffer.from(`${changed}\r\n`, 'latin1'));
      return true;
    },
  });

/** A server that breaks one rule of RFC 4954 each. */
export const mutants: Mutant[] = [
  m('rfc4954-3-keyword-lists-mechanisms', 'writes mechanisms small', [
    rewriteReply(/^[EL]HLO/i, /^(250[ -]AUTH )PLAIN/im, '$1plain'),
  ]),
  m('rfc4954-4-plain-offered-inside-tls', 'does not offer PLAIN', withoutKeyword('AUTH')),
  m(
    'rfc4954-4-plain-with-initial-response',
    'knows no initial response',
    refuse(/^AUTH PLAIN ./i, '501 5.5.4 no initial response'),
  ),
  m(
    'rfc4954-4-plain-after-challenge',
    'refuses to challenge',
    rewriteReply(/^AUTH PLAIN$/i, /^334 ?.*$/, '501 5.5.4 initial response needed'),
  ),
  m(
    'rfc4954-4-empty-challenge-keeps-its-space',
    'sends 334 without its space',
    rewriteReply(/^AUTH PLAIN$/i, /^334 $/, '334'),
  ),
  m(
    'rfc4954-8-mechanism-names-in-any-case',
    'knows mechanisms in capitals only',
    rewriteReply(/^auth plain/, /^235.*$/s, '504 5.5.4 no such mechanism'),
  ),
  m('rfc4954-4-auth-only-once', 'takes a second AUTH', acceptAnything(/^AUTH/i, '235 2.7.0 again')),
  m('rfc4954-4-auth-not-in-transaction', 'takes AUTH in a transaction', acceptAnything(/^AUTH/i, '235 2.7.0 now')),
  m(
    'rfc4954-4-unknown-mechanism-504',
    'has another code for an unknown mechanism',
    rewriteReply(/^AUTH X/i, /^504/, '535'),
  ),
  m(
    'rfc4954-4-unknown-mechanism-5-5-4',
    'has another enhanced code for an unknown mechanism',
    rewriteReply(/^AUTH X/i, /^504 \S+/, '504 5.7.0'),
  ),
  m('rfc4954-4-cancel-gets-501', 'has another code for a cancelled exchange', rewriteReply(/^AUTH/i, /^501/, '535')),
  m(
    'rfc4954-4-malformed-base64-501',
    'calls malformed BASE64 wrong credentials',
    rewriteReply(/^AUTH/i, /^501/, '535'),
  ),
  m(
    'rfc4954-4-foreign-characters-refused',
    'skips characters that are not BASE64',
    response((said) => said.replace(/^!/, '')),
  ),
  m(
    'rfc4954-4-padding-only-at-the-end',
    'skips pad characters at the front',
    response((said) => said.replace(/^==/, '')),
  ),
  m(
    'rfc4954-4-long-line-gets-500',
    'has another code for a line that is too long',
    rewriteReply(/^AUTH/i, /^500/, '501'),
  ),
  m('rfc4954-4-wrong-credentials-535', 'has another code for wrong credentials', rewriteReply(/^AUTH/i, /^535/, '550')),
  m(
    'rfc4954-4-failed-auth-leaves-unauthenticated',
    'takes mail after a failed AUTH',
    after(/^AUTH/i, acceptAnything(/^(?:MAIL|RCPT)/i)),
  ),
  m('rfc4954-4-no-plaintext-without-tls', 'takes a password in clear', acceptAnything(/^AUTH/i, '235 2.7.0 welcome')),
  m('rfc4954-4-no-plaintext-without-tls/announced', 'announces PLAIN without TLS', withKeyword('AUTH PLAIN')),
  m(
    'rfc4954-7-received-says-with-esmtpa',
    'keeps silent about the authentication',
    rewriteTrace(/with ESMTPSA?/, 'with ESMTP'),
    { per: 'scenario' },
  ),
  m(
    'rfc4954-6-530-where-authentication-is-due',
    'has another code where AUTH is due',
    rewriteReply(/^MAIL/i, /^530/, '550'),
  ),
];
