import { none } from '../grammar.ts';
import { define, ok, TRANSACTION } from '../types.ts';

/** RFC 1939 section 5. */
export const noop = define({
  verb: 'NOOP',
  // rfc1939-5-noop-only-in-transaction
  states: TRANSACTION,
  parse: none,
  // rfc1939-5-noop-does-nothing
  run: () => ok('Nothing done'),
});
