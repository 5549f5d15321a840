import { m, type Rule, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

/** A message whose header section has a source route is refused at its end. */
const refusesRoutes: Rule = () => {
  let routed = false;
  const refusal = rewriteReply(/^DATA/i, /^250.*$/, '554 5.6.0 No')();
  return {
    client: (u) => {
      if (u.kind === 'body') routed = /<@[^:>]*:/.test(u.raw.toString('latin1'));
      return false;
    },
    server: (u, io) => routed && (refusal.server?.(u, io) ?? false),
  };
};

/** A server that breaks what RFC 5321 left of the requirements for hosts. */
export const mutants: Mutant[] = [
  m('rfc1123-5.2.19-source-route-in-header-accepted', 'refuses source routes in the header', refusesRoutes),
];
