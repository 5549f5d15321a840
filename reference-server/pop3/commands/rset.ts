import { none } from '../grammar.ts';
import { define, ok, TRANSACTION } from '../types.ts';

/** RFC 1939 section 5. */
export const rset = define({
  verb: 'RSET',
  // rfc1939-5-rset-only-in-transaction
  states: TRANSACTION,
  parse: none,
  run(s) {
    // rfc1939-5-rset-unmarks-messages
    for (const m of s.drop!.messages) m.deleted = false;
    return ok(`Maildrop has ${s.drop!.messages.length} messages`);
  },
});
