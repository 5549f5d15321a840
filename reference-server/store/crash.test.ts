import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openStore } from './open.ts';
import { migrations } from './sql/migrations/index.ts';
import type { MessageRow } from './store.ts';
import { newAccount, textOf } from './testing.ts';

const ROUNDS = 3;
const ACKNOWLEDGED = 300;
const log = pino({ level: 'silent' });

/** Runs the load on a store until enough was acknowledged, and kills it in the middle of it. */
async function killUnderLoad(dir: string, address: string): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./testing-load.ts', import.meta.url)), dir, address], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('latin1');
  child.stdout.on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > ACKNOWLEDGED) child.kill('SIGKILL');
  });
  await once(child, 'close');
  return output.split('\n').slice(0, -1);
}

test('what was acknowledged before the process was killed is there afterwards, once and whole', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mailspec-crash-'));
  const address = 'a@example.test';
  const first = await openStore({ dir, inlineBody: 100, log });
  const { inbox } = await newAccount(first, address);
  await first[Symbol.asyncDispose]();

  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) acknowledged.push(...(await killUnderLoad(dir, address)));
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * ACKNOWLEDGED);

  await using store = await openStore({ dir, inlineBody: 100, log, graceMs: 0 });
  const rows: MessageRow[] = [];
  for (;;) {
    const page = await store.read({ ask: 'messages', mailbox: inbox, after: rows.at(-1)?.uid ?? 0, limit: 500 });
    if (page.length === 0) break;
    rows.push(...page);
  }
  const times = new Map<string, number>();
  for (const row of rows) {
    const text = await textOf(store, row.body);
    expect(text.length).toBe(row.size);
    const name = text.slice(0, text.indexOf(' ') + 1);
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  expect(acknowledged.filter((text) => times.get(text) !== 1)).toEqual([]);
  expect([...times.values()].every((n) => n === 1)).toBe(true);
  expect(rows.map((r) => r.uid)).toEqual(rows.map((_, i) => i + 1));
  const { uidNext } = (await store.read({ ask: 'mailboxById', mailbox: inbox }))!;
  expect(uidNext).toBe(rows.length + 1);
  // What had not been acknowledged left nothing behind but files, and those are collected.
  await store.sweep();
  const files = (await readdir(join(dir, 'bodies'), { recursive: true, withFileTypes: true })).filter((e) =>
    e.isFile(),
  );
  expect(files.map((f) => f.name).sort()).toEqual(
    rows
      .filter((r) => r.size > 100)
      .map((r) => r.body)
      .sort(),
  );
  await rm(dir, { recursive: true });
}, 60_000);

test('each number is one migration, and each migration is registered', async () => {
  const found = await readdir(new URL('./sql/migrations/', import.meta.url));
  const names = found.filter((f) => f !== 'index.ts').map((f) => f.slice(0, f.lastIndexOf('.')));
  expect(names.sort()).toEqual(Object.keys(migrations).sort());
  expect(names.map((n) => n.slice(0, 4))).toEqual(names.map((_, i) => String(i + 1).padStart(4, '0')));
});
