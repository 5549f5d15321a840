import { number } from '../grammar.ts';
import { define, type Effect, err, TRANSACTION } from '../types.ts';
import { noSuchMessage } from './list.ts';

/** Refusal of a message that another protocol has removed since login. */
export const goneMeanwhile: Effect = err('The message is gone');

/** RFC 1939 section 5. */
export const retr = define({
  verb: 'RETR',
  // rfc1939-5-retr-only-in-transaction
  states: TRANSACTION,
  // rfc1939-5-retr-needs-number
  parse: number,
  async run(s, msg) {
    const drop = s.drop!;
    const m = drop.get(msg);
    // rfc1939-5-retr-of-no-such-message-refused rfc1939-5-retr-of-deleted-message-refused
    if (m === undefined) return noSuchMessage;
    if (!(await drop.isThere(m))) return goneMeanwhile;
    // rfc1939-5-retr-sends-message rfc1939-11-size-counts-line-ends-as-two rfc1939-11-size-leaves-stuffed-dots-out
    return { next: 'message', text: `${await drop.sizeOf(m)} octets`, octets: drop.octets(m) };
  },
});
