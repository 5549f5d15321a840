import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Config } from '../config-types.ts';
import { memoryStore } from '../store/memory.ts';
import { isRefusal, type Store, StoreFault } from '../store/store.ts';
import { textOf } from '../store/testing.ts';
import { createDeliverer } from './deliverer.ts';
import type { LocalResolution } from './types.ts';

const log = pino({ level: 'silent' });

const delivery = { subaddress: '+', retryMs: 1000, retryMaxMs: 4000, delayReportMs: 10_000, giveUpMs: 60_000 };

async function withAccounts(
  names: string[],
  postmaster?: string,
  more: Partial<Pick<Config, 'aliases' | 'catchAll'>> = {},
) {
  const store = memoryStore();
  for (const name of names) {
    const address = `${name}@example.test`;
    const made = await store.commit({ do: 'createAccount', address, secret: null, mailboxes: [] });
    if (isRefusal(made)) throw new Error(made.why);
  }
  const config = {
    domain: 'Example.Test',
    aliases: {},
    delivery,
    ...more,
    ...(postmaster === undefined ? {} : { postmaster }),
  };
  const deliverer = createDeliverer({ store, config, log, now: () => 1234 });
  const whose = async (local: string, domain: string | undefined) => {
    const r = await deliverer.resolve(local, domain);
    if (r.to !== 'local') return r.to;
    return r.members?.map((m) => (m.at ? m.address : `no ${m.address}`)).join(' ') ?? r.address;
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
  const to = locals.filter((r): r is LocalResolution => r.to === 'local');
  await store.commit({ do: 'deleteAccount', account: to[1]!.account });
  const body = await store.put(bytes('hello'), 10);
  if ('tooLarge' in body) throw new Error('too large');
  expect(await deliverer.deliver(body, to)).toEqual([
    { got: 'ok', missed: [] },
    { got: 'gone', missed: [] },
    { got: 'ok', missed: [] },
  ]);
  const rows = await store.read({ ask: 'messages', mailbox: to[0]!.mailbox, after: 0, limit: 9 });
  expect(rows).toMatchObject([{ uid: 1, date: 1234, size: 5 }]);
  expect(await deliverer.deliver(body, [to[1]!])).toEqual([{ got: 'gone', missed: [] }]);
});

test('a store that does not answer is a reason to try later', async () => {
  const store: Pick<Store, 'read' | 'commit' | 'put' | 'body'> = {
    ...memoryStore(),
    read: async () => {
      throw new StoreFault('down', 'no database');
    },
    commit: async <C>() => ({ refused: 'full', why: 'no space' }) as C,
  };
  const deliverer = createDeliverer({
    store,
    config: { domain: 'example.test', aliases: {}, delivery },
    log,
    now: () => 0,
  });
  expect(await deliverer.resolve('alice', 'example.test')).toEqual({ to: 'unavailable' });
  const to = { to: 'local', account: 1, mailbox: 2, address: 'a@example.test' } as const;
  expect(await deliverer.deliver({ id: 'x', size: 0 }, [to])).toEqual([{ got: 'full', missed: [] }]);
});

test('an alias stands for its members, once each, however it gets to them', async () => {
  const { whose } = await withAccounts(['alice', 'bob', 'carol'], undefined, {
    aliases: {
      team: ['alice', 'Bob@example.test', 'TEAM2', 'nobody'],
      'Team2@EXAMPLE.test': ['alice+list', 'carol', 'team'],
      desk: ['bob'],
      ghost: ['nobody', 'ghost2'],
      ghost2: ['ghost'],
      carol: ['carol', 'alice'],
    },
  });
  expect(await whose('TEAM', 'example.test')).toBe(
    'alice@example.test bob@example.test carol@example.test no nobody@Example.Test',
  );
  expect(await whose('desk', 'example.test')).toBe('bob@example.test');
  expect(await whose('desk+x', 'example.test')).toBe('bob@example.test');
  // A name in its own list is the account of that name.
  expect(await whose('carol', 'example.test')).toBe('carol@example.test alice@example.test');
  expect(await whose('ghost', 'example.test')).toBe('unknown');
});

test('a pattern hands on what stood for its star, and accounts come before patterns', async () => {
  const { whose } = await withAccounts(['u00', 'alias-real', 'δοκιμή'], undefined, {
    aliases: { 'alias-*': ['*@example.test'], 'δ-*': ['*'], 'alias-long-*': ['nobody'], '*-end': ['u00', '*'] },
  });
  expect(await whose('ALIAS-U00', 'example.test')).toBe('u00@example.test');
  expect(await whose('alias-u00+x', 'example.test')).toBe('u00@example.test');
  expect(await whose('alias-real', 'example.test')).toBe('alias-real@example.test');
  expect(await whose('alias-', 'example.test')).toBe('unknown');
  expect(await whose('alias-u09', 'example.test')).toBe('unknown');
  expect(await whose('Δ-u00', 'example.test')).toBe('u00@example.test');
  expect(await whose('δ-ΔΟΚΙΜή'.normalize('NFD'), 'example.test')).toBe('δοκιμή@example.test');
  expect(await whose('u09-end', 'example.test')).toBe('u00@example.test no u09@Example.Test');
  // The fittest pattern is the only one that is tried.
  expect(await whose('alias-long-u00', 'example.test')).toBe('unknown');
});

test('a catch-all takes what nobody else takes, but not for an alias', async () => {
  const { whose } = await withAccounts(['alice', 'bob'], undefined, {
    aliases: { list: ['alice', 'nobody'], lost: ['nobody'] },
    catchAll: 'Bob@example.test',
  });
  expect(await whose('whoever', 'example.test')).toBe('bob@example.test');
  expect(await whose('alice', 'example.test')).toBe('alice@example.test');
  expect(await whose('list', 'example.test')).toBe('alice@example.test no nobody@Example.Test');
  expect(await whose('lost', 'example.test')).toBe('bob@example.test');
  expect(await whose('x', 'example.org')).toBe('remote');
});

test('postmaster and abuse may be aliases', async () => {
  const aliases = { postmaster: ['alice', 'bob'], abuse: ['bob'] };
  const both = await withAccounts(['first', 'alice', 'bob'], 'first@example.test', { aliases });
  expect(await both.whose('Postmaster', undefined)).toBe('alice@example.test bob@example.test');
  expect(await both.whose('ABUSE', 'example.test')).toBe('bob@example.test');
  const plain = await withAccounts(['first', 'alice'], 'alice@example.test');
  expect(await plain.whose('abuse', 'example.test')).toBe('alice@example.test');
  expect(await plain.whose('abuse', undefined)).toBe('unknown');
  const lost = await withAccounts(['first'], 'postmaster@example.test', { aliases: { postmaster: ['nobody'] } });
  expect(await lost.whose('postmaster', undefined)).toBe('first@example.test');
});

test('aliases that lead to one another without end are looked up a bounded number of times', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `n${i}`);
  const aliases = Object.fromEntries(names.map((n) => [n, [...names, 'alice']]));
  const { whose } = await withAccounts(['alice'], undefined, { aliases });
  expect(await whose('n0', 'example.test')).toContain('alice@example.test');
});

test('members of a list get the keeper of it as reverse-path, and nothing else is changed', async () => {
  const aliases = {
    'list-*': ['*', 'bob', 'nobody'],
    'owner-list-*': ['carol'],
    both: ['carol', 'list-alice'],
    one: ['bob'],
    'owner-one': ['carol'],
    '*-x': ['bob'],
  };
  const { store, deliverer, whose } = await withAccounts(['alice', 'bob', 'carol'], undefined, { aliases });
  expect(await whose('owner-list-alice', 'example.test')).toBe('carol@example.test');
  const text = 'Return-Path: <sender@example.org>\r\nReturn-Path-X: y\r\n\r\n';
  const send = async (name: string, more: string) => {
    const r = await deliverer.resolve(name, 'example.test');
    const body = await store.put(bytes(text + more), 1_000_000);
    if ('tooLarge' in body || r.to !== 'local') throw new Error('not sent');
    return deliverer.deliver(body, [r]);
  };
  const inbox = async (local: string) => {
    const box = await store.read({ ask: 'inbox', address: `${local}@example.test` });
    const rows = await store.read({ ask: 'messages', mailbox: box!.mailbox, after: 0, limit: 9 });
    const texts: string[] = [];
    for (const row of rows) texts.push(await textOf(store, row.body));
    return texts;
  };
  const listed = (keeper: string, more: string) =>
    `Return-Path: <${keeper}@Example.Test>\r\nReturn-Path-X: y\r\n\r\n${more}`;
  const missed = [{ address: 'nobody@Example.Test', why: 'unknown', keeper: 'owner-list-alice@Example.Test' }];
  expect(await send('LIST-alice', 'small')).toEqual([{ got: 'ok', missed }]);
  const large = 'x'.repeat(400_000);
  expect(await send('both', large)).toEqual([{ got: 'ok', missed }]);
  expect(await inbox('alice')).toEqual([listed('owner-list-alice', 'small'), listed('owner-list-alice', large)]);
  expect(await inbox('carol')).toEqual([text + large]);
  expect(await send('one', '')).toEqual([{ got: 'ok', missed: [] }]);
  expect((await inbox('bob')).at(-1)).toBe(listed('owner-one', ''));
  // A pattern that fits any name is the keeper of nothing.
  expect(await send('a-x', '')).toEqual([{ got: 'ok', missed: [] }]);
  expect((await inbox('bob')).at(-1)).toBe(text);
});

test('a member that is missed is told by name; none reached is the trouble of the whole', async () => {
  const aliases = { list: ['alice', 'bob', 'nobody'], pair: ['alice', 'bob'] };
  const { store, deliverer } = await withAccounts(['alice', 'bob'], undefined, { aliases });
  const to: LocalResolution[] = [];
  for (const name of ['list', 'pair', 'alice']) {
    const r = await deliverer.resolve(name, 'example.test');
    if (r.to === 'local') to.push(r);
  }
  const body = await store.put(bytes('hello'), 10);
  if ('tooLarge' in body) throw new Error('too large');
  const missed = [{ address: 'nobody@Example.Test', why: 'unknown' }];
  const ok = { got: 'ok', missed: [] };
  expect(await deliverer.deliver(body, to)).toEqual([{ got: 'ok', missed }, ok, ok]);
  for (const r of to) {
    const rows = await store.read({ ask: 'messages', mailbox: r.mailbox, after: 0, limit: 9 });
    expect(rows.length).toBe(1);
  }
  const bob = await store.read({ ask: 'account', address: 'bob@example.test' });
  await store.commit({ do: 'deleteAccount', account: bob!.id });
  const gone = { address: 'bob@example.test', why: 'gone' };
  expect(await deliverer.deliver(body, to)).toEqual([
    { got: 'ok', missed: [gone, ...missed] },
    { got: 'ok', missed: [gone] },
    ok,
  ]);
});
