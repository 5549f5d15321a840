import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DIST = join(ROOT, 'dist');
const FOLDERS = ['spec', 'matrix', 'conformance', 'reference-server'];

/** Runs as it stands, in the clone and beside what was compiled. */
const AS_THEY_ARE = ['conformance/cli/mailspec.js', 'conformance/runner/source-hook.mjs'];

/** Relative modules in declarations: the compiler rewrites their names in code alone, and older ones look for no `.ts`. */
const NAMED_TS = /((?:\bfrom|\bimport)\s*\(?\s*['"]\.{1,2}\/[^'"\n]*)\.ts(['"])/g;

/** What is wrong is in the sources, not here. */
class NotBuilt extends Error {}

function filesOf(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => f.endsWith(ending))
    .sort();
}

/** Digests of all sources, by path. */
function sources(): Map<string, string> {
  const files = FOLDERS.flatMap((folder) => filesOf(join(ROOT, folder), '.ts').map((f) => `${folder}/${f}`));
  return new Map(files.map((f) => [f.split(sep).join('/'), digest(readFileSync(join(ROOT, f)))]));
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** @throws NotBuilt where it does not compile; the compiler has said why */
function compile(into: string): void {
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const { status } = spawnSync(tsc, ['-p', 'tsconfig.build.json', '--outDir', into], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new NotBuilt('it does not compile');
}

/**
 * Compiles what the package runs into `dist/`, as a whole or not at all. `dist/built-from.json` says from which sources, so that the
 * package can tell that its proof is one of the code it runs.
 */
function build(): number {
  const stage = join(ROOT, 'node_modules/.cache', `mailspec-dist-${process.pid}`);
  rmSync(stage, { recursive: true, force: true });
  try {
    const before = sources();
    compile(stage);
    const after = sources();
    const from = filesOf(stage, '.js').map((f) => f.split(sep).join('/').replace(/\.js$/, '.ts'));
    // A source that was edited meanwhile would be digested as what it is now, and run as what it was.
    const moved = from.filter((f) => after.get(f) === undefined || after.get(f) !== before.get(f));
    if (moved.length > 0) throw new NotBuilt(`${moved.join(', ')}: changed while it was compiled`);
    for (const f of filesOf(stage, '.d.ts')) {
      const file = join(stage, f);
      writeFileSync(file, readFileSync(file, 'utf8').replace(NAMED_TS, '$1.js$2'));
    }
    for (const f of AS_THEY_ARE) {
      mkdirSync(dirname(join(stage, f)), { recursive: true });
      cpSync(join(ROOT, f), join(stage, f));
    }
    writeFileSync(
      join(stage, 'built-from.json'),
      `${JSON.stringify(Object.fromEntries(from.map((f) => [f, after.get(f)])), null, 2)}\n`,
    );
    rmSync(DIST, { recursive: true, force: true });
    renameSync(stage, DIST);
    return from.length;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

// Standard output is that of `npm pack --json`.
try {
  process.stderr.write(`dist/: ${build()} modules\n`);
} catch (e) {
  if (!(e instanceof NotBuilt)) throw e;
  process.stderr.write(`dist/ is as it was: ${e.message}\n`);
  process.exitCode = 1;
}
