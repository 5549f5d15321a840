import { isDeepStrictEqual } from 'node:util';
import type { Bench } from './bench.ts';
import { parsed } from './mailparser.ts';
import { asLf, tokenOf } from './messages.ts';
import type { Account } from './types.ts';

export function that(fact: boolean, otherwise: string): asserts fact {
  if (!fact) throw new Error(otherwise);
}

const shown = (v: unknown): string => (JSON.stringify(v) ?? 'undefined').slice(0, 600);

/** Where two values begin to differ. */
function difference(what: string, found: unknown, wanted: unknown): string {
  const both = [found, wanted].every((v) => typeof v === 'object' && v !== null);
  if (both && Array.isArray(found) === Array.isArray(wanted)) {
    const [a, b] = [new Map(Object.entries(found as object)), new Map(Object.entries(wanted as object))];
    const key = [...new Set([...a.keys(), ...b.keys()])].find((k) => !isDeepStrictEqual(a.get(k), b.get(k)));
    if (key !== undefined) return difference(`${what}, ${key}`, a.get(key), b.get(key));
  }
  return `${what}: ${shown(found)}, not ${shown(wanted)}`;
}

/** Two values of plain data are the same. */
export function same(what: string, found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) throw new Error(difference(what, found, wanted));
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

/** What a reader sees of a message; how it is encoded, and whether `From ` is quoted as in a file, is the client's affair. */
async function meaning(octets: Buffer): Promise<object> {
  const { subject, text, from, attachments } = await parsed(octets);
  const files = attachments.map(({ filename, contentType, content }) => {
    const octets = /^(?:text|message)\//.test(contentType) ? asLf(content) : content;
    return [filename, contentType, octets.toString('base64')];
  });
  const plain = (text ?? '')
    .replaceAll('\r\n', '\n')
    .replace(/^>From /gm, 'From ')
    .trimEnd();
  return { subject, text: plain, from: from?.text, files };
}

/** The wanted messages are there, each once, and a parser reads the same in them. */
export async function sameMeaning(what: string, found: readonly Buffer[], wanted: readonly Buffer[]): Promise<void> {
  const by = once(what, found, wanted);
  for (const w of wanted) {
    const token = tokenOf(w);
    same(`${what}, ${token}`, await meaning(by.get(token) ?? Buffer.alloc(0)), await meaning(w));
  }
}
