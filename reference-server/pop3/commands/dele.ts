import { number } from '../grammar.ts';
import { define, ok, TRANSACTION } from '../types.ts';
import { noSuchMessage } from './list.ts';

/** RFC 1939 section 5. */
export const dele = define({
  verb: 'DELE',
  // rfc1939-5-dele-only-in-transaction
  states: TRANSACTION,
  // rfc1939-5-dele-needs-number
  parse: number,
  run(s, msg) {
    const m = s.drop!.get(msg);
    // rfc1939-5-dele-of-no-such-message-refused rfc1939-5-dele-of-deleted-message-refused
    if (m === undefined) return noSuchMessage;
    // rfc1939-5-dele-marks-message rfc1939-5-dele-keeps-numbers rfc1939-5-dele-removes-at-quit-only
    m.deleted = true;
    return ok(`Message ${msg} marked`);
  },
});
