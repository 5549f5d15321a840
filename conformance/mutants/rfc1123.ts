import { m, rewriteBody } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks what RFC 5321 left of the requirements for hosts. */
export const mutants: Mutant[] = [
  m(
    'rfc1123-5.2.19-source-route-in-header-accepted',
    'takes source routes out of addresses',
    rewriteBody((body) => body.replace(/<@[^:>]*:/g, '<')),
  ),
];
