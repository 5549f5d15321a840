import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { corpusDir } from '../corpus.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');

/** What a guided run came to. */
export interface Guided {
  /** Highest coverage counter the fuzzer printed; 0 means it was blind. */
  cov: number;
  executions: number;
  /** Octets of an input that made the target throw. */
  crash?: Buffer;
  output: string;
}

/** Bundles an entry to CommonJS, the only form the fuzzer can instrument. @returns path below the repository */
async function bundle(entry: string, into: string): Promise<string> {
  const made = await rolldown({ input: join(HERE, 'entries', `${entry}.ts`), platform: 'node' });
  const file = join(into, `${entry}.cjs`);
  await made.write({ file, format: 'cjs' });
  await made.close();
  return file;
}

/**
 * Runs the coverage-guided fuzzer on one target for a while.
 * @param seconds how long; the process is stopped after that
 * @param work folder for the bundle, the growing corpus and crash files
 */
export async function guided(entry: string, seconds: number, work: string): Promise<Guided> {
  const grown = join(work, `${entry}-corpus`);
  mkdirSync(grown, { recursive: true });
  const file = await bundle(entry, work);
  const bin = join(dirname(createRequire(import.meta.url).resolve('jsfuzz/package.json')), 'build', 'src', 'index.js');
  // the fuzzer joins the target's path to its working directory, whatever it is
  const crash = join(work, 'crash');
  const args = [bin, '--exact-artifact-path', crash, relative(ROOT, file), grown, corpusDir(entry)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const take = (b: Buffer): void => {
    output = (output + b.toString('utf8')).slice(-256 * 1024);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL'), seconds * 1000);
  await new Promise((done) => child.once('close', done));
  clearTimeout(timer);
  const last = (re: RegExp): number => Math.max(0, ...[...output.matchAll(re)].map((m) => Number(m[1])));
  // the instrumenter leaves its own report where the process stood
  rmSync(join(ROOT, '.nyc_output'), { recursive: true, force: true });
  const result: Guided = { cov: last(/cov: (\d+)/g), executions: last(/#(\d+) /g), output };
  if (existsSync(crash)) result.crash = readFileSync(crash);
  return result;
}
