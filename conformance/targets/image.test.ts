import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { contentHash } from './image.ts';

describe('what an image is known by', () => {
  let context = '';
  beforeEach(async () => {
    context = await mkdtemp(join(tmpdir(), 'mailspec-image-'));
    onTestFinished(async () => await rm(context, { recursive: true, force: true }));
    await writeFile(join(context, 'Dockerfile'), 'FROM x\n');
    await mkdir(join(context, 'conf'));
    await writeFile(join(context, 'conf/a'), 'a');
  });

  test('the same content has the same digest, and every file is listed', async () => {
    const one = await contentHash(context, { A: '1', B: '2' }, 'base');
    expect(await contentHash(context, { B: '2', A: '1' }, 'base')).toEqual(one);
    expect(one.files).toEqual(['Dockerfile', 'conf/a']);
  });

  test.each([
    ['a file changes', async () => await writeFile(join(context, 'conf/a'), 'b')],
    ['a file is added', async () => await writeFile(join(context, 'conf/b'), '')],
    [
      'a file moves',
      async () => {
        await rm(join(context, 'conf/a'));
        await writeFile(join(context, 'a'), 'a');
      },
    ],
    ['a file may be run', async () => await chmod(join(context, 'conf/a'), 0o755)],
  ])('another where %s', async (_, change) => {
    const before = await contentHash(context, {}, 'base');
    await change();
    expect((await contentHash(context, {}, 'base')).digest).not.toBe(before.digest);
  });

  test('another where arguments or base differ', async () => {
    const { digest } = await contentHash(context, { A: '1' }, 'base');
    expect((await contentHash(context, { A: '2' }, 'base')).digest).not.toBe(digest);
    expect((await contentHash(context, { A: '1' }, 'other')).digest).not.toBe(digest);
  });
});
