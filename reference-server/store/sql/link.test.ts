import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { WorkerLink } from './link.ts';
import { prepareDatabase } from './prepare.ts';

const folder = mkdtempSync(join(tmpdir(), 'mailspec-link-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('an opening that failed is made up for by the next jobs, once', async () => {
  const ready = join(folder, 'ready.db');
  const { read, write } = await prepareDatabase({ file: ready });
  const file = join(folder, 'later', 'mail.db');
  const writer = new WorkerLink({ file }, () => undefined);
  const reader = new WorkerLink({ file }, () => undefined);
  await expect(writer.open({ do: 'open', as: 'writer', queries: write })).rejects.toMatchObject({ refused: 'down' });
  await expect(reader.open({ do: 'open', as: 'reader', queries: read })).rejects.toMatchObject({ refused: 'down' });
  await expect(writer.run({ do: 'sweep', before: 0, limit: 1 })).rejects.toMatchObject({ refused: 'down' });
  mkdirSync(join(folder, 'later'));
  copyFileSync(ready, file);
  const sweep = () => writer.run({ do: 'sweep', before: 0, limit: 1 });
  expect(await Promise.all([sweep(), sweep()])).toEqual([
    { files: [], more: false },
    { files: [], more: false },
  ]);
  expect(await reader.run({ do: 'ask', questions: [{ ask: 'accounts' }] })).toEqual([{ answer: [] }]);
  await reader.close();
  await writer.close();
});

test('a database that cannot be prepared is a fault that says why', async () => {
  await expect(prepareDatabase({ file: join(folder, 'nowhere', 'mail.db') })).rejects.toMatchObject({
    name: 'StoreFault',
    refused: 'down',
    message: expect.stringContaining('unable to open'),
  });
});
