import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { knownOf } from './known.ts';

test('every baseline beside a target file is looked into', async () => {
  const root = await mkdtemp(join(tmpdir(), 'mailspec-known-'));
  onTestFinished(async () => await rm(root, { recursive: true, force: true }));
  const folder = join(root, 'conformance/targets/one');
  await mkdir(folder, { recursive: true });
  const entry = (id: string, reason: string) => `- { id: ${id}, verdict: fail, reason: ${reason} }\n`;
  await writeFile(join(folder, 'baseline.1.0.yaml'), entry('rfc1-1-a', 'old') + entry('rfc1-1-b', 'other'));
  await writeFile(join(folder, 'baseline.1.2-debian.yaml'), entry('rfc1-1-a', 'new'));
  expect(await knownOf(root, 'rfc1-1-a')).toEqual([
    { server: 'one 1.0', verdict: 'fail', reason: 'old' },
    { server: 'one 1.2-debian', verdict: 'fail', reason: 'new' },
  ]);
  await writeFile(join(folder, 'baseline.2.yaml'), '- { id: x, verdict: pass, reason: r }\n');
  await expect(knownOf(root, 'x')).rejects.toThrow(/baseline\.2\.yaml/);
});
