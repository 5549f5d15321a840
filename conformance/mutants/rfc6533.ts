import { m, refuse } from './kit.ts';
import { another, field, reported, seen } from './reports.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

const SYNTAX = '501 5.5.4 Syntax error in parameters';
const NUMBERS = 'utf-8; \\x{3B4}\\x{3BF}@example.org';

/** A type of the report reads otherwise. */
const typed = (from: string, to: string) =>
  reported((r) => r.replace(new RegExp(`^(Content-Type:\\s*)${from}(?=[;\\s])`, 'gim'), `$1${to}`));

/** A server that reports otherwise than RFC 6533 has it. */
export const mutants: Mutant[] = [
  m('rfc6533-3-orcpt-in-utf-8-accepted', 'takes ORCPT in US-ASCII only', refuse(/ORCPT=.*[\x80-\xff]/i, SYNTAX)),
  m('rfc6533-3-orcpt-in-ascii-accepted', 'knows no numbers in ORCPT', refuse(/ORCPT=utf-8;\\x/i, SYNTAX)),
  m('rfc6533-3-orcpt-in-mixed-form-accepted', 'takes no numbers beside UTF-8', [
    refuse(/ORCPT=utf-8;[\x80-\xff]+\\x/i, SYNTAX),
  ]),
  m(
    'rfc6533-3-plain-status-is-ascii',
    'writes UTF-8 into message/delivery-status',
    typed('message/global-delivery-status', 'message/delivery-status'),
    seen,
  ),
  m('rfc6533-3-global-status-has-utf-8', 'writes numbers', field('Original-Recipient', NUMBERS), seen),
  m('rfc6533-3-ascii-form-converted', 'leaves the numbers', field('Original-Recipient', NUMBERS), seen),
  m(
    'rfc6533-3-other-address-copied',
    'writes the backslash as a number',
    field('Original-Recipient', (v) => v.replace('\\', '\\x{5C}')),
    seen,
  ),
  m('rfc6533-4.1-global-status-grammar', 'leaves a line without a name', another('to somebody'), seen),
  m(
    'rfc6533-4.1-localized-diagnostics-differ',
    'says two things in one language',
    another('Localized-Diagnostic: el; one\r\nLocalized-Diagnostic: el; two'),
    seen,
  ),
  m(
    'rfc6533-4.2-message-returned-as-global',
    'gives everything back as message/rfc822',
    typed('message/global', 'message/rfc822'),
    seen,
  ),
  m(
    'rfc6533-4.3-header-returned-as-global-headers',
    'gives every header back as text/rfc822-headers',
    typed('message/global-headers', 'text/rfc822-headers'),
    seen,
  ),
  m(
    'rfc6533-4.4-plain-report-where-ascii-suffices',
    'has the new types for everything',
    typed('message/delivery-status', 'message/global-delivery-status'),
    seen,
  ),
  m(
    'rfc6533-5-original-recipient-field-in-utf-8',
    'copies ORCPT into the message as it came',
    rewriteTrace(/^/, 'Original-Recipient: utf-8;\\x{3B4}\\x{3BF}@example.org\r\n'),
    seen,
  ),
  m(
    'rfc6533-6.3-global-headers-in-eight-bits',
    'encodes the header it gives back',
    reported((r) => r.replace(/^Subject: .*[\x80-\xff].*$/im, 'Subject: =CE=B4')),
    seen,
  ),
  m(
    'rfc6533-6.3-global-headers-without-charset',
    'names a charset',
    typed('message/global-headers', 'message/global-headers; charset=utf-8'),
    seen,
  ),
  m(
    'rfc6533-6.4-global-status-in-eight-bits',
    'encodes the report',
    reported((r) => r.replace(/[\x80-\xff]/g, (c) => `=${c.charCodeAt(0).toString(16).toUpperCase()}`)),
    seen,
  ),
];
