import { m, rewriteReply } from './kit.ts';
import type { Mutant } from './types.ts';

const PLAIN = /^(?:MAIL|RCPT|RSET|NOOP|QUIT)\b/i;
const where = /^C: (?:MAIL|RCPT|RSET|NOOP|QUIT)/m;

/** Status codes that are none, or that say something else. */
export const mutants: Mutant[] = [
  m('rfc3463-2-three-numbers', 'writes a comment into codes', rewriteReply(PLAIN, /^(\d{3} \d\.\d+)\./, '$1(x).'), {
    where,
  }),
  m('rfc3463-2-no-leading-zeros', 'writes zeros in front', rewriteReply(PLAIN, /^(\d{3} \d\.\d+\.)(?=\d )/, '$10'), {
    where,
  }),
  m('rfc3463-2-registered-codes-only', 'has details of its own', rewriteReply(PLAIN, /^(\d{3} \d\.\d+\.)\d+/, '$199'), {
    where,
  }),
  ...[
    ['3.2-unknown-mailbox-x-1-1', 'RCPT', '5.1.1'],
    ['3.4-too-big-x-3-4', 'MAIL', '5.3.4'],
    ['3.6-out-of-sequence-x-5-1', 'RCPT', '5.5.1'],
    ['3.6-unknown-command-x-5-1-or-x-5-2', 'XNONE', '5.5.2'],
    ['3.6-unknown-parameter-x-5-4', 'MAIL', '5.5.4'],
  ].map(([rule = '', verb = '', code = '']) =>
    m(`rfc3463-${rule}`, 'says that something is wrong, not what', [
      rewriteReply(new RegExp(`^${verb}`, 'i'), new RegExp(`^(5\\d\\d) ${code.replaceAll('.', '\\.')}`), '$1 5.0.0'),
    ]),
  ),
];
