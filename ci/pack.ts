import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Count, lastLine, sum } from './counts.ts';
import { apiChecks, typesCheck } from './pack/api.ts';
import { type Check, cliChecks } from './pack/cli.ts';
import { deadEnds, problems } from './pack/contents.ts';
import { builtFrom, digestAt, filesOf, type Installed, install, newestNode, pack, ROOT } from './pack/install.ts';
import { serveCheck } from './pack/serve.ts';
import { output } from './pack/shell.ts';

/** What is read as it stands: npm leaves out files of some names wherever they lie. */
async function data(): Promise<string[]> {
  const folders = ['features', 'spec/rfc', 'spec/profiles', 'spec/product', 'conformance/targets'];
  const all = await Promise.all(folders.map(async (f) => (await filesOf(join(ROOT, f))).map((x) => `${f}/${x}`)));
  return all.flat().filter((f) => !f.endsWith('.ts') && !f.includes('/fixtures/'));
}

const contents: Check = {
  name: 'holds what it needs, sources it was built from, and no tests',
  ask: async ({ at }) => {
    const files = await filesOf(at);
    const built = await builtFrom(at);
    const has = new Set(files);
    const dead: string[] = [];
    for (const file of files.filter((f) => f.startsWith('dist/') && f.endsWith('.js'))) {
      dead.push(...deadEnds(file, await readFile(join(at, file), 'utf8'), (path) => has.has(path)));
    }
    const other: string[] = [];
    for (const [file, digest] of Object.entries(built)) {
      if (has.has(file) && (await digestAt(join(at, file))) !== digest) other.push(`${file}: not what was built`);
    }
    const left = (await data()).filter((f) => !has.has(f)).map((f) => `${f}: left out`);
    const found = [...problems(files, Object.keys(built)), ...dead, ...other, ...left];
    return found.length === 0 ? undefined : found.slice(0, 20).join('\n');
  },
};

/** Asks one after the other and tells what was wrong. */
async function ask(i: Installed, checks: readonly Check[]): Promise<Count> {
  const count = { passed: 0, failed: 0 };
  for (const check of checks) {
    const started = performance.now();
    const wrong = await check.ask(i).catch((e: unknown) => (e instanceof Error ? (e.stack ?? e.message) : String(e)));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`Node ${i.name}: ${check.name}: ${wrong === undefined ? 'ok' : 'FAILED'} (${seconds} s)`);
    if (wrong !== undefined) console.log(wrong.replace(/^/gm, '    '));
    count[wrong === undefined ? 'passed' : 'failed']++;
  }
  return count;
}

const NODES = ['own', 'newest', 'all'] as const;

/** Which Nodes are asked for: that of this package, the newest, or both. @throws where it is another word */
function nodes(): (typeof NODES)[number] {
  const { values } = parseArgs({ options: { node: { type: 'string', default: 'all' } } });
  const found = NODES.find((n) => n === values.node);
  if (found === undefined) throw new Error(`--node ${values.node}: must be one of ${NODES.join(', ')}`);
  return found;
}

/** Packs the package, installs it into empty folders and uses it there, on the Node of this package and on the newest. */
async function main(): Promise<Count> {
  const asked = nodes();
  const work = await mkdtemp(join(tmpdir(), 'mailspec-pack-'));
  try {
    const mine = dirname(process.execPath);
    const [file, newest] = await Promise.all([pack(work), asked === 'own' ? undefined : newestNode(work)]);
    const stats = output(['node', 'conformance/cli/mailspec.js', 'spec', 'stats', '--json'], { cwd: ROOT, node: mine });
    const [counted, ...both] = await Promise.all([
      stats,
      asked === 'newest' ? undefined : install(file, join(work, 'mine'), mine),
      newest === undefined ? undefined : install(file, join(work, 'newest'), newest),
    ]);
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
    const cli = [...cliChecks(counted, version), serveCheck, ...apiChecks];
    const [first, ...others] = both.filter((i) => i !== undefined);
    if (first === undefined) throw new Error('nothing was installed');
    // What is in the package is the same on every Node.
    const counts = await Promise.all([
      ask(first, [contents, ...cli, typesCheck]),
      ...others.map(async (i) => await ask(i, cli)),
    ]);
    return sum(counts);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const count = await main().catch((e: unknown): Count => {
  console.log(e instanceof Error ? e.message : String(e));
  return { passed: 0, failed: 1 };
});
console.log(lastLine(count));
process.exitCode = count.failed === 0 ? 0 : 1;
