import fc from 'fast-check';
import { expect } from 'vitest';
import type { AccountId, Command, Store, UidSet } from './store.ts';
import { stored, textOf } from './testing.ts';

export interface Step {
  verb: 'deliver' | 'flag' | 'copy' | 'move' | 'expunge' | 'create' | 'delete' | 'rename' | 'subscribe' | 'claim';
  box: string;
  to: string;
  from: number;
  length: number;
  flags: string[];
  op: 'add' | 'remove' | 'set';
  since: number;
}

const name = fc.constantFrom('INBOX', 'a', 'a/b', 'a/b/c', 'd', 'd/INBOX', 'é');
/** Something done to mailboxes by name. */
export const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom(
    ...(['deliver', 'deliver', 'deliver', 'flag', 'copy', 'move', 'expunge'] as const),
    ...(['create', 'create', 'delete', 'rename', 'subscribe', 'claim'] as const),
  ),
  box: name,
  to: name,
  from: fc.nat(6),
  length: fc.oneof(fc.nat(4), fc.constant(Number.POSITIVE_INFINITY)),
  flags: fc.subarray(['\\Seen', '\\deleted', '\\Flagged', 'One', 'oNE', 'two', '\\Recent']),
  op: fc.constantFrom('add', 'remove', 'set'),
  since: fc.nat(9),
});

export interface Player {
  store: Store;
  account: AccountId;
}

/** One step on one store, by names; ids and UIDVALIDITY are taken out of the answer, which differ between stores. */
export async function play(p: Player, s: Step): Promise<unknown> {
  const { store, account } = p;
  const box = await store.read({ ask: 'mailbox', account, name: s.box });
  const to = await store.read({ ask: 'mailbox', account, name: s.to });
  const mailbox = box?.id ?? 0;
  const uids: UidSet = [[s.from, s.from + s.length]];
  const body = s.verb === 'deliver' ? await stored(store, s.flags.join(' ').repeat(s.from)) : undefined;
  const entry = { mailbox, flags: s.flags, date: s.from, zone: s.since };
  const since = s.since === 0 ? {} : { unchangedSince: s.since };
  const command: Record<Step['verb'], () => Command> = {
    deliver: () => ({ do: 'deliver', body: body!, to: [entry, { ...entry, mailbox: to?.id ?? 0 }] }),
    flag: () => ({ do: 'flag', mailbox, uids, op: s.op, flags: s.flags, ...since }),
    copy: () => ({ do: 'copy', from: mailbox, to: to?.id ?? 0, uids }),
    move: () => ({ do: 'move', from: mailbox, to: to?.id ?? 0, uids }),
    expunge: () => (s.since < 5 ? { do: 'expunge', mailbox, uids, force: s.since < 2 } : { do: 'expunge', mailbox }),
    create: () => ({ do: 'createMailbox', account, name: s.box }),
    delete: () => ({ do: 'deleteMailbox', mailbox }),
    rename: () => ({ do: 'renameMailbox', mailbox, name: s.to }),
    subscribe: () => ({ do: 'subscribe', account, name: s.box, on: s.since < 6 }),
    claim: () => ({ do: 'claimRecent', mailbox }),
  };
  const result = await store.commit(command[s.verb]());
  const masked = new Set(['id', 'account', 'mailbox', 'uidValidity', 'why']);
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) => (masked.has(key) && typeof value !== 'object' ? 0 : value)),
  );
}

/** All that can be read of an account. */
export async function picture({ store, account }: Player): Promise<unknown> {
  const mailboxes = await store.read({ ask: 'mailboxes', account });
  const boxes: unknown[] = [];
  const validities = mailboxes.map((m) => m.uidValidity);
  expect(new Set(validities).size).toBe(validities.length);
  for (const m of mailboxes) {
    const rows = await store.read({ ask: 'messages', mailbox: m.id, after: 0, limit: 1000 });
    const texts: string[] = [];
    for (const r of rows) texts.push(await textOf(store, r.body));
    const changes = (await store.changes(m.id, 2)).map((c) => (c.kind === 'exists' ? { ...c, row: 0 } : c));
    boxes.push({
      ...m,
      id: 0,
      account: 0,
      uidValidity: 0,
      rows: rows.map((r) => ({ ...r, body: '' })),
      texts,
      changes,
      count: await store.read({ ask: 'count', mailbox: m.id }),
    });
  }
  return { boxes, subscriptions: await store.read({ ask: 'subscriptions', account }) };
}
