import { pino } from 'pino';
import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { isRefusal, type Store, StoreFault } from '../store/store.ts';
import { createDeliverer } from './deliverer.ts';
import type { Resolution } from './types.ts';

const log = pino({ level: 'silent' });

async function withAccounts(names: string[], postmaster?: string) {
  const store = memoryStore();
  for (const name of names) {
    const address = `${name}@example.test`;
    const made = await store.commit({ do: 'createAccount', address, secret: null, mailboxes: [] });
    if (isRefusal(made)) throw new Error(made.why);
  }
  const config = { domain: 'Example.Test', ...(postmaster === undefined ? {} : { postmaster }) };
  const deliverer = createDeliverer({ store, config, log, now: () => 1234 });
  const whose = async (local: string, domain: string | undefined) => {
    const r = await deliverer.resolve(local, domain);
    return r.to === 'local' ? r.address : r.to;
  };
  return { store, deliverer, whose };
}

async function* bytes(text: string) {
  yield Buffer.from(text);
}

test('addresses find their account in any case, with or without a detail', async () => {
  const { whose } = await withAccounts(['alice', 'Bob', 'bob+list']);
  expect(await whose('ALICE', 'EXAMPLE.test')).toBe('alice@example.test');
  expect(await whose('bob', 'example.test')).toBe('Bob@example.test');
  expect(await whose('bob+any+thing', 'example.test')).toBe('Bob@example.test');
  expect(await whose('BOB+LIST', 'example.test')).toBe('bob+list@example.test');
  expect(await whose('+alice', 'example.test')).toBe('unknown');
  expect(await whose('carol', 'example.test')).toBe('unknown');
  expect(await whose('alice', 'example.org')).toBe('remote');
  expect(await whose('alice', 'sub.example.test')).toBe('remote');
  expect(await whose('alice', undefined)).toBe('unknown');
});

test('postmaster is always somebody', async () => {
  const first = await withAccounts(['alice', 'bob']);
  expect(await first.whose('Postmaster', undefined)).toBe('alice@example.test');
  expect(await first.whose('POSTMASTER', 'example.test')).toBe('alice@example.test');
  const configured = await withAccounts(['alice', 'bob'], 'bob@example.test');
  expect(await configured.whose('postmaster', undefined)).toBe('bob@example.test');
  const own = await withAccounts(['alice', 'postmaster'], 'alice@example.test');
  expect(await own.whose('PostMaster', 'example.test')).toBe('postmaster@example.test');
  expect(await (await withAccounts([])).whose('postmaster', undefined)).toBe('unknown');
});

test('one body goes to each mailbox once, and a recipient who left is told apart', async () => {
  const { store, deliverer } = await withAccounts(['alice', 'bob']);
  const locals = await Promise.all(['alice', 'bob', 'alice+x'].map((l) => deliverer.resolve(l, 'example.test')));
  const to = locals.filter((r): r is Extract<Resolution, { to: 'local' }> => r.to === 'local');
  await store.commit({ do: 'deleteAccount', account: to[1]!.account });
  const body = await store.put(bytes('hello'), 10);
  if ('tooLarge' in body) throw new Error('too large');
  expect(await deliverer.deliver(body, to)).toEqual(['ok', 'gone', 'ok']);
  const rows = await store.read({ ask: 'messages', mailbox: to[0]!.mailbox, after: 0, limit: 9 });
  expect(rows).toMatchObject([{ uid: 1, date: 1234, size: 5 }]);
  expect(await deliverer.deliver(body, [to[1]!])).toEqual(['gone']);
});

test('a store that does not answer is a reason to try later', async () => {
  const store: Pick<Store, 'read' | 'commit'> = {
    read: async () => {
      throw new StoreFault('down', 'no database');
    },
    commit: async <C>() => ({ refused: 'full', why: 'no space' }) as C,
  };
  const deliverer = createDeliverer({ store, config: { domain: 'example.test' }, log, now: () => 0 });
  expect(await deliverer.resolve('alice', 'example.test')).toEqual({ to: 'unavailable' });
  const to = { to: 'local', account: 1, mailbox: 2, address: 'a@example.test' } as const;
  expect(await deliverer.deliver({ id: 'x', size: 0 }, [to])).toEqual(['full']);
});
