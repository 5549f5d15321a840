/** What a broken server does to names: VRFY and EXPN (RFC 5321 section 3.5), aliases and lists (section 3.9), and the case of domains. */
import {
  acceptAnything,
  m,
  nth,
  refuse,
  rewriteBody,
  rewriteCommand,
  rewriteLiteral,
  rewriteReply,
  withoutKeyword,
} from './kit.ts';
import type { Mutant } from './types.ts';

const ANY = /^[\s\S]*$/;

/** The message as it is found in the mailbox, over IMAP. */
const found = (from: RegExp, to: string) => rewriteLiteral(/FETCH/i, (s) => s.replace(from, to));

export const mutants: Mutant[] = [
  m(
    'rfc5321-3.5.1-vrfy-250-in-one-of-two-forms',
    'says more than the mailbox',
    rewriteReply(/^VRFY/i, />$/, '> is deliverable'),
  ),
  m('rfc5321-3.5.2-vrfy-address-usable-in-rcpt', 'shows the name of a mailbox file', [
    rewriteReply(/^VRFY/i, /<[^>]*>/, '</var/mail/somebody@example.org>'),
    refuse(/^RCPT TO:<\/var/i, '550 5.1.1 No'),
  ]),
  m('rfc5321-3.5.2-vrfy-may-be-announced', 'keeps VRFY to itself', withoutKeyword('VRFY')),
  m('rfc5321-3.5.2-expn-announced-where-supported', 'keeps EXPN to itself', withoutKeyword('EXPN')),
  m('rfc5321-3.5.1-expn-of-a-user-may-list-one', 'expands lists only', refuse(/^EXPN/i, '550 5.1.3 That is a user')),
  m(
    'rfc5321-3.5.1-expn-250-gives-the-members',
    'tells how many there are',
    rewriteReply(/^EXPN/i, /^250[\s\S]*$/, '250 2.1.5 Two of them'),
  ),
  m(
    'rfc5321-3.5.1-expn-one-mailbox-a-line',
    'puts all members into one line',
    rewriteReply(/^EXPN/i, /^250-(.*)\n250 (?:\d\.\d\.\d )?/, '250 $1, '),
  ),
  m('rfc5321-3.5.1-vrfy-of-a-list-may-succeed', 'verifies users only', refuse(/^VRFY/i, '550 5.1.3 That is a list')),
  m(
    'rfc5321-3.5.1-vrfy-of-a-list-else-an-error',
    'answers with help',
    rewriteReply(/^VRFY/i, ANY, '214 2.0.0 That is a list'),
  ),
  m('rfc5321-4.1.1.6-vrfy-needs-an-argument', 'verifies nobody', acceptAnything(/^VRFY$/i)),
  m(
    'rfc5321-4.1.1.6-vrfy-takes-a-quoted-string',
    'knows no quotes',
    rewriteReply(/^VRFY "/i, ANY, '501 5.5.4 No name'),
  ),
  m('rfc5321-4.1.1.7-expn-needs-an-argument', 'expands nothing', acceptAnything(/^EXPN$/i)),
  m('rfc5321-4.1.1.1-helo-needs-an-argument', 'greets nobody', acceptAnything(/^HELO$/i)),
  m(
    'rfc5321-2.4-domain-case-ignored',
    'compares domains octet by octet',
    refuse(/^RCPT TO:<[^@]*@[A-Z.]*>/, '550 5.7.1 No'),
  ),

  m('rfc5321-3.9-alias-and-list-expansion', 'has no lists', nth(2, /^RCPT/i, refuse(/^RCPT/i, '550 5.1.1 Unknown'))),
  m(
    'rfc5321-3.9-list-changes-the-reverse-path',
    'lets errors go to whoever wrote',
    found(/^Return-Path: <[^>]*>/im, 'Return-Path: <sender@example.org>'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-3.9-list-leaves-the-header',
    'puts its name before the subject',
    rewriteBody((body) => body.replace(/^Subject: /m, '$&[list] ')),
  ),
  m('rfc5321-3.9-list-uses-all-addresses', 'leaves out who wrote', rewriteCommand(/^RCPT/i, /<team-u\d+@/i, '<noor@')),
  m(
    'rfc5321-3.9.1-alias-leaves-the-reverse-path',
    'takes errors to itself',
    found(/^Return-Path: <[^>]*>/im, 'Return-Path: <alias@example.org>'),
    { per: 'scenario' },
  ),
  m(
    'rfc5321-3.9.1-alias-leaves-the-message',
    'writes for whom it was into the header',
    rewriteBody((body) => body.replace(/^To: .*$/m, 'To: somebody else <other@example.org>')),
  ),
];
