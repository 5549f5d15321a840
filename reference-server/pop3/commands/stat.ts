import { none } from '../grammar.ts';
import { define, ok, TRANSACTION } from '../types.ts';

/** RFC 1939 section 5. */
export const stat = define({
  verb: 'STAT',
  // rfc1939-5-stat-only-in-transaction
  states: TRANSACTION,
  parse: none,
  async run(s) {
    // rfc1939-5-stat-drop-listing rfc1939-5-stat-adds-nothing rfc1939-5-stat-leaves-deleted-out rfc1939-5-stat-agrees-with-list
    const { count, octets } = await s.drop!.total();
    return ok(`${count} ${octets}`);
  },
});
