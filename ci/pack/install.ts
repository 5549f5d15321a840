import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { output } from './shell.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The newest Node that the package is tried on. */
const NEWEST = '26.10.0';

/** One Node, and what was installed with it. */
export interface Installed {
  /** Its major version. */
  name: string;
  /** Folder of the Node. */
  node: string;
  /** Empty but for what was installed. */
  folder: string;
  /** The package in it. */
  at: string;
}

const packed = z.object({ filename: z.string() });
const listed = z.union([z.tuple([packed]), z.record(z.string(), packed).transform((r) => Object.values(r))]);

/** `npm pack`, build included. @returns the file */
export async function pack(into: string): Promise<string> {
  const said = await output(['npm', 'pack', '--silent', '--json', '--pack-destination', into], { cwd: ROOT });
  const name = listed.parse(JSON.parse(said))[0]?.filename;
  if (name === undefined) throw new Error(`npm pack names no file: ${said.slice(0, 500)}`);
  return join(into, name);
}

/** Folder of the newest Node, kept by npm between tests. It is the package for this machine alone: that of all has a script to find it. */
export async function newestNode(work: string): Promise<string> {
  const { platform, arch } = process;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform === 'win32' ? 'win' : platform}-${arch}@${NEWEST}`;
  const ask = ['npm', 'exec', '--yes', '--prefer-offline', `--package=${name}`, '--'];
  return dirname((await output([...ask, 'node', '-p', 'process.execPath'], { cwd: work })).trim());
}

/** Installs a packed file into an empty folder. No script of any package is run: none is needed. */
export async function install(file: string, folder: string, node: string): Promise<Installed> {
  await mkdir(folder);
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const where = { cwd: folder, node };
  await output(['npm', 'install', ...quiet, '--prefix', folder, file], where);
  const version = (await output(['node', '-p', 'process.versions.node'], where)).trim();
  return { name: version.split('.')[0] ?? version, node, folder, at: join(folder, 'node_modules/mailspec') };
}

/** All files of what was installed, with `/`. */
export async function filesOf(at: string): Promise<string[]> {
  const all = await readdir(at, { recursive: true, withFileTypes: true });
  return all
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name).slice(at.length + 1))
    .map((f) => f.replaceAll('\\', '/'))
    .sort();
}

const stamp = z.record(z.string(), z.string());

/** Sources a build says it was made from, by path, with their digests. */
export async function builtFrom(at: string): Promise<Record<string, string>> {
  return stamp.parse(JSON.parse(await readFile(join(at, 'dist/built-from.json'), 'utf8')));
}

export async function digestAt(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
