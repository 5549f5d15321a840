import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test, vi } from 'vitest';
import { logTo } from './log.ts';

const root = await mkdtemp(join(tmpdir(), 'mailspec-log-'));
afterAll(() => rm(root, { recursive: true }));

test('every line is written, in order, by itself or when asked', async () => {
  const file = join(root, 'lines');
  const fd = openSync(file, 'w');
  const log = pino({}, logTo(fd));
  const text = () => readFile(file, 'utf8');
  log.info('alone');
  await vi.waitFor(async () => expect(await text()).toContain('"alone"'));
  for (let i = 0; i < 1000; i++) log.info({ i }, 'many');
  await new Promise<void>((flushed) => log.flush(() => flushed()));
  const numbers = (await text())
    .trim()
    .split('\n')
    .slice(1)
    .map((l) => (JSON.parse(l) as { i: number }).i);
  expect(numbers).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  closeSync(fd);
});
