import { optionalNumber } from '../grammar.ts';
import { define, type Effect, err, ok, TRANSACTION } from '../types.ts';

/** Refusal of a message number that is not there, or marked. */
export const noSuchMessage: Effect = err('No such message');

/** RFC 1939 section 5. */
export const list = define({
  verb: 'LIST',
  // rfc1939-5-list-only-in-transaction
  states: TRANSACTION,
  parse: optionalNumber,
  async run(s, { msg }) {
    const drop = s.drop!;
    if (msg !== undefined) {
      const m = drop.get(msg);
      // rfc1939-5-list-of-no-such-message-refused rfc1939-5-list-of-deleted-message-refused
      if (m === undefined) return noSuchMessage;
      // rfc1939-5-list-of-one-message
      return ok(`${msg} ${await drop.sizeOf(m)}`);
    }
    // rfc1939-5-list-of-all-messages rfc1939-5-list-leaves-deleted-out rfc1939-5-list-of-empty-maildrop
    // rfc1939-5-list-scan-listing rfc1939-5-list-adds-nothing rfc1939-4-numbers-in-decimal
    const lines = (await drop.sizes()).map(([n, octets]) => `${n} ${octets}`);
    return { next: 'lines', text: `${lines.length} messages`, lines };
  },
});
