import { inject, injectUntagged, m, repeatReply, rewriteReply, rewriteUntagged } from './kit.ts';
import type { Mutant } from './types.ts';

const SELECTED = /^(?:UID )?(?:FETCH|STORE|SEARCH|COPY|NOOP|EXPUNGE)\b/i;
const where = /that has selected /;

/** A server that breaks one rule of responses each, for the monitors to notice. */
export const mutants: Mutant[] = [
  m('rfc3501-2.2.2-each-tag-answered-once', 'completes commands twice', repeatReply(SELECTED, /^(?:OK|NO|BAD)\b/i), {
    where,
  }),
  m(
    'rfc3501-7.3.1-exists-never-falls',
    'forgets messages and says nothing',
    injectUntagged(SELECTED, '1 EXISTS', '0 EXISTS'),
    { where },
  ),
  m(
    'rfc3501-7.4.1-no-expunge-unasked',
    'removes a message between two commands',
    inject(SELECTED, '* 1 EXPUNGE', 'after'),
    { where },
  ),
  m(
    'rfc3501-9-responses-follow-the-grammar',
    'puts two spaces before a list of flags',
    rewriteUntagged(/^(?:SELECT|EXAMINE)/i, /^FLAGS \(/i, 'FLAGS  ('),
    { where },
  ),
  m(
    'rfc3501-9-no-nul',
    'ends its texts with an octet 0',
    rewriteReply(/^/, /^OK .*$/, (all) => `${all}\0`),
  ),
];
