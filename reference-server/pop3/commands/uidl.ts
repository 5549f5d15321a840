import { optionalNumber } from '../grammar.ts';
import { define, ok, type Session, TRANSACTION } from '../types.ts';
import { noSuchMessage } from './list.ts';

function* listing(s: Session): Generator<string> {
  const drop = s.drop!;
  // rfc1939-7-uidl-of-all-messages rfc1939-7-uidl-listing rfc1939-7-uidl-leaves-deleted-out
  for (const [n, m] of drop.listed()) yield `${n} ${drop.uniqueId(m)}`;
}

/** RFC 1939 section 7. */
export const uidl = define({
  verb: 'UIDL',
  // rfc1939-7-uidl-only-in-transaction
  states: TRANSACTION,
  parse: optionalNumber,
  run(s, { msg }) {
    if (msg === undefined) return { next: 'lines', text: 'Unique ids', lines: listing(s) };
    const m = s.drop!.get(msg);
    // rfc1939-7-uidl-of-no-such-message-refused rfc1939-7-uidl-of-deleted-message-refused
    if (m === undefined) return noSuchMessage;
    // rfc1939-7-uidl-of-one-message
    return ok(`${msg} ${s.drop!.uniqueId(m)}`);
  },
});
