import { m } from './kit.ts';
import { rewriteTrace } from './trace.ts';
import type { Mutant } from './types.ts';

const SCENARIO = { per: 'scenario' } as const;

/** A server that names the wrong protocol in its Received field. */
export const mutants: Mutant[] = [
  m('rfc3848-1-esmtp-in-clear', 'says SMTP after EHLO', rewriteTrace(/with ESMTP\b/, 'with SMTP'), SCENARIO),
  m('rfc3848-1-esmtps-inside-tls', 'says ESMTP inside TLS', rewriteTrace(/with ESMTPS\b/, 'with ESMTP'), SCENARIO),
  m(
    'rfc3848-1-esmtpsa-with-auth-inside-tls',
    'says ESMTPS where there was AUTH',
    rewriteTrace(/with ESMTPSA\b/, 'with ESMTPS'),
    SCENARIO,
  ),
  m('rfc3848-1-lmtp-in-clear', 'says ESMTP on LMTP', rewriteTrace(/with LMTP\b/, 'with ESMTP'), SCENARIO),
  m('rfc3848-1-smtp-after-helo', 'says ESMTP after HELO', rewriteTrace(/with SMTP\b/, 'with ESMTP'), SCENARIO),
  m('rfc3848-1-lmtps-inside-tls', 'says LMTP inside TLS', rewriteTrace(/with LMTPS\b/, 'with LMTP'), SCENARIO),
  m(
    'rfc3848-1-auth-on-the-exchange',
    'has AUTH on port 25 and does not tell',
    rewriteTrace(/with ESMTPSA\b/, 'with ESMTPS'),
    SCENARIO,
  ),
  m('rfc3848-1-esmtpa-with-auth', 'forgets who came', rewriteTrace(/with ESMTPA\b/, 'with ESMTP'), SCENARIO),
  m('rfc3848-1-lmtpa-with-auth', 'forgets who came', rewriteTrace(/with LMTPA\b/, 'with LMTP'), SCENARIO),
];
