import { m, refuse } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks the rule of RFC 7505 that can be asked without a resolver. */
export const mutants: Mutant[] = [
  m(
    'rfc7505-4.2-null-reverse-path-keeps-its-use',
    'takes the null sender for a domain without exchangers',
    refuse(/^MAIL FROM:<>/i, '550 5.7.27 Sender address has null MX'),
  ),
];
