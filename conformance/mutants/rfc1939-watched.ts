import { m, rewriteReply, rule } from './kit.ts';
import type { Mutant } from './types.ts';

/** Commands whose answer is one line, and does not decide how the session goes on. */
const SIMPLE = /^(?:NOOP|STAT|DELE|RSET|QUIT)\b/i;

/** A server that breaks one rule of form (RFC 1939 §3) each, for the monitors to notice. */
export const mutants: Mutant[] = [
  m('rfc1939-3-only-ok-or-err', 'has an indicator of its own', rewriteReply(SIMPLE, /^\+OK/, '+YES'), {
    where: /^C: (?:NOOP|STAT|RSET|QUIT)/m,
  }),
  m('rfc1939-3-status-in-capitals', 'says +ok', rewriteReply(SIMPLE, /^\+OK/, '+ok'), {
    where: /^C: (?:NOOP|STAT|RSET|QUIT)/m,
  }),
  m(
    'rfc1939-3-status-line-within-512-octets',
    'says more than a line holds',
    rewriteReply(SIMPLE, /^.*$/, (all) => all.padEnd(600, '.')),
    { where: /^C: (?:NOOP|STAT|RSET|QUIT)/m },
  ),
  m(
    'rfc1939-3-responses-end-with-crlf',
    'ends lines with LF alone',
    rule({
      server: (u, io) => {
        if (u.kind !== 'line') return false;
        io.toClient(Buffer.from(u.raw.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
        return true;
      },
    }),
  ),
];
