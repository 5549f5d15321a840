import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listTargets, newest } from './target-list.ts';

async function folderOf(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mailspec-targets-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}

const target = (name: string, version: string, variant = 'conforming') =>
  `name = "${name}"\nversion = "${version}"\nvariant = "${variant}"\n[start]\ncontainer = "Dockerfile"\n`;

describe('targets in containers', () => {
  test('newest version first, numbers compared as numbers; others are left out', async () => {
    const folder = await folderOf({
      'b/9.9.toml': target('b', '9.9'),
      'b/9.10.toml': target('b', '9.10'),
      'b/9.10-debian.toml': target('b', '9.10', 'debian'),
      'b/image/some.toml': 'x = 1\n',
      'a/1.toml': target('a', '1'),
      'ours/current.toml': 'name = "ours"\n[start]\nserve = []\n',
    });
    const all = await listTargets(folder);
    const names = (list: typeof all) => list.map((t) => t.file.slice(folder.length + 1));
    expect(names(all)).toEqual(['a/1.toml', 'b/9.10-debian.toml', 'b/9.10.toml', 'b/9.9.toml']);
    expect(names(newest(all))).toEqual(['a/1.toml', 'b/9.10.toml']);
    expect(all[1]?.baseline).toBe(join(folder, 'b/baseline.9.10-debian.yaml'));
  });

  test('a file that is no TOML is named', async () => {
    const folder = await folderOf({ 'a/1.toml': 'name = \n' });
    await expect(listTargets(folder)).rejects.toThrow(/1\.toml/);
  });
});
