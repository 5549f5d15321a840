import { acceptAnything, after, m, refuse, rewriteBody, rewriteCommand, rewriteReply, withoutKeyword } from './kit.ts';
import type { Mutant } from './types.ts';

const UNKNOWN = '555 5.5.4 unknown parameter';
/** A letter beyond US-ASCII, as octets. */
const DELTA = '\xce\xb4';

/** What a broken server does to the commands of RFC 6531. Patterns see one character an octet. */
export const mutants: Mutant[] = [
  m('rfc6531-1.1-octets-that-are-no-utf-8-refused', 'takes any octets', acceptAnything(/^MAIL FROM:<a[\x80-\xff]/)),
  m(
    'rfc6531-3.1-keyword-without-parameter',
    'announces SMTPUTF8 with a parameter',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]SMTPUTF8)$/im, '$1 NFC'),
  ),
  m('rfc6531-3.1-with-8bitmime', 'announces SMTPUTF8 without 8BITMIME', withoutKeyword('8BITMIME')),
  m('rfc6531-3.7.1-ehlo-domain-is-ldh', 'names itself by a U-label', [
    rewriteReply(/^[EL]HLO/i, /^250-\S+/, `250-b\xc3\xbccher.example`),
  ]),
  m('rfc6531-3.1-mail-parameter-accepted', 'does not know SMTPUTF8', refuse(/^MAIL .* SMTPUTF8/i, UNKNOWN)),
  m('rfc6531-3.1-vrfy-parameter-accepted', 'does not know SMTPUTF8 behind a name', [
    refuse(/^VRFY .* SMTPUTF8$/i, '501 5.5.4 one name, please'),
  ]),
  m('rfc6531-3.1-expn-parameter-accepted', 'does not know SMTPUTF8 behind a name', [
    refuse(/^EXPN .* SMTPUTF8$/i, '501 5.5.4 one name, please'),
  ]),
  m('rfc6531-3.2-sender-in-utf-8-accepted', 'knows one script', refuse(/^MAIL FROM:<.*\xe6/, '501 5.1.7 not a path')),
  m('rfc6531-3.2-recipient-in-utf-8-reached', 'takes no recipient in UTF-8', [
    refuse(/^RCPT .*[\x80-\xff]/i, '550 5.6.7 not here'),
  ]),
  m('rfc6531-3.2-vrfy-takes-a-name-in-utf-8', 'knows names in US-ASCII only', [
    refuse(/^VRFY .*[\x80-\xff]/i, '501 5.5.4 not a name'),
  ]),
  m(
    'rfc6531-3.2-delimiters-stay-ascii',
    'takes a fullwidth sign for a delimiter',
    refuse(/^MAIL .*\xef\xbc\xa0/, '501 5.1.7 two delimiters'),
  ),
  m('rfc6531-3.2-no-relaying-for-strangers', 'relays whatever is in UTF-8', acceptAnything(/^RCPT .*[\x80-\xff]/i)),
  m('rfc6531-3.3-ascii-specials-stay-special', 'takes anything between UTF-8', acceptAnything(/^MAIL .*[\x80-\xff]/i)),
  m('rfc6531-3.3-quoted-sender-in-utf-8-accepted', 'knows quotes in US-ASCII only', [
    refuse(/^MAIL FROM:<".*[\x80-\xff]/i, '501 5.1.7 not a path'),
  ]),
  m('rfc6531-3.3-u-label-sender-accepted', 'wants A-labels', [
    refuse(/^MAIL FROM:<[^>]*@.*[\x80-\xff]/i, '501 5.1.7 not a path'),
  ]),
  m('rfc6531-3.3-empty-label-refused', 'takes any domain', acceptAnything(/^MAIL .*\.\./i)),
  m('rfc6531-3.4-parameter-without-value', 'takes any value of SMTPUTF8', acceptAnything(/^MAIL .*SMTPUTF8=/i)),
  m('rfc6531-3.4-parameter-in-any-case', 'knows SMTPUTF8 in capitals only', refuse(/^MAIL .* smtputf8/, UNKNOWN)),
  m('rfc6531-3.4-parameter-for-one-transaction', 'keeps SMTPUTF8 for the session', [
    after(/^MAIL .* SMTPUTF8$/i, rewriteCommand(/^MAIL .*>$/i, /$/, ' SMTPUTF8')),
  ]),
  m('rfc6531-3.5-sender-refused-with-550', 'has another code for a sender in UTF-8', [
    rewriteReply(/^MAIL .*[\x80-\xff]/i, /^550/, '554'),
  ]),
  m('rfc6531-3.5-recipient-refused-with-553', 'has another code for a recipient in UTF-8', [
    rewriteReply(/^RCPT .*[\x80-\xff]/i, /^553/, '554'),
  ]),
  m('rfc6531-3.5-x-6-7-for-non-ascii-addresses', 'has another enhanced code for addresses in UTF-8', [
    rewriteReply(/^MAIL .*[\x80-\xff]/i, /5\.6\.7/, '5.1.7'),
  ]),
  m('rfc6531-3.6-with-8bitmime', 'takes SMTPUTF8 first only', refuse(/^MAIL .*BODY=8BITMIME SMTPUTF8/i, UNKNOWN)),
  m('rfc6531-3.6-with-binarymime', 'takes no binary with SMTPUTF8', refuse(/^MAIL .*SMTPUTF8 BODY=BIN/i, UNKNOWN)),
  m('rfc6531-3.6-plain-message-accepted', 'wants UTF-8 where it was announced', [
    rewriteBody((body) => body.replace('Nothing but US-ASCII.', `Nothing but ${DELTA}.`)),
  ]),
  m(
    'rfc6531-3.7.4.1-no-utf-8-251-without-the-parameter',
    'tells everybody where mail goes, in UTF-8',
    rewriteReply(/^RCPT /i, /^250.*$/s, `251 2.1.5 goes to <${DELTA}@example.org>`),
    { where: /C: RCPT TO:<\{recipient\}>/ },
  ),
  m(
    'rfc6531-3.7.4.2-no-utf-8-from-vrfy-without-the-parameter',
    'shows names in UTF-8 to everybody',
    [rewriteReply(/^(?:VRFY|EXPN) \S+$/i, /^(2\d\d ).*$/s, `$12.1.5 <${DELTA}@example.org>`)],
    { where: /C: VRFY \{recipient\}/ },
  ),
  m(
    'rfc6531-3.7.4.2-252-or-550-for-what-may-not-be-shown',
    'shows a mailbox in US-ASCII instead',
    [rewriteReply(/^VRFY \S*[\x80-\xff]\S*$/i, /^252.*$/s, '250 2.1.5 <d@example.org>')],
    { also: ['rfc6531-3.7.4.2-x-6-8-for-what-may-not-be-shown'] },
  ),
  m('rfc6531-3.7.4.2-x-6-8-for-what-may-not-be-shown', 'has no enhanced code for what it keeps back', [
    rewriteReply(/^VRFY \S*[\x80-\xff]\S*$/i, /^252 2\.6\.8/, '252 2.0.0'),
  ]),
  m('rfc6531-3.7.4.2-vrfy-parameter-for-one-command', 'remembers SMTPUTF8 of the command before', [
    rewriteCommand(/^VRFY \S*[\x80-\xff]\S*$/i, /$/, ' SMTPUTF8'),
  ]),
  m('rfc6531-3.7.4.2-vrfy-250-gives-the-mailbox', 'gives half of the mailbox', [
    rewriteReply(/^VRFY .*[\x80-\xff]/i, /<(.*)@.*>/, '$1'),
  ]),
  m(
    'rfc6531-3.7.4.2-no-utf-8-in-other-replies',
    'repeats addresses in UTF-8',
    [rewriteReply(/^MAIL .*[\x80-\xff].*SMTPUTF8$/i, /^(\d{3} ).*$/s, `$12.1.0 <${DELTA}@example.org> OK`)],
    { where: /C: MAIL FROM:<δοκιμή@example.org> SMTPUTF8/ },
  ),
];
