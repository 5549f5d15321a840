import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { loadConfig } from '../config.ts';
import { memoryStore } from '../store/memory.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { newAccount, stored, textOf } from '../store/testing.ts';
import { createDeliverer } from './deliverer.ts';
import type { Addressee, Envelope, Wanted } from './envelope.ts';
import { Queue } from './queue.ts';
import { settle } from './settle.ts';
import { parseReport } from './testing-report.ts';
import type { Deliverer, LocalResolution, Trouble } from './types.ts';

const start = Date.UTC(2026, 0, 2);
const delivery = { subaddress: '+', retryMs: 1000, retryMaxMs: 4000, delayReportMs: 10_000, giveUpMs: 60_000 };

/** Accounts ann (who sends), bob, cyd; `trouble` says by account which mailboxes take nothing now. */
async function rig(o: { aliases?: Record<string, string[]>; most?: number; store?: Store } = {}) {
  const clock = { now: start };
  const now = () => clock.now;
  const store = o.store ?? memoryStore({ now });
  const inboxes = new Map<string, { account: number; inbox: number }>();
  for (const name of ['ann', 'bob', 'cyd']) inboxes.set(name, await newAccount(store, `${name}@example.test`));
  const log = pino({ level: 'silent' });
  const config = {
    domain: 'example.test',
    hostname: 'mail.example.test',
    limits: { ...loadConfig().limits, smtpDeferred: o.most ?? 10 },
    aliases: o.aliases ?? {},
    delivery,
  };
  const real = createDeliverer({ store, config, log, now });
  const trouble = new Map<string, Trouble>();
  const deliver: Deliverer = {
    ...real,
    async deliver(body, to) {
      const free = to.filter((t) => !trouble.has(t.address));
      const done = await real.deliver(body, free);
      return to.map((t) => done[free.indexOf(t)] ?? { got: trouble.get(t.address) ?? 'down', missed: [] });
    },
  };
  let tokens = 0;
  const reporting = { config, store, deliver, log, now, token: () => `token${++tokens}` };
  const queue = new Queue(reporting);
  const inbox = async (name: string) => {
    const rows = await store.read({ ask: 'messages', mailbox: inboxes.get(name)!.inbox, after: 0, limit: 99 });
    return Promise.all(rows.map((row) => textOf(store, row.body)));
  };
  return {
    clock,
    store,
    trouble,
    queue,
    reporting,
    inboxes,
    inbox,
    /** Sends to these and settles what came of it, as the end of a transaction does. */
    async send(to: string[], notify?: Addressee['notify']) {
      const message = await stored(store, 'Return-Path: <ann@example.test>\r\nSubject: x\r\n\r\nbody\r\n');
      const at: LocalResolution[] = [];
      for (const name of to) {
        const r = await deliver.resolve(name, 'example.test');
        if (r.to === 'local') at.push(r);
      }
      const outcomes = await deliver.deliver(message, at);
      const envelope: Envelope = {
        id: 'q1',
        sender: 'ann@example.test',
        from: { local: 'ann', domain: 'example.test' },
        lines: true,
        arrived: clock.now,
        client: { name: 'x', address: '' },
      };
      const recipients = at.map((a, i) => {
        const path = `${to[i]}@example.test`;
        return { to: notify === undefined ? { path } : { path, notify }, at: a, outcome: outcomes[i]! };
      });
      await settle({ ...reporting, queue }, envelope, message, recipients);
    },
    /** What ann was told: address, action, status. */
    async told() {
      const reports = (await inbox('ann')).filter((m) => m.startsWith('Return-Path: <>')).map((m) => parseReport(m));
      return reports.flatMap((r) =>
        r.groups.slice(1).map((g) => `${g.get('final-recipient')?.slice(8)} ${g.get('action')} ${g.get('status')}`),
      );
    },
    due: async () =>
      (await store.read({ ask: 'deferred', due: Number.POSITIVE_INFINITY, limit: 99 })).map((d) => d.due - start),
  };
}

const all: Wanted[] = ['SUCCESS', 'FAILURE', 'DELAY'];

test('what a mailbox does not take waits, and is delivered once it does', async () => {
  const r = await rig();
  r.trouble.set('cyd@example.test', 'full');
  await r.send(['bob', 'cyd'], all);
  expect(await r.told()).toEqual(['bob@example.test delivered 2.1.5']);
  expect(await r.queue.run()).toBe(start + 1000);
  expect((await r.inbox('cyd')).length).toBe(0);
  r.trouble.clear();
  r.clock.now += 1000;
  // Another process finds it too.
  expect(await new Queue(r.reporting).run()).toBe(Number.POSITIVE_INFINITY);
  expect(await r.inbox('cyd')).toEqual(await r.inbox('bob'));
  expect((await r.inbox('bob')).length).toBe(1);
  expect(await r.told()).toEqual(['bob@example.test delivered 2.1.5', 'cyd@example.test delivered 2.1.5']);
});

test('what waits is there after a restart, body and all', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mailspec-queue-'));
  const log = pino({ level: 'silent' });
  const open = () => openStore({ dir, inlineBody: 10, log, sweepMs: 0 });
  const first = await open();
  const r = await rig({ store: first });
  r.trouble.set('cyd@example.test', 'down');
  await r.send(['bob', 'cyd']);
  await first[Symbol.asyncDispose]();
  await using store = await open();
  const again = { ...r.reporting, store };
  const deliver = createDeliverer({ ...again, now: again.now });
  r.clock.now += 1000;
  expect(await new Queue({ ...again, deliver }).run()).toBe(Number.POSITIVE_INFINITY);
  const rows = await store.read({ ask: 'messages', mailbox: r.inboxes.get('cyd')!.inbox, after: 0, limit: 9 });
  expect(rows.length).toBe(1);
  expect(await textOf(store, rows[0]!.body)).toContain('body');
  await rm(dir, { recursive: true });
});

test('waits grow to their greatest; the delay is told once, and at the end the failure', async () => {
  const r = await rig();
  r.trouble.set('cyd@example.test', 'full');
  await r.send(['bob', 'cyd']);
  const waits: number[] = [];
  for (let [due] = await r.due(); due !== undefined; [due] = await r.due()) {
    waits.push(due);
    r.clock.now = start + due;
    await r.queue.run();
  }
  // The times at which something is told are kept.
  expect(waits).toEqual([1000, 3000, 7000, 10_000, ...Array.from({ length: 12 }, (_, i) => 14_000 + i * 4000), 60_000]);
  expect(await r.told()).toEqual(['cyd@example.test delayed 4.2.2', 'cyd@example.test failed 4.2.2']);
  const [delay, failure] = (await r.inbox('ann')).map((m) => parseReport(m));
  expect(delay?.groups[1]?.get('will-retry-until')).toBe('Fri, 2 Jan 2026 00:01:00 +0000');
  expect(delay?.parts[2]?.type).toBe('text/rfc822-headers');
  expect(failure?.groups[1]?.has('will-retry-until')).toBe(false);
  expect(failure?.groups[1]?.get('diagnostic-code')).toBe('smtp; 452 4.2.2 has no space now');
  expect((await r.inbox('cyd')).length).toBe(0);
});

test.each<[Addressee['notify'], string[]]>([
  ['NEVER', []],
  [['SUCCESS'], ['bob@example.test delivered 2.1.5']],
  [['FAILURE'], ['cyd@example.test failed 4.3.0']],
  [['DELAY'], ['cyd@example.test delayed 4.3.0']],
])('of a delay and its end is told what was asked for with %j', async (notify, expected) => {
  const r = await rig();
  r.trouble.set('cyd@example.test', 'down');
  await r.send(['bob', 'cyd'], notify);
  for (r.clock.now += 1000; r.clock.now <= start + 60_000; r.clock.now += 1000) await r.queue.run();
  expect(await r.told()).toEqual(expected);
  expect(await r.due()).toEqual([]);
});

test('where no more may wait, the failure is told at once', async () => {
  const r = await rig({ most: 1 });
  r.trouble.set('cyd@example.test', 'full');
  await r.send(['bob', 'cyd']);
  expect(await r.told()).toEqual([]);
  await r.send(['bob', 'cyd']);
  expect(await r.told()).toEqual(['cyd@example.test failed 4.2.2']);
  expect((await r.due()).length).toBe(1);
});

test('an account that goes while its mail waits is a failure at once', async () => {
  const r = await rig();
  r.trouble.set('cyd@example.test', 'full');
  await r.send(['bob', 'cyd']);
  await r.store.commit({ do: 'deleteAccount', account: r.inboxes.get('cyd')!.account });
  r.clock.now += 1000;
  expect(await r.queue.run()).toBe(Number.POSITIVE_INFINITY);
  expect(await r.told()).toEqual(['cyd@example.test failed 5.1.1']);
});

test('of an alias each mailbox waits for itself, and of a list with the reverse-path of the list', async () => {
  const r = await rig({ aliases: { pair: ['bob', 'cyd'], list: ['bob', 'cyd'], 'owner-list': ['bob'] } });
  r.trouble.set('bob@example.test', 'full');
  await r.send(['ann', 'pair'], all);
  await r.send(['ann', 'list'], all);
  expect((await r.told()).sort()).toEqual(['ann@example.test delivered 2.1.5', 'ann@example.test delivered 2.1.5']);
  r.trouble.clear();
  r.clock.now += 1000;
  await r.queue.run();
  for (const name of ['bob', 'cyd'])
    expect((await r.inbox(name)).map((m) => m.split('\r\n')[0])).toEqual([
      'Return-Path: <ann@example.test>',
      'Return-Path: <owner-list@example.test>',
    ]);
  expect((await r.told()).slice(-2)).toEqual(['pair@example.test expanded 2.1.5', 'list@example.test delivered 2.1.5']);
});

test('what cannot be read waits on, and what cannot be noted is not done again at once', async () => {
  const r = await rig();
  const body = await stored(r.store, 'x');
  for (const state of ['{', '{}', 'null']) await r.store.commit({ do: 'defer', body, due: start, state, most: 9 });
  expect(await r.queue.run()).toBe(start + 4000);
  expect(await r.due()).toEqual([4000, 4000, 4000]);
  const commit = vi.fn(async () => ({ refused: 'down', why: 'no database' }) as never);
  const queue = new Queue({ ...r.reporting, store: { ...r.store, commit } });
  r.clock.now += 4000;
  expect(await queue.run()).toBe(start + 4000 + 1000);
  expect(commit).toHaveBeenCalledTimes(1);
});

test('a queue that was started tries by itself what the one before it left, and then no more', async () => {
  const r = await rig();
  r.trouble.set('cyd@example.test', 'full');
  await r.send(['bob', 'cyd']);
  vi.useFakeTimers();
  try {
    const queue = new Queue(r.reporting);
    queue.start();
    const pass = async (ms: number) => {
      r.clock.now += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    await pass(0);
    expect(await r.due()).toEqual([1000]);
    await pass(1000);
    expect(await r.due()).toEqual([3000]);
    r.trouble.clear();
    await pass(1999);
    expect(await r.due()).toEqual([3000]);
    await pass(1);
    expect(await r.due()).toEqual([]);
    expect((await r.inbox('cyd')).length).toBe(1);
    await queue[Symbol.asyncDispose]();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
