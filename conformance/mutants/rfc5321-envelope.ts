/** What a broken server does to the rules of RFC 5321 about MAIL, RCPT, RSET, VRFY and their arguments. */
import {
  acceptAnything,
  after,
  answerFor,
  hangUpOn,
  m,
  nth,
  type Rule,
  refuse,
  rewriteCommand,
  rewriteReply,
} from './kit.ts';
import { withOverlap } from './rfc5321-overlap.ts';
import type { Mutant } from './types.ts';

/** The server knows the verb in one form only. */
const knowsOnly = (form: RegExp): Rule => refuse(form, '500 5.5.2 What?');

/** The answer to VRFY, whatever it was. */
const vrfy = (reply: string): Rule => rewriteReply(/^VRFY/i, /^[\s\S]*$/, reply);

/** A command takes the transaction with it. */
const forgetsAt = (command: RegExp): Rule => after(command, rewriteReply(/^DATA/i, /^354.*$/, '503 5.5.1 MAIL first'));

/** The transaction goes on behind an RSET that was answered and not carried out. */
const fakeReset: Rule[] = [answerFor(/^RSET/i, '250 2.0.0 Ok'), after(/^RSET/i, answerFor(/^MAIL/i, '250 2.1.0 Ok'))];

export const mutants: Mutant[] = withOverlap([
  m(
    'rfc5321-4.1.1.2-null-reverse-path-accepted',
    'takes no null reverse-path',
    refuse(/^MAIL FROM:<>/i, '550 5.1.7 No'),
  ),
  m('rfc5321-4.1.1.2-mail-needs-a-reverse-path', 'takes MAIL without an address', acceptAnything(/^MAIL$/i)),
  m('rfc5321-4.2.2-501-bad-argument', 'says 500 to bad arguments', rewriteReply(/^MAIL FORM/i, /^501/, '500')),
  m(
    'rfc5321-3.3-refused-mailbox-says-permanent-or-temporary',
    'has a third kind of answer',
    rewriteReply(/^MAIL FROM:<@>/i, /^[\s\S]*$/, '354 hm'),
  ),
  m(
    'rfc5321-4.1.2-path-without-mailbox-refused',
    'takes a sender without a name',
    acceptAnything(/^MAIL FROM:<@[^>]/i),
  ),
  m('rfc5321-4.1.2-unbalanced-path-refused', 'takes half a path', acceptAnything(/^MAIL FROM:<[^>]*$/i)),
  m(
    'rfc5321-4.1.2-dot-string-sender-accepted',
    'knows letters and digits only',
    refuse(/^MAIL FROM:<!/i, '501 5.1.7 No'),
  ),
  m('rfc5321-4.1.2-quoted-string-sender-accepted', 'knows no quotes', refuse(/^MAIL FROM:<"/i, '501 5.1.7 No')),
  m(
    'rfc5321-4.1.2-address-literal-sender-accepted',
    'knows no literals',
    refuse(/^MAIL FROM:<someone@\[/i, '501 5.1.7 No'),
  ),
  m('rfc5321-4.1.2-invalid-characters-501', 'takes control characters', acceptAnything(/^MAIL FROM:<con\x01/i)),
  m(
    'rfc5321-2.4-8-bit-command-refused',
    'takes 8-bit commands',
    acceptAnything(/^(?:MAIL FROM:<|RCPT TO:<|EHLO )caf/i),
  ),
  m(
    'rfc5321-4.1.1.11-unknown-mail-parameter-555',
    'says 501 to an unknown parameter',
    rewriteReply(/^MAIL.* XNOSUCH/i, /^555/, '501'),
  ),
  m('rfc5321-4.1.2-parameter-keyword-grammar', 'takes parameters without a name', acceptAnything(/^MAIL.* =1/i)),
  m('rfc5321-4.1.1-trailing-white-space-tolerated', 'refuses white space at the end', refuse(/ $/, '501 5.5.4 No')),
  m(
    'rfc5321-4.5.3.1.1-local-part-of-64',
    'takes local-parts of up to 63',
    rewriteReply(/^(?:MAIL FROM|RCPT TO):<[^@]{64}@/i, /^[\s\S]*$/, '501 5.1.7 Too long'),
  ),
  m(
    'rfc5321-4.5.3.1.2-domain-of-255',
    'takes domains of up to 200',
    refuse(/^MAIL FROM:<a@.{200}/i, '501 5.1.7 Too long'),
  ),
  m('rfc5321-4.5.3.1.3-path-of-256', 'takes paths of up to 255', refuse(/^MAIL FROM:<.{254}>/i, '501 5.1.7 Too long')),

  m('rfc5321-4.1.1.3-rcpt-needs-a-forward-path', 'takes RCPT without an address', acceptAnything(/^RCPT(?: TO:)?$/i)),
  m('rfc5321-4.1.1.3-null-forward-path-refused', 'takes a null recipient', acceptAnything(/^RCPT TO:<>/i)),
  m(
    'rfc5321-4.1.1.11-unknown-rcpt-parameter-555',
    'says 501 to an unknown parameter',
    rewriteReply(/^RCPT.* XNOSUCH/i, /^555/, '501'),
  ),
  m('rfc5321-4.2.2-550-unknown-mailbox', 'takes mail for nobody', acceptAnything(/^RCPT TO:<nobody-/i)),
  m('rfc5321-4.3.1-listed-replies-only', 'has a code of its own', rewriteReply(/^RCPT TO:<nobody-/i, /^5\d\d/, '559')),
  m(
    'rfc5321-4.1.1.3-refused-recipient-leaves-the-others',
    'forgets the transaction with a refused recipient',
    after(/^RCPT TO:$/i, rewriteReply(/^DATA/i, /^354.*$/, '503 5.5.1 MAIL first')),
  ),
  m(
    'rfc5321-4.1.1.3-every-recipient-is-kept',
    'keeps the last recipient only',
    nth(1, /^RCPT/i, answerFor(/^RCPT/i, '250 2.1.5 Ok')),
  ),
  m(
    'rfc5321-4.1.1.3-source-route-recognised',
    'knows no routes',
    rewriteReply(/^RCPT TO:<@/i, /^[\s\S]*$/, '501 5.1.3 No'),
  ),
  m(
    'rfc5321-4.1.1.3-source-route-stripped',
    'does not follow routes',
    rewriteReply(/^RCPT TO:<@/i, /^[\s\S]*$/, '550 5.7.1 No'),
  ),
  m(
    'rfc5321-3.6.2-relay-declined-with-550',
    'says 551 to what it does not relay',
    rewriteReply(/^RCPT/i, /^5\d\d/, '551'),
  ),
  m(
    'rfc5321-4.5.1-postmaster-without-domain',
    'has no postmaster of its own',
    refuse(/^RCPT TO:<Postmaster>$/, '550 5.1.1 No'),
  ),
  m(
    'rfc5321-4.5.1-postmaster-with-domain',
    'has no postmaster in its domain',
    refuse(/^RCPT TO:<postmaster@/, '550 5.1.1 No'),
  ),
  m(
    'rfc5321-4.5.1-postmaster-in-any-case',
    'knows one spelling of postmaster',
    refuse(/^RCPT TO:<POSTMASTER/, '550 5.1.1 No'),
  ),
  m(
    'rfc5321-4.5.3.1.8-hundred-recipients',
    'takes 99 recipients',
    nth(100, /^RCPT/i, refuse(/^RCPT/i, '452 4.5.3 Too many')),
  ),

  m('rfc5321-2.4-verb-case-ignored', 'knows verbs in capitals', knowsOnly(/^(?:noop|mAiL|rcpt|Rset|eHLo)/)),
  m('rfc5321-2.4-argument-case-ignored', 'knows FROM in capitals', refuse(/^MAIL from/, '501 5.5.4 What?')),
  m(
    'rfc5321-2.4-local-part-case-preserved',
    'writes senders in lower case',
    rewriteCommand(/^MAIL/i, /MixedCase\.Sender/, 'mixedcase.sender'),
  ),

  m('rfc5321-4.1.1.5-rset-answered-250', 'says 220 to RSET', rewriteReply(/^RSET$/i, /^250/, '220')),
  m('rfc5321-4.3.2-rset-250', 'says 200 to RSET', rewriteReply(/^RSET$/i, /^250/, '200')),
  m('rfc5321-4.5.1-rset-implemented', 'does not know RSET', answerFor(/^RSET$/i, '502 5.5.1 No')),
  m('rfc5321-4.1.1.5-rset-discards-the-transaction', 'answers RSET and goes on', fakeReset),
  m(
    'rfc5321-4.1.1.5-rset-does-not-close',
    'closes at the second RSET',
    nth(2, /^RSET/i, hangUpOn(/^RSET/i, '250 2.0.0 Ok')),
  ),
  m(
    'rfc5321-4.1.1.5-rset-idle-has-no-effect',
    'wants EHLO after RSET',
    after(/^RSET$/i, refuse(/^MAIL/i, '503 5.5.1 EHLO first')),
  ),
  m(
    'rfc5321-4.3.2-rset-with-argument-501',
    'says 500 to RSET with an argument',
    rewriteReply(/^RSET ./i, /^501/, '500'),
  ),
  m('rfc5321-4.1.1-arguments-refused-where-none-belong', 'takes RSET with an argument', acceptAnything(/^RSET ./i)),
  m(
    'rfc5321-4.3.2-data-with-argument-501',
    'says 500 to DATA with an argument',
    rewriteReply(/^DATA ./i, /^501/, '500'),
  ),
  m(
    'rfc5321-4.3.2-quit-with-argument-501',
    'says 500 to QUIT with an argument',
    rewriteReply(/^QUIT ./i, /^501/, '500'),
  ),

  m('rfc5321-4.5.1-vrfy-implemented', 'does not know VRFY', vrfy('500 5.5.2 What?')),
  m('rfc5321-3.5.1-vrfy-supported', 'has VRFY for nobody', vrfy('550 5.1.1 Unknown')),
  m('rfc5321-7.3-vrfy-switched-off-is-252', 'has switched VRFY off and says 502', vrfy('502 5.5.1 Not here')),
  m('rfc5321-3.5.1-user-name-with-domain-accepted', 'verifies bare names only', vrfy('501 5.1.3 No')),
  m('rfc5321-3.5.1-local-mailboxes-are-user-names', 'verifies no names', vrfy('550 5.1.1 Unknown')),
  m(
    'rfc5321-3.5.3-vrfy-250-only-for-a-verified-address',
    'verifies everybody',
    rewriteReply(/^VRFY nobody-/i, /^[\s\S]*$/, '250 2.1.5 Ok'),
  ),
  m('rfc5321-3.5.1-vrfy-250-gives-the-mailbox', 'verifies without saying whom', vrfy('250 2.1.5 Ok')),
  m('rfc5321-3.5.2-vrfy-mailbox-has-a-domain', 'verifies without the domain', vrfy('250 2.1.5 <u00>')),
  m(
    'rfc5321-3.5.2-vrfy-address-in-pointed-brackets',
    'names a mailbox without brackets',
    rewriteReply(/^VRFY (.*)/i, /^[\s\S]*$/, '250 2.1.5 somebody@example.org'),
  ),
  m('rfc5321-3.5.2-vrfy-returns-no-path', 'names a route', vrfy('250 2.1.5 <@example.org:u00@example.net>')),
  m('rfc5321-4.3.2-vrfy-replies', 'has a code of its own for VRFY', vrfy('554 5.1.1 Unknown')),
  m(
    'rfc5321-4.3.2-expn-replies',
    'has a code of its own for EXPN',
    rewriteReply(/^EXPN/i, /^[\s\S]*$/, '554 5.1.1 Unknown'),
  ),
  m(
    'rfc5321-4.3.2-help-replies',
    'has a code of its own for HELP',
    rewriteReply(/^HELP/i, /^[\s\S]*$/, '250 2.0.0 Help'),
  ),
  m('rfc5321-3.5.1-expn-supported', 'has no EXPN', rewriteReply(/^EXPN/i, /^[\s\S]*$/, '502 5.5.1 No')),
  m('rfc5321-4.1.1.8-help-supported', 'has no HELP', rewriteReply(/^HELP/i, /^[\s\S]*$/, '502 5.5.1 No')),
  m('rfc5321-4.1.1.6-vrfy-leaves-the-transaction', 'forgets the transaction with VRFY', forgetsAt(/^VRFY/i)),
  m('rfc5321-4.1.1.7-expn-leaves-the-transaction', 'forgets the transaction with EXPN', forgetsAt(/^EXPN/i)),
  m('rfc5321-4.1.1.8-help-leaves-the-transaction', 'forgets the transaction with HELP', forgetsAt(/^HELP/i)),
]);
