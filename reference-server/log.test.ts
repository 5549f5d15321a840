import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

test('a pipe that nobody reads keeps no process from its end', async () => {
  const program = `
    import { logTo } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)};
    const log = logTo(2);
    for (let i = 0; i < 2000; i++) log.write('x'.repeat(1000) + '\\n');
    setTimeout(() => process.exit(7), 100);`;
  // Nobody reads from it while it is paused.
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.pause();
  expect(await once(child, 'exit')).toEqual([7, null]);
});
