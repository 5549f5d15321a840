import { m, type Rule, rewriteBody, rewriteCommand, rewriteReply } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

/** What is handed in reaches the server with `from` made `to`, and comes out as it was: the server appears to take it as it is. */
function letThrough(from: RegExp, to: string, back: RegExp, as: string): Rule[] {
  return [rewriteBody((body) => body.replace(from, to)), rewriteTrace(back, as)];
}

/** The reply to the end of data, not that to DATA. */
function endOfData(from: RegExp, to: string): Rule {
  return rewriteReply(/^DATA$/i, from, to);
}

/** A submission server that breaks one rule on messages of RFC 6409 each. */
export const mutants: Mutant[] = [
  m(
    'rfc6409-4.2-envelope-domains-qualified',
    'delivers for a sender without a domain of its own',
    [
      rewriteCommand(/^MAIL FROM:<someone@workstation>/i, /@workstation/i, '@workstation.example.org'),
      rewriteTrace(/^Return-Path: <someone@workstation\.example\.org>/im, 'Return-Path: <someone@workstation>'),
    ],
    { per: 'scenario' },
  ),
  m(
    'rfc6409-4.2-header-domains-qualified',
    'delivers a single label beside a field of its own',
    letThrough(/@workstation\r/, '@workstation.example.org\r', /@workstation\.example\.org\r/, '@workstation\r'),
    { per: 'scenario' },
  ),
  m(
    'rfc6409-5.1-illegal-header-address-refused',
    'delivers an address that is none beside a field of its own',
    letThrough(/<someone@@/, '<someone.at@', /<someone\.at@/, '<someone@@'),
    { per: 'scenario' },
  ),
  m('rfc6409-5.1-illegal-header-address-554', 'has another code for such', endOfData(/^554/, '550')),
  m('rfc6409-6.3-invalid-message-may-be-refused', 'takes any message', endOfData(/^5.*/s, '250 2.0.0 Ok')),
  m('rfc6409-6.3-invalid-message-554', 'refuses with another code', endOfData(/^554/, '550')),
  m('rfc6409-8-delivered-mail-has-a-date', 'adds no date', rewriteTrace(/^Date:/im, 'X-No-Date:'), {
    per: 'scenario',
  }),
  m('rfc6409-8.2-missing-date-may-be-added', 'adds no date', rewriteTrace(/^Date:/im, 'X-No-Date:'), {
    per: 'scenario',
  }),
  m(
    'rfc6409-8-delivered-mail-has-an-author',
    'delivers what nobody wrote',
    letThrough(/^/, 'From: added@example.org\r\n', /^From: added@example\.org\r\n/m, ''),
    { per: 'scenario' },
  ),
  m(
    'rfc6409-8-delivered-mail-repeats-no-field',
    'delivers two subjects',
    letThrough(/^Subject: or rather/m, 'X-Subject: or rather', /^X-Subject: or rather/m, 'Subject: or rather'),
    { per: 'scenario' },
  ),
  m(
    'rfc6409-8.1-added-sender-is-an-address',
    'puts the bare name of the account into Sender',
    rewriteTrace(/^From: Somebody Else/m, 'Sender: u01\r\nFrom: Somebody Else'),
    { per: 'scenario' },
  ),
  m('rfc6409-8.3-missing-message-id-added', 'adds no id', rewriteTrace(/^Message-ID:/im, 'X-No-Id:'), {
    per: 'scenario',
  }),
  m(
    'rfc6409-8.3-invalid-message-id-replaced',
    'leaves an id that is none',
    rewriteTrace(/^Message-ID: <.*$/im, 'Message-ID: this is no id'),
    { per: 'scenario' },
  ),
  m(
    'rfc6409-8.8-destination-local-parts-kept',
    'takes off what it holds for a detail',
    rewriteTrace(/Some\.One\+Lists/, 'Some.One'),
    { per: 'scenario' },
  ),
];
