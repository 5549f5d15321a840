import { m } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

const SEEN = { per: 'scenario' } as const;

/** A server that says something else of SMTPUTF8 in its trace fields. */
export const mutants: Mutant[] = [
  m('rfc6531-4.3-utf8smtp', 'says ESMTP', rewriteTrace(/with UTF8SMTP\b/, 'with ESMTP'), SEEN),
  m('rfc6531-4.3-utf8smtps', 'says UTF8SMTP inside TLS', rewriteTrace(/with UTF8SMTPS\b/, 'with UTF8SMTP'), SEEN),
  m('rfc6531-4.3-utf8smtpa', 'forgets who came', rewriteTrace(/with UTF8SMTPA\b/, 'with UTF8SMTP'), SEEN),
  m('rfc6531-4.3-utf8smtpsa', 'says ESMTPSA', rewriteTrace(/with UTF8SMTPSA\b/, 'with ESMTPSA'), SEEN),
  m('rfc6531-4.3-utf8lmtp', 'says LMTP', rewriteTrace(/with UTF8LMTP\b/, 'with LMTP'), SEEN),
  m('rfc6531-4.3-utf8lmtps', 'says UTF8LMTP inside TLS', rewriteTrace(/with UTF8LMTPS\b/, 'with UTF8LMTP'), SEEN),
  m('rfc6531-4.3-utf8lmtpa', 'forgets who came', rewriteTrace(/with UTF8LMTPA\b/, 'with UTF8LMTP'), SEEN),
  m(
    'rfc6531-3.7.3-u-label-in-return-path',
    'writes the A-label',
    rewriteTrace(/^(Return-Path: <.*@)b\xc3\xbccher/im, '$1xn--bcher-kva'),
    SEEN,
  ),
  m(
    'rfc6531-3.7.3-return-path-in-utf-8',
    'writes a question mark for what it does not know',
    rewriteTrace(/^(Return-Path: <)[\x80-\xff]+/im, '$1?'),
    SEEN,
  ),
  m(
    'rfc6531-3.7.3-esmtp-without-the-parameter',
    'remembers SMTPUTF8 of a message before',
    rewriteTrace(/with E?(SMTP|LMTP)/, 'with UTF8$1'),
    SEEN,
  ),
];
