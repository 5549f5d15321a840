import type { AccountId, Command, FlagSet, MailboxId, ResultOf, Results, Store, Stored } from './store.ts';
import { isRefusal } from './store.ts';

/** A source of these parts. */
export async function* pieces(...parts: (string | Buffer)[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield Buffer.from(part);
}

/** The body, or a failure of the test. */
export async function stored(store: Store, text: string): Promise<Stored> {
  const got = await store.put(pieces(text), 1_000_000);
  if ('tooLarge' in got) throw new Error('too large');
  return got;
}

/** The whole of a body as a latin1 string. */
export async function textOf(store: Store, id: string, from?: number, to?: number): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of store.body(id, from, to)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

/** The result of a command that must succeed. */
export async function done<C extends Command>(store: Store, c: C): Promise<Results[C['do']]> {
  const result: ResultOf<C> = await store.commit(c);
  if (isRefusal(result)) throw new Error(`${c.do} refused: ${result.why}`);
  return result as Results[C['do']];
}

/** An account with an empty INBOX. */
export async function newAccount(store: Store, address: string): Promise<{ account: AccountId; inbox: MailboxId }> {
  const { account } = await done(store, { do: 'createAccount', address, secret: null, mailboxes: [] });
  const inbox = await store.read({ ask: 'mailbox', account: account.id, name: 'INBOX' });
  return { account: account.id, inbox: inbox!.id };
}

export async function deliver(store: Store, mailbox: MailboxId, text: string, flags: FlagSet = []): Promise<number> {
  const body = await stored(store, text);
  const { uids } = await done(store, { do: 'deliver', body, to: [{ mailbox, flags, date: 1000, zone: 60 }] });
  return uids[0]!.uid;
}
