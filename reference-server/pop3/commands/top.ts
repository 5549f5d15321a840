import { twoNumbers } from '../grammar.ts';
import { top as topOf } from '../stuffing.ts';
import { define, TRANSACTION } from '../types.ts';
import { noSuchMessage } from './list.ts';
import { goneMeanwhile } from './retr.ts';

/** RFC 1939 section 7. */
export const top = define({
  verb: 'TOP',
  // rfc1939-7-top-only-in-transaction
  states: TRANSACTION,
  // rfc1939-7-top-needs-number-of-lines
  parse: twoNumbers,
  async run(s, [msg, lines]) {
    const drop = s.drop!;
    const m = drop.get(msg);
    // rfc1939-7-top-of-no-such-message-refused rfc1939-7-top-of-deleted-message-refused
    if (m === undefined) return noSuchMessage;
    if (!(await drop.isThere(m))) return goneMeanwhile;
    // rfc1939-7-top-sends-header-and-lines rfc1939-7-top-of-zero-lines rfc1939-7-top-of-more-lines-than-there-are rfc1939-7-top-byte-stuffed
    return { next: 'message', text: 'Top of the message', octets: topOf(drop.octets(m), lines) };
  },
});
