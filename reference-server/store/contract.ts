import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { picture, play, step } from './contract-model.ts';
import { memoryStore } from './memory.ts';
import type { Store, Stored, UidSet } from './store.ts';
import { isRefusal, StoreFault } from './store.ts';
import { deliver, done, newAccount, pieces, stored, textOf } from './testing.ts';

/** Octets up to which stores under the contract keep bodies inline. */
export const CONTRACT_INLINE = 100;

/** What every Store promises. @param make opens an empty store; `reopen`, where given, closes it and opens it again */
export function storeContract(
  name: string,
  make: (now: () => number) => Promise<Store>,
  reopen?: (store: Store, now: () => number) => Promise<Store>,
): void {
  describe(`${name} keeps the contract`, () => {
    let store: Store;
    let clock = Date.UTC(2024, 0, 1);
    let lastAccount = 0;
    const now = (): number => clock;
    const fresh = () => newAccount(store, `contract${++lastAccount}@example.test`);
    beforeAll(async () => {
      store = await make(now);
    });
    afterAll(async () => {
      await store[Symbol.asyncDispose]();
    });

    test('a message comes back octet for octet, small or large, with its columns', async () => {
      const { inbox } = await fresh();
      const small = 'a\r\n\0\xff.';
      const large = 'x'.repeat(CONTRACT_INLINE) + 'y'.repeat(300_000);
      for (const text of [small, large]) {
        const body = await store.put(pieces(Buffer.from(text, 'latin1')), text.length);
        if ('tooLarge' in body) throw new Error('too large');
        expect(body.inline === undefined).toBe(text === large);
        const to = [{ mailbox: inbox, flags: ['\\seen', '$Fwd', '\\Recent', '$fwd'], date: 86_400_123, zone: -90 }];
        await done(store, { do: 'deliver', body, to });
      }
      const rows = await store.read({ ask: 'messages', mailbox: inbox, after: 0, limit: 10 });
      expect(rows.map((r) => r.uid)).toEqual([1, 2]);
      expect(rows[0]).toMatchObject({
        modseq: 2,
        flags: ['\\Seen', '$Fwd'],
        date: 86_400_123,
        zone: -90,
        size: small.length,
        saved: clock,
      });
      expect(await textOf(store, rows[0]!.body)).toBe(small);
      expect(await textOf(store, rows[1]!.body)).toBe(large);
      expect(await textOf(store, rows[1]!.body, 99, 102)).toBe('xyy');
      expect(await textOf(store, rows[0]!.body, 4)).toBe('\xff.');
      expect(await textOf(store, rows[0]!.body, 50)).toBe('');
      expect(await store.read({ ask: 'messages', mailbox: inbox, after: 1, limit: 1 })).toEqual([rows[1]]);
    });

    test('a body over the limit is read to its end and refused; a source that fails passes its error on', async () => {
      let read = 0;
      async function* many() {
        for (; read < 9; read++) yield Buffer.alloc(90);
      }
      expect(await store.put(many(), 400)).toEqual({ tooLarge: true });
      expect(read).toBe(9);
      async function* broken() {
        yield Buffer.alloc(200);
        throw new Error('the client is gone');
      }
      await expect(store.put(broken(), 400)).rejects.toThrow('the client is gone');
    });

    test('a body that is not there is a fault of the store, not an empty message', async () => {
      await expect(textOf(store, 'i000')).rejects.toThrow(StoreFault);
      await expect(textOf(store, 'f000')).rejects.toThrow(StoreFault);
    });

    test('one body goes to many mailboxes; one that is gone is left out', async () => {
      const a = await fresh();
      const b = await fresh();
      const body = await stored(store, 'for all');
      const entry = (mailbox: number) => ({ mailbox, flags: [], date: 0, zone: 0 });
      const { uids } = await done(store, { do: 'deliver', body, to: [a.inbox, 999_999, b.inbox, a.inbox].map(entry) });
      expect(uids.map((u) => [u.mailbox, u.uid])).toEqual([
        [a.inbox, 1],
        [b.inbox, 1],
        [a.inbox, 2],
      ]);
      expect(await store.commit({ do: 'deliver', body, to: [entry(999_999)] })).toMatchObject({ refused: 'gone' });
    });

    test('flags are added, removed and set; a modseq moves only where something changes', async () => {
      const { inbox } = await fresh();
      for (let i = 0; i < 3; i++) await deliver(store, inbox, `m${i}`);
      const flag = (op: 'add' | 'remove' | 'set', flags: string[], uids: UidSet, unchangedSince?: number) =>
        done(store, {
          do: 'flag',
          mailbox: inbox,
          uids,
          op,
          flags,
          ...(unchangedSince === undefined ? {} : { unchangedSince }),
        });
      expect((await flag('add', ['\\SEEN', 'Work'], [[2, Number.POSITIVE_INFINITY]])).changed).toEqual([
        { uid: 2, modseq: 5, flags: ['\\Seen', 'Work'] },
        { uid: 3, modseq: 5, flags: ['\\Seen', 'Work'] },
      ]);
      expect((await flag('add', ['WORK'], [[3, 3]])).changed).toEqual([
        { uid: 3, modseq: 5, flags: ['\\Seen', 'Work'] },
      ]);
      expect((await flag('remove', ['work', '\\Draft'], [[2, 2]])).changed).toEqual([
        { uid: 2, modseq: 6, flags: ['\\Seen'] },
      ]);
      expect(await flag('set', ['\\Flagged'], [[1, 3]], 5)).toEqual({
        changed: [
          { uid: 1, modseq: 7, flags: ['\\Flagged'] },
          { uid: 3, modseq: 7, flags: ['\\Flagged'] },
        ],
        modified: [2],
      });
    });

    test('an address is found in any case and in any form of its accents', async () => {
      const { account } = await newAccount(store, 'De\u0301sire\u0301e.ΟΔΟΣ@Example.Test');
      const found = await store.read({ ask: 'account', address: 'DÉSIRÉE.οδος@example.TEST' });
      expect(found).toMatchObject({ id: account, address: 'Désirée.ΟΔΟΣ@example.test' });
      expect((await store.read({ ask: 'inbox', address: 'désirée.οδοσ@example.test' }))?.account).toBe(account);
      expect(await store.read({ ask: 'account', address: 'desiree.οδος@example.test' })).toBeUndefined();
      const address = 'désirée.οδος@example.test';
      const again = await store.commit({ do: 'createAccount', address, secret: null, mailboxes: [] });
      expect(again).toMatchObject({ refused: 'exists' });
    });

    test('a message waits until it is settled, the first due first, and its body with it', async () => {
      const due = Date.UTC(2030, 0, 1);
      const waiting = () => store.read({ ask: 'deferred', due: due + 9, limit: 9 });
      const defer = (body: Stored, at: number, state: string) =>
        store.commit({ do: 'defer', body, due: due + at, state, most: 2 });
      const small = await stored(store, 'small');
      const large = await stored(store, 'large '.repeat(100));
      const first = await defer(large, 5, 'one é');
      const second = await defer(small, 3, 'two');
      if (isRefusal(first) || isRefusal(second)) throw new Error('refused');
      expect(await defer(small, 1, 'three')).toMatchObject({ refused: 'full' });
      if (reopen !== undefined) store = await reopen(store, now);
      const two = { id: second.id, body: small.id, size: 5, due: due + 3, state: 'two' };
      const one = { id: first.id, body: large.id, size: 600, due: due + 5, state: 'one é' };
      expect(await waiting()).toEqual([two, one]);
      expect(await store.read({ ask: 'deferred', due: due + 9, limit: 1 })).toEqual([two]);
      expect(await store.read({ ask: 'deferred', due: due + 2, limit: 9 })).toEqual([]);
      expect(await store.read({ ask: 'deferred', due: Number.POSITIVE_INFINITY, limit: 9 })).toEqual([two, one]);
      expect(await textOf(store, small.id)).toBe('small');
      await done(store, { do: 'postpone', id: second.id, due: due + 7, state: 'later' });
      expect(await waiting()).toEqual([one, { ...two, due: due + 7, state: 'later' }]);
      await done(store, { do: 'settle', id: first.id });
      await done(store, { do: 'settle', id: second.id });
      expect(await waiting()).toEqual([]);
      expect(await store.commit({ do: 'settle', id: first.id })).toMatchObject({ refused: 'gone' });
      const gone = await store.commit({ do: 'postpone', id: first.id, due, state: '' });
      expect(gone).toMatchObject({ refused: 'gone' });
    });

    test('UIDs are never used again, and what vanished is told', async () => {
      const { inbox } = await fresh();
      for (let i = 0; i < 4; i++) await deliver(store, inbox, `m${i}`, i > 1 ? ['\\Deleted'] : []);
      expect(await done(store, { do: 'expunge', mailbox: inbox, uids: [[1, 3]] })).toEqual({ uids: [3], modseq: 6 });
      expect((await done(store, { do: 'expunge', mailbox: inbox, uids: [[1, 1]], force: true })).uids).toEqual([1]);
      expect((await done(store, { do: 'expunge', mailbox: inbox })).uids).toEqual([4]);
      expect(await done(store, { do: 'expunge', mailbox: inbox })).toEqual({ uids: [], modseq: 8 });
      if (reopen !== undefined) store = await reopen(store, now);
      expect(await deliver(store, inbox, 'later')).toBe(5);
      expect((await store.changes(inbox, 5)).map((c) => [c.kind, c.uid, c.modseq])).toEqual([
        ['vanished', 3, 6],
        ['vanished', 1, 7],
        ['vanished', 4, 8],
        ['exists', 5, 9],
      ]);
    });

    test('a new message stands where it came, with the flags it has now', async () => {
      const { inbox } = await fresh();
      await deliver(store, inbox, 'first');
      await deliver(store, inbox, 'second');
      await done(store, { do: 'flag', mailbox: inbox, uids: [[1, 1]], op: 'add', flags: ['\\Seen'] });
      const changes = await store.changes(inbox, 1);
      expect(changes.map((c) => [c.kind, c.uid, c.modseq])).toEqual([
        ['exists', 1, 4],
        ['exists', 2, 3],
      ]);
      expect(changes[0]).toMatchObject({ row: { flags: ['\\Seen'] } });
      expect(await store.changes(inbox, 3)).toEqual([{ kind: 'flags', uid: 1, modseq: 4, flags: ['\\Seen'] }]);
    });

    test('copies and moves keep flags and date, and say which UID became which', async () => {
      const { account, inbox } = await fresh();
      const { mailbox } = await done(store, { do: 'createMailbox', account, name: 'There' });
      for (const f of ['\\Seen', 'kEy', '\\Draft']) await deliver(store, inbox, f, [f]);
      const copied = await done(store, { do: 'copy', from: inbox, to: mailbox.id, uids: [[2, 9]] });
      expect(copied).toEqual({
        uidValidity: mailbox.uidValidity,
        pairs: [
          [2, 1],
          [3, 2],
        ],
      });
      const moved = await done(store, { do: 'move', from: inbox, to: mailbox.id, uids: [[1, 2]] });
      expect(moved.pairs).toEqual([
        [1, 3],
        [2, 4],
      ]);
      const rows = await store.read({ ask: 'messages', mailbox: mailbox.id, after: 0, limit: 9 });
      expect(rows.map((r) => r.flags)).toEqual([['kEy'], ['\\Draft'], ['\\Seen'], ['kEy']]);
      expect(rows.every((r) => r.date === 1000 && r.zone === 60)).toBe(true);
      expect(await textOf(store, rows[2]!.body)).toBe('\\Seen');
      expect((await store.read({ ask: 'messages', mailbox: inbox, after: 0, limit: 9 })).map((r) => r.uid)).toEqual([
        3,
      ]);
      const nowhere = await store.commit({ do: 'copy', from: inbox, to: 999_999, uids: [[1, 9]] });
      expect(nowhere).toMatchObject({ refused: 'gone' });
    });

    test('counts say what a mailbox holds, and \\Recent is claimed once', async () => {
      const { inbox } = await fresh();
      await deliver(store, inbox, 'four', ['\\Seen', '\\Deleted']);
      await deliver(store, inbox, 'three');
      const count = { messages: 2, unseen: 1, recent: 2, size: 9, deleted: 1 };
      expect(await store.read({ ask: 'count', mailbox: inbox })).toEqual(count);
      expect(await done(store, { do: 'claimRecent', mailbox: inbox })).toEqual({ from: 1, to: 2 });
      expect(await done(store, { do: 'claimRecent', mailbox: inbox })).toEqual({ from: 3, to: 2 });
      expect(await store.read({ ask: 'count', mailbox: inbox })).toEqual({ ...count, recent: 0 });
      expect(await store.read({ ask: 'count', mailbox: 999_999 })).toEqual({
        messages: 0,
        unseen: 0,
        recent: 0,
        size: 0,
        deleted: 0,
      });
    });

    test('names: INBOX in any case, superiors are made, a name is taken once, odd names are refused', async () => {
      const { account } = await fresh();
      const create = (name: string) => store.commit({ do: 'createMailbox', account, name });
      expect(await create('a/b/c/')).toMatchObject({ mailbox: { name: 'a/b/c', uidNext: 1, highestModSeq: 1 } });
      expect(await create('a/b')).toMatchObject({ refused: 'exists' });
      expect(await create('iNbOx')).toMatchObject({ refused: 'exists' });
      expect(await create('inbox/sub')).toMatchObject({ mailbox: { name: 'INBOX/sub' } });
      for (const bad of ['', '/', '//', 'a//b', '/a', 'a\0', 'a\n', 'x'.repeat(2000), 'a/'.repeat(100)]) {
        expect(await create(bad)).toMatchObject({ refused: 'invalid' });
      }
      const all = await store.read({ ask: 'mailboxes', account });
      expect(all.map((m) => m.name)).toEqual(['INBOX', 'INBOX/sub', 'a', 'a/b', 'a/b/c']);
      expect(await store.read({ ask: 'mailbox', account, name: 'inbox/sub' })).toMatchObject({ name: 'INBOX/sub' });
      expect(await store.commit({ do: 'createMailbox', account: 999_999, name: 'x' })).toMatchObject({
        refused: 'gone',
      });
    });

    test('a deleted mailbox with children leaves a name; created again it is another with a greater UIDVALIDITY', async () => {
      const { account } = await fresh();
      await done(store, { do: 'createMailbox', account, name: 'top/leaf' });
      const byName = (name: string) => store.read({ ask: 'mailbox', account, name });
      const top = (await byName('top'))!;
      await deliver(store, top.id, 'inside');
      await done(store, { do: 'deleteMailbox', mailbox: top.id });
      expect(await store.read({ ask: 'mailboxById', mailbox: top.id })).toBeUndefined();
      const name = (await byName('top'))!;
      expect(name).toMatchObject({ noselect: true, uidNext: 1 });
      expect(await store.commit({ do: 'deleteMailbox', mailbox: name.id })).toMatchObject({ refused: 'invalid' });
      const body = await stored(store, 'x');
      const to = [{ mailbox: name.id, flags: [], date: 0, zone: 0 }];
      expect(await store.commit({ do: 'deliver', body, to })).toMatchObject({ refused: 'gone' });
      if (reopen !== undefined) store = await reopen(store, now);
      clock -= 1_000_000;
      const again = (await done(store, { do: 'createMailbox', account, name: 'top' })).mailbox;
      clock += 1_000_000;
      expect(again.noselect).toBe(false);
      expect(again.uidValidity).toBeGreaterThan(top.uidValidity);
      expect(await store.read({ ask: 'count', mailbox: again.id })).toMatchObject({ messages: 0 });
      await done(store, { do: 'deleteMailbox', mailbox: (await byName('top/leaf'))!.id });
      await done(store, { do: 'deleteMailbox', mailbox: again.id });
      expect(await byName('top')).toBeUndefined();
      expect(await store.commit({ do: 'deleteMailbox', mailbox: again.id })).toMatchObject({ refused: 'gone' });
      const inbox = (await byName('INBOX'))!;
      expect(await store.commit({ do: 'deleteMailbox', mailbox: inbox.id })).toMatchObject({ refused: 'invalid' });
    });

    test('renaming takes the children along and never takes a name back to an older UIDVALIDITY', async () => {
      const { account, inbox } = await fresh();
      const create = async (name: string) => (await done(store, { do: 'createMailbox', account, name })).mailbox;
      const rename = (mailbox: number, name: string) => store.commit({ do: 'renameMailbox', mailbox, name });
      const old = await create('old');
      await create('old/kid');
      await create('older');
      const once = await create('new/x');
      await done(store, { do: 'deleteMailbox', mailbox: once.id });
      expect(await rename(old.id, 'older')).toMatchObject({ refused: 'exists' });
      expect(await rename(old.id, 'old/kid/deeper')).toMatchObject({ refused: 'invalid' });
      expect(await rename(old.id, 'a//b')).toMatchObject({ refused: 'invalid' });
      expect(await rename(inbox, 'other')).toMatchObject({ refused: 'invalid' });
      expect(await rename(999_999, 'other')).toMatchObject({ refused: 'gone' });
      const moved = await rename(old.id, 'new/x');
      if (isRefusal(moved)) throw new Error(moved.why);
      expect(moved.mailbox.id).toBe(old.id);
      expect(moved.mailbox.uidValidity).toBeGreaterThan(once.uidValidity);
      const away = await rename(moved.mailbox.id, 'deep/down/z');
      expect(away).toMatchObject({ mailbox: { uidValidity: moved.mailbox.uidValidity } });
      const names = (await store.read({ ask: 'mailboxes', account })).map((m) => m.name);
      expect(names).toEqual(['INBOX', 'deep', 'deep/down', 'deep/down/z', 'deep/down/z/kid', 'new', 'older']);
    });

    test('subscriptions are names, there before and after their mailboxes', async () => {
      const { account } = await fresh();
      const subscribe = (name: string, on: boolean) => done(store, { do: 'subscribe', account, name, on });
      await subscribe('later', true);
      await subscribe('inbox', true);
      await subscribe('later', true);
      await subscribe('gone', true);
      await subscribe('gone', false);
      const { mailbox } = await done(store, { do: 'createMailbox', account, name: 'later', specialUse: '\\Sent' });
      expect(mailbox).toMatchObject({ subscribed: true, specialUse: '\\Sent' });
      await done(store, { do: 'deleteMailbox', mailbox: mailbox.id });
      expect(await store.read({ ask: 'subscriptions', account })).toEqual(['INBOX', 'later']);
      expect(await store.read({ ask: 'mailbox', account, name: 'INBOX' })).toMatchObject({ subscribed: true });
    });

    test('accounts: one an address whatever the case, its secret changes, and all of it goes', async () => {
      const create = (address: string) =>
        store.commit({
          do: 'createAccount',
          address,
          secret: 's1',
          mailboxes: [{ name: 'Sent', specialUse: '\\Sent' }, { name: 'inbox' }, { name: 'a/b' }],
        });
      const made = await create('Carol@EXAMPLE.Test');
      if (isRefusal(made)) throw new Error(made.why);
      expect(made.account.address).toBe('Carol@example.test');
      expect(await create('carol@example.test')).toMatchObject({ refused: 'exists' });
      const byAddress = () => store.read({ ask: 'account', address: 'CAROL@example.TEST' });
      expect(await byAddress()).toEqual(made.account);
      const inbox = () => store.read({ ask: 'inbox', address: 'cArol@example.test' });
      const named = await store.read({ ask: 'mailbox', account: made.account.id, name: 'INBOX' });
      const { id: account, address: kept } = made.account;
      expect(await inbox()).toEqual({ account, address: kept, mailbox: named!.id });
      const names = (await store.read({ ask: 'mailboxes', account: made.account.id })).map((m) => m.name);
      expect(names).toEqual(['INBOX', 'Sent', 'a', 'a/b']);
      await done(store, { do: 'setSecret', account: made.account.id, secret: null });
      expect(await byAddress()).toMatchObject({ secret: null });
      expect((await store.read({ ask: 'accounts' })).at(-1)).toEqual({ ...made.account, secret: null });
      await done(store, { do: 'deleteAccount', account: made.account.id });
      expect(await byAddress()).toBeUndefined();
      expect(await inbox()).toBeUndefined();
      expect(await store.read({ ask: 'mailboxes', account: made.account.id })).toEqual([]);
      const missing = await store.commit({ do: 'setSecret', account: made.account.id, secret: '' });
      expect(missing).toMatchObject({ refused: 'gone' });
      const twice = await store.commit({ do: 'deleteAccount', account: made.account.id });
      expect(twice).toMatchObject({ refused: 'gone' });
    });

    test('watchers wake after the commit, once for what came together, and not when disposed', async () => {
      const { inbox } = await fresh();
      const woken: number[] = [];
      let woke = Promise.withResolvers<void>();
      const watch = store.watch(inbox, (highest) => {
        woken.push(highest);
        woke.resolve();
      });
      const body = await stored(store, 'm');
      const entry = { mailbox: inbox, flags: [], date: 0, zone: 0 };
      await store.commit({ do: 'deliver', body, to: [entry, entry, entry] });
      await woke.promise;
      expect(woken).toEqual([4]);
      woke = Promise.withResolvers<void>();
      await store.commit({ do: 'expunge', mailbox: inbox, uids: [[2, 2]], force: true });
      await woke.promise;
      expect(woken).toEqual([4, 5]);
      watch[Symbol.dispose]();
      await store.commit({ do: 'expunge', mailbox: inbox, uids: [[1, 1]], force: true });
      await Promise.resolve();
      expect(woken).toEqual([4, 5]);
    });

    test('commands keep the order of their calls, also when they are not awaited', async () => {
      const { inbox } = await fresh();
      const body = await stored(store, 'm');
      const entry = { mailbox: inbox, flags: [], date: 0, zone: 0 };
      const all = Array.from({ length: 700 }, () => store.commit({ do: 'deliver', body, to: [entry] }));
      const uids = (await Promise.all(all)).map((r) => (isRefusal(r) ? 0 : r.uids[0]!.uid));
      expect(uids).toEqual(Array.from({ length: 700 }, (_, i) => i + 1));
    });

    test('whatever is done to mailboxes, it ends as in the model', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await using model = memoryStore({ now, inlineBody: CONTRACT_INLINE });
          const subject = { store, ...(await fresh()) };
          const other = { store: model, ...(await newAccount(model, 'model@example.test')) };
          for (const s of steps) {
            const [got, expected] = [await play(subject, s), await play(other, s)];
            expect(got).toEqual(expected);
          }
          expect(await picture(subject)).toEqual(await picture(other));
        }),
        { numRuns: 40 },
      );
    });
  });
}
