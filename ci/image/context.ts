import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { pack, ROOT } from '../pack/install.ts';
import { output } from '../pack/shell.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const QUIET = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

const described = z.object({ version: z.string(), devDependencies: z.object({ node: z.string() }) });

/** Version of the package, and of the Node that its tests run on. */
async function versions(): Promise<{ version: string; node: string }> {
  const read = described.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  return { version: read.version, node: read.devDependencies.node };
}

/** The packed package, with the dependencies that the lockfile names. */
async function app(into: string, work: string): Promise<void> {
  await mkdir(into);
  await output(['tar', '-xzf', await pack(work), '--strip-components=1', '-C', into], { cwd: work });
  const lock = join(into, 'package-lock.json');
  await cp(join(ROOT, 'package-lock.json'), lock);
  await output(['npm', 'ci', '--omit=dev', ...QUIET], { cwd: into });
  await rm(lock);
}

/** Node for Linux on this machine's kind of processor: the program alone. */
async function node(into: string, work: string, version: string): Promise<void> {
  const name = `node-linux-${process.arch}`;
  const here = ['--os=linux', `--cpu=${process.arch}`, '--prefix', work];
  await output(['npm', 'install', ...QUIET, ...here, `${name}@${version}`], { cwd: work });
  await cp(join(work, 'node_modules', name, 'bin/node'), into);
}

/** Makes a folder from which the image is built without a network. @returns version of the package */
export async function context(folder: string): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), 'mailspec-image-'));
  try {
    const found = await versions();
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0)
      throw new Error(`${folder} is not empty: name a folder that is, or none yet`);
    await app(join(folder, 'app'), work);
    await node(join(folder, 'node'), work, found.node);
    for (const f of ['Dockerfile', 'health.js']) await cp(join(HERE, f), join(folder, f));
    return found.version;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv[2];
  if (given === undefined) {
    process.stderr.write('usage: node ci/image/context.ts FOLDER\n');
    process.exitCode = 2;
  } else {
    const folder = resolve(given);
    const version = await context(folder);
    process.stdout.write(`docker build --build-arg VERSION=${version} -t mailspec:${version} ${folder}\n`);
  }
}
