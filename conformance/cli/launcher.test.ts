import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('./mailspec.js', import.meta.url));
const run = promisify(execFile);
const folders: string[] = [];

afterEach(async () => {
  for (const f of folders.splice(0)) await rm(f, { recursive: true });
});

/** A folder with a launcher at its place and modules that say where they are. */
async function house(files: readonly string[], launcher = 'conformance/cli/mailspec.js'): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'mailspec-launcher-'));
  folders.push(root);
  const put = async (file: string, text: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  };
  await put('package.json', '{ "type": "module" }');
  await put(launcher, '');
  await cp(LAUNCHER, path.join(root, launcher));
  for (const f of files) await put(f, `export const main = () => { console.log('${f}'); return 0; };\n`);
  return path.join(root, launcher);
}

const SOURCE = 'conformance/cli/main.ts';
const BUILT = 'dist/conformance/cli/main.js';
const CLONE = 'tsconfig.build.json';

describe('the launcher', () => {
  test.each([
    ['a clone runs its source', [CLONE, SOURCE], SOURCE],
    ['a clone runs its source, whatever was built there once', [CLONE, SOURCE, BUILT], SOURCE],
    ['a package runs what was built, with its sources beside it', [SOURCE, BUILT], BUILT],
    ['a package runs what was built', [BUILT], BUILT],
  ])('%s', async (_, files, ran) => {
    expect((await run(process.execPath, [await house(files)])).stdout).toBe(`${ran}\n`);
  });

  test('runs its neighbours where it was built itself', async () => {
    const at = await house([BUILT, SOURCE], 'dist/conformance/cli/mailspec.js');
    expect((await run(process.execPath, [at])).stdout).toBe(`${BUILT}\n`);
  });

  test('hands the commands of the server to the server', async () => {
    const at = await house([BUILT, 'dist/reference-server/cli.js']);
    expect((await run(process.execPath, [at, 'serve'])).stdout).toBe('dist/reference-server/cli.js\n');
  });

  test('says what to do where nothing was built', async () => {
    const wrong = await run(process.execPath, [await house([SOURCE])]).catch((e: unknown) => e);
    expect(wrong).toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/^mailspec: dist\/ is missing in .*npm run build.*\n$/),
    });
  });
});
