/** What a broken server does to the rules of RFC 5321 about what may be said when. */
import { acceptAnything, after, m, nth, refuse, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

export const mutants: Mutant[] = [
  m(
    'rfc5321-4.1.4-noop-at-any-time',
    'finds NOOP out of place',
    rewriteReply(/^NOOP$/i, /^250.*$/, '503 5.5.1 Not now'),
  ),
  m(
    'rfc5321-4.1.1.5-rset-at-any-time',
    'finds RSET out of place',
    after(/^NOOP$/i, rewriteReply(/^RSET/i, /^250.*$/, '503 5.5.1 Not now')),
  ),
  m(
    'rfc5321-4.1.4-vrfy-expn-and-help-at-any-time',
    'has no questions within a session',
    rewriteReply(/^(?:VRFY|EXPN|HELP)/i, /^[\s\S]*$/, '503 5.5.1 Not now'),
  ),
  m(
    'rfc5321-4.1.4-unknown-command-keeps-the-state',
    'forgets the transaction with a command it does not know',
    after(/^WIBBLE/i, refuse(/^RCPT/i, '503 5.5.1 MAIL first')),
  ),
  m(
    'rfc5321-4.1.4-second-mail-refused-or-taken',
    'refuses a second MAIL as bad syntax',
    nth(2, /^MAIL/i, rewriteReply(/^MAIL/i, /^[\s\S]*$/, '501 5.5.4 No')),
  ),
  m(
    'rfc5321-4.1.4-refused-second-mail-keeps-the-first',
    'forgets the transaction with a second MAIL',
    after(/^MAIL FROM:<second/i, rewriteReply(/^DATA/i, /^354.*$/, '503 5.5.1 MAIL first')),
  ),
  m(
    'rfc5321-4.1.4-mail-before-ehlo-refused-or-taken',
    'does not know MAIL before EHLO',
    rewriteReply(/^MAIL/i, /^[\s\S]*$/, '500 5.5.2 What?'),
  ),
  m(
    'rfc5321-4.1.4-noop-between-chunks',
    'forgets the chunks with NOOP',
    after(/^NOOP/i, refuse(/^BDAT/i, '503 5.5.1 MAIL first')),
  ),
  m(
    'rfc5321-4.1.1.10-quit-at-the-end-of-a-group',
    'answers QUIT before its turn',
    rewriteReply(/^MAIL/i, /^250.*$/, '221 2.0.0 Bye'),
  ),
  m('rfc5321-2.4-parameter-case-ignored', 'knows SIZE in capitals', refuse(/ sIzE=/, '555 5.5.4 What?')),
  m('rfc5321-4.1.4-taken-second-mail-begins-anew', 'takes a second MAIL and goes on with the first recipients', [
    nth(2, /^MAIL/i, acceptAnything(/^MAIL/i)),
  ]),
];
