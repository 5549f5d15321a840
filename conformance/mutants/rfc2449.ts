import { after, m, refuse, rewriteLine, rewriteReply, withKeyword } from './kit.ts';
import type { Mutant } from './types.ts';

/** A server that breaks one rule of POP3 capabilities each; those of form are for the monitors to notice. */
export const mutants: Mutant[] = [
  m('rfc2449-5-capa-gives-a-list', 'does not know CAPA', refuse(/^CAPA$/i, '-ERR unknown command')),
  m(
    'rfc2449-5-capa-in-both-states',
    'does not know CAPA behind the login',
    after(/^(?:PASS|AUTH)\b/i, refuse(/^CAPA$/i, '-ERR unknown command')),
  ),
  m(
    'rfc2449-3-capability-grammar',
    'puts a dot in the name of a capability',
    rewriteLine(/^CAPA$/i, /^UIDL$/i, 'UIDL.1'),
    { where: /C[:+] CAPA|announce/ },
  ),
  m('rfc2449-6.7-expire-argument', 'leaves out the space behind EXPIRE', withKeyword('EXPIRENEVER'), {
    where: /C[:+] CAPA|announce/,
  }),
  m(
    'rfc2449-8-bracket-only-for-codes',
    'puts remarks in brackets',
    after(/^CAPA$/i, rewriteReply(/^(?!CAPA|AUTH|STLS)/i, /^(\+OK|-ERR) ?/, '$1 [so to speak] ')),
    { where: /^C: CAPA\n(?:S.*\n)*C: (?!STLS)/m },
  ),
];
