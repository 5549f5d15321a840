import type { Store, Stored } from '../store/store.ts';

/** The octets of a message that has been stored, delivered or not: of a small one nothing is in the store before that. */
export async function* octetsOf(
  store: Pick<Store, 'body'>,
  { id, inline }: Stored,
  to?: number,
): AsyncIterable<Uint8Array> {
  if (inline === undefined) yield* store.body(id, 0, to);
  else yield inline.subarray(0, to);
}
