import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { CONTRACT_INLINE, storeContract } from './contract.ts';
import { holdLock } from './lock.ts';
import { memoryStore } from './memory.ts';
import { openStore, type SqlStore } from './open.ts';
import type { Store } from './store.ts';
import { isRefusal, StoreFault } from './store.ts';
import { deliver, done, newAccount, stored, textOf } from './testing.ts';

const root = await mkdtemp(join(tmpdir(), 'mailspec-store-'));
const log = pino({ level: 'silent' });
let folders = 0;
const folder = (): string => join(root, String(++folders));

afterAll(() => rm(root, { recursive: true, force: true }));

storeContract('the store in memory', async (now) => memoryStore({ now, inlineBody: CONTRACT_INLINE }));

const dirs = new Map<Store, string>();
async function open(dir: string, now: () => number): Promise<SqlStore> {
  const store = await openStore({ dir, inlineBody: CONTRACT_INLINE, log, now });
  dirs.set(store, dir);
  return store;
}
storeContract(
  'the store on SQLite and files',
  (now) => open(folder(), now),
  async (store, now) => {
    await store[Symbol.asyncDispose]();
    return open(dirs.get(store)!, now);
  },
);

async function files(dir: string): Promise<string[]> {
  const all = await readdir(join(dir, 'bodies'), { recursive: true, withFileTypes: true });
  return all.filter((e) => e.isFile()).map((e) => e.name);
}

test('bodies that nothing names are removed after the grace time, others stay', async () => {
  const dir = folder();
  // Files carry the time of the machine, so the clock starts there.
  let clock = Date.now();
  await using store = await openStore({ dir, inlineBody: 10, log, now: () => clock, graceMs: 1000, sweepMs: 0 });
  const { account, inbox } = await newAccount(store, 'a@example.test');
  const { mailbox } = await done(store, { do: 'createMailbox', account, name: 'other' });
  for (let i = 0; i < 3; i++) await deliver(store, inbox, `a large body, number ${i}`);
  await deliver(store, inbox, 'small');
  await done(store, { do: 'copy', from: inbox, to: mailbox.id, uids: [[1, 1]] });
  const rows = await store.read({ ask: 'messages', mailbox: inbox, after: 0, limit: 9 });
  await stored(store, 'a large body that is never delivered');
  await done(store, { do: 'expunge', mailbox: inbox, uids: [[1, 4]], force: true });
  expect(await store.sweep()).toBe(0);
  expect(await textOf(store, rows[1]!.body)).toBe('a large body, number 1');
  clock += 60_000;
  expect(await store.sweep()).toBe(3);
  expect(await files(dir)).toEqual([rows[0]!.body]);
  await expect(textOf(store, rows[1]!.body)).rejects.toMatchObject({ refused: 'gone' });
  await expect(textOf(store, rows[3]!.body)).rejects.toMatchObject({ refused: 'gone' });
  await done(store, { do: 'deleteAccount', account });
  clock += 60_000;
  expect(await store.sweep()).toBe(1);
  expect(await files(dir)).toEqual([]);
});

test('the body of a message that waits is no garbage, until it waits no more', async () => {
  const dir = folder();
  let clock = Date.now();
  await using store = await openStore({ dir, inlineBody: 10, log, now: () => clock, graceMs: 1000, sweepMs: 0 });
  const { inbox } = await newAccount(store, 'a@example.test');
  const body = await stored(store, 'a large body for two');
  await done(store, { do: 'deliver', body, to: [{ mailbox: inbox, flags: [], date: 0, zone: 0 }] });
  const { id } = await done(store, { do: 'defer', body, due: 0, state: '', most: 1 });
  await done(store, { do: 'expunge', mailbox: inbox, uids: [[1, 1]], force: true });
  clock += 60_000;
  expect(await store.sweep()).toBe(0);
  expect(await textOf(store, body.id)).toBe('a large body for two');
  await done(store, { do: 'settle', id });
  clock += 60_000;
  expect(await store.sweep()).toBe(1);
  expect(await files(dir)).toEqual([]);
});

test('a full database refuses what does not fit and keeps the rest', async () => {
  await using store = await openStore({ dir: folder(), inlineBody: 32_768, log, maxOctets: 1_000_000 });
  const { inbox } = await newAccount(store, 'a@example.test');
  const attempts = Array.from({ length: 100 }, async (_, i) => {
    const body = await stored(store, `${i} `.padEnd(30_000, 'x'));
    return store.commit({ do: 'deliver', body, to: [{ mailbox: inbox, flags: [], date: 0, zone: 0 }] });
  });
  const results = await Promise.all(attempts);
  const refused = results.filter(isRefusal);
  expect(refused.length).toBeGreaterThan(50);
  expect(new Set(refused.map((r) => r.refused))).toEqual(new Set(['full']));
  const kept = await store.read({ ask: 'messages', mailbox: inbox, after: 0, limit: 1000 });
  expect(kept.length).toBe(results.length - refused.length);
  expect(kept.length).toBeGreaterThan(0);
  for (const row of kept) expect((await textOf(store, row.body)).length).toBe(30_000);
});

test('a folder that cannot be made is one clear error', async () => {
  const attempt = openStore({ dir: '/dev/null/store', inlineBody: 10, log });
  await expect(attempt).rejects.toMatchObject({ name: 'StoreFault', refused: 'down' });
});

test('a file that is no database is one clear error', async () => {
  const dir = folder();
  await mkdir(dir);
  await writeFile(join(dir, 'mail.db'), 'this is no database, and long enough to be looked at '.repeat(20));
  const attempt = openStore({ dir, inlineBody: 10, log });
  await expect(attempt).rejects.toMatchObject({ name: 'StoreFault', refused: 'down' });
});

test('two stores on one folder, as `account` beside a server, see what the other wrote', async () => {
  const dir = folder();
  await using one = await openStore({ dir, inlineBody: 10, log });
  await using other = await openStore({ dir, inlineBody: 10, log });
  const { inbox } = await newAccount(one, 'a@example.test');
  await Promise.all(Array.from({ length: 50 }, (_, i) => deliver(i % 2 === 0 ? one : other, inbox, `message ${i}`)));
  const rows = await other.read({ ask: 'messages', mailbox: inbox, after: 0, limit: 100 });
  expect(rows.map((r) => r.uid)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  const texts = await Promise.all(rows.map((r) => textOf(one, r.body)));
  expect(new Set(texts).size).toBe(50);
});

test('a lock is held by one at a time', () => {
  const file = join(root, 'lock');
  const first = holdLock(file);
  expect(() => holdLock(file)).toThrow('another server runs on this folder');
  first[Symbol.dispose]();
  holdLock(file)[Symbol.dispose]();
  expect(() => holdLock(join(root, 'none', 'lock'))).toThrow(StoreFault);
});
