import { isDeepStrictEqual } from 'node:util';
import type { Bench } from './bench.ts';
import { tokenOf } from './messages.ts';
import type { Account } from './types.ts';

export function that(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise);
}

const shown = (v: unknown): string => (JSON.stringify(v) ?? 'undefined').slice(0, 600);

/** Two values of plain data are the same. */
export function same(what: string, found: unknown, wanted: unknown): void {
  that(isDeepStrictEqual(found, wanted), `${what}: ${shown(found)}, not ${shown(wanted)}`);
}

/** Octets are the same. */
export function octetsSame(what: string, found: Buffer | undefined, wanted: Buffer): void {
  if (found === undefined) throw new Error(`${what}: not there`);
  if (found.equals(wanted)) return;
  let at = 0;
  while (found[at] === wanted[at]) at++;
  const near = (b: Buffer): string => JSON.stringify(b.subarray(Math.max(0, at - 20), at + 40).toString('latin1'));
  throw new Error(
    `${what}: ${found.length} octets, not ${wanted.length}; from octet ${at} on ${near(found)}, not ${near(wanted)}`,
  );
}

/** Octets end as they should; before that stand only fields that the way added. */
export function endsWith(what: string, found: Buffer | undefined, wanted: Buffer): void {
  if (found === undefined) throw new Error(`${what}: not there`);
  const added = found.subarray(0, Math.max(0, found.length - wanted.length));
  octetsSame(what, found.subarray(added.length), wanted);
  const text = added.toString('latin1');
  that(
    text === '' || /^(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+$/.test(text),
    `${what}: no fields stand before it: ${shown(text)}`,
  );
}

/** Messages by their tokens, each there once. */
export function once(what: string, found: readonly Buffer[], wanted: readonly Buffer[]): Map<string, Buffer> {
  const tokens = found.map(tokenOf).sort();
  same(what, tokens, wanted.map(tokenOf).sort());
  return new Map(found.map((m) => [tokenOf(m), m]));
}

/** The wanted messages are there, each once, and end octet for octet as they should. */
export function allThere(what: string, found: readonly Buffer[], wanted: readonly Buffer[]): void {
  const by = once(what, found, wanted);
  for (const w of wanted) endsWith(`${what}, ${tokenOf(w)}`, by.get(tokenOf(w)), w);
}

/** INBOX holds just these, by IMAP and by POP3 alike. */
export async function holds(b: Bench, account: Account, wanted: readonly Buffer[]): Promise<void> {
  allThere(`INBOX of ${account.address} by POP3`, await b.pop3(account), wanted);
  using imap = await b.imap(account);
  const found = await imap.messages();
  allThere(
    `INBOX of ${account.address} by IMAP`,
    found.map((m) => m.body),
    wanted,
  );
}
