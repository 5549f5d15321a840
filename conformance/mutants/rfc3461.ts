/** What a broken server does to the parameters of RFC 3461: it refuses what it must take, or takes what it must refuse. */
import { acceptAnything, m, refuse, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

const SYNTAX = '501 5.5.4 Syntax error in parameters';
const UNKNOWN = '555 5.5.4 Unknown parameter';

export const mutants: Mutant[] = [
  m(
    'rfc3461-2-keyword-without-parameter',
    'announces what DSN may ask for',
    rewriteReply(/^[EL]HLO/i, /^(250[ -]DSN)$/im, '$1 RET ENVID'),
  ),
  m('rfc3461-4-xtext-in-either-form', 'knows letters and digits only', refuse(/^MAIL .*ENVID=\S*[^A-Z0-9]/i, SYNTAX)),
  m('rfc3461-4.1-notify-values-taken', 'does not know NOTIFY', refuse(/^RCPT .*NOTIFY=/i, UNKNOWN)),
  m(
    'rfc3461-4.2-address-need-not-fit-its-type',
    'wants an address of its own domain in ORCPT',
    refuse(/^RCPT .*ORCPT=/i, SYNTAX),
  ),
  m('rfc3461-4.3-ret-values-taken', 'does not know RET', refuse(/^MAIL .*RET=/i, UNKNOWN)),
  m('rfc3461-4.3-ret-in-any-case', 'knows RET in capitals only', refuse(/^MAIL .*(?:[a-z]+=|=[A-Z][a-z])/, SYNTAX)),
  m(
    'rfc3461-5.1-mail-reply-without-regard-to-parameters',
    'has a code of its own for MAIL with an identifier',
    rewriteReply(/^MAIL .*ENVID=/i, /^250/, '251'),
  ),
  m(
    'rfc3461-5.1-rcpt-reply-without-regard-to-parameters',
    'refuses strangers otherwise where a report is asked for',
    rewriteReply(/^RCPT .*NOTIFY=/i, /^5\d\d/, '557'),
  ),
  m('rfc3461-5.1-keyword-alone-is-refused', 'does without values', acceptAnything(/ (?:RET|ENVID|NOTIFY|ORCPT)$/i)),
  m('rfc3461-5.1-invalid-ret-501', 'takes any RET', acceptAnything(/ RET=/i)),
  m('rfc3461-5.1-invalid-envid-501', 'takes any ENVID', acceptAnything(/ ENVID=/i)),
  m('rfc3461-5.1-two-ret-501', 'takes the last RET', acceptAnything(/ RET=/i)),
  m('rfc3461-5.1-two-envid-501', 'takes the last ENVID', acceptAnything(/ ENVID=/i)),
  m('rfc3461-5.1-invalid-notify-501', 'takes any NOTIFY', acceptAnything(/ NOTIFY=/i)),
  m('rfc3461-5.1-never-with-others-501', 'takes NEVER among others', acceptAnything(/ NOTIFY=/i)),
  m('rfc3461-5.1-invalid-orcpt-501', 'takes any ORCPT', acceptAnything(/ ORCPT=/i)),
  m('rfc3461-5.1-two-notify-501', 'takes the last NOTIFY', acceptAnything(/ NOTIFY=/i)),
  m('rfc3461-5.1-two-orcpt-501', 'takes the last ORCPT', acceptAnything(/ ORCPT=/i)),
  m('rfc3461-5.4-envid-of-100', 'takes an ENVID of fifty characters', refuse(/ ENVID=\S{51,}/i, SYNTAX)),
  m('rfc3461-5.4-notify-of-28', 'takes two words for NOTIFY', refuse(/ NOTIFY=\w+,\w+,/i, SYNTAX)),
  m('rfc3461-5.4-orcpt-of-500', 'takes an ORCPT of a hundred characters', refuse(/ ORCPT=\S{101,}/i, SYNTAX)),
  m('rfc3461-5.4-ret-of-8', 'takes parameters of six characters', refuse(/ RET=\S{3,}/i, SYNTAX)),
  m(
    'rfc3461-5.4-longest-rcpt',
    'takes lines of 512 octets for RCPT',
    rewriteReply(/^RCPT .{508,}$/i, /^.*$/s, '500 5.5.2 Line too long'),
  ),
  m(
    'rfc3461-5.4-longest-mail',
    'takes lines of 300 octets for MAIL',
    rewriteReply(/^MAIL .{296,}$/i, /^.*$/s, '500 5.5.2 Line too long'),
  ),
];
