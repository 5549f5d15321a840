import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../matrix/record.ts';
import { parseRecordText } from '../../matrix/schema.ts';
import { filesOf, type Installed } from './install.ts';
import { type Said, shell, told } from './shell.ts';

/** Something asked of what was installed. @returns what is wrong, or nothing */
export interface Check {
  name: string;
  ask(i: Installed): Promise<string | undefined>;
}

/** As a user would have one: in a folder of his own. */
const TARGET = `name = "mine"
domain = "example.test"
[start]
serve = ["--json"]
[start.config]
auth = { argon2 = { memory = 256, passes = 1 } }
log = { level = "warn" }
[accounts]
count = 16
password = "secret"
disposable = true
[limits]
per_user_connections = 32
error_delay_ms = 0
[policy]
cleartext_login = false
`;

const REQUIREMENT = 'rfc5321-4.5.2-leading-dot-removed';

/** As a user would ask it. */
export function npx({ folder, node }: Installed, ...words: string[]): Promise<Said> {
  return shell(['npx', 'mailspec', ...words], { cwd: folder, node });
}

/** The same without npm, which takes its time. */
export function mailspec({ folder, node }: Installed, ...words: string[]): Promise<Said> {
  return shell([join(folder, 'node_modules/.bin/mailspec'), ...words], { cwd: folder, node });
}

/** What is wrong with an answer that should have ended so, and said that. */
function unless(said: Said, code: number, ...words: readonly (string | RegExp)[]): string | undefined {
  const all = said.stdout + said.stderr;
  const missing = words.filter((w) => (typeof w === 'string' ? !all.includes(w) : !w.test(all)));
  if (said.code === code && missing.length === 0) return undefined;
  return `expected exit ${code}${missing.map((w) => ` and ${w}`).join('')}; ${told(said)}`;
}

async function recordAt(folder: string): Promise<RunRecord> {
  const file = join(folder, 'run.json');
  return parseRecordText(await readFile(file, 'utf8'), file);
}

/** The whole suite, against the server of the package, started by a file of the user's. */
async function whole(i: Installed): Promise<string | undefined> {
  await writeFile(join(i.folder, 'mine.toml'), TARGET);
  const said = await npx(i, 'run', 'mine.toml', '--report', 'report', '--gate');
  const wrong = unless(said, 0, 'no violation found');
  if (wrong !== undefined) return wrong;
  const { host, target, violations, requirements } = await recordAt(join(i.folder, 'report'));
  if (!host.node.startsWith(`${i.name}.`)) return `ran on Node ${host.node}`;
  if (target.name !== 'mine' || violations > 0) return `${violations} violations of ${target.name}`;
  // How many are, and whether as many as in the clone, is what `spec stats` is asked for.
  return requirements.some((r) => r.killed === true) ? undefined : 'none of its requirements is known to be killed';
}

async function refused(i: Installed, words: string[]): Promise<string | undefined> {
  const before = await filesOf(i.at);
  const wrong = unless(await mailspec(i, ...words), 2, 'needs a clone');
  const after = await filesOf(i.at);
  return wrong ?? (before.join() === after.join() ? undefined : 'files of the package were changed');
}

/** A proof holds for the build it came with, and for no other. */
async function stale(i: Installed): Promise<string | undefined> {
  const table = join(i.at, 'conformance/mutants/rfc1939.ts');
  const text = await readFile(table, 'utf8');
  await writeFile(table, `${text}\n`);
  try {
    return unless(await mailspec(i, 'spec', 'stats'), 4, 'was not built from the conformance/mutants/rfc1939.ts');
  } finally {
    await writeFile(table, text);
  }
}

/** @param stats what the clone counts, as JSON @param version of the package */
export function cliChecks(stats: string, version: string): Check[] {
  return [
    { name: '--help', ask: async (i) => unless(await npx(i, '--help'), 0, 'run ', 'serve ', 'Exit codes') },
    { name: '--version', ask: async (i) => unless(await mailspec(i, '--version'), 0, version) },
    {
      name: 'spec stats counts what the clone counts, proofs included',
      ask: async (i) => {
        const said = await npx(i, 'spec', 'stats', '--json');
        return said.code === 0 && said.stdout === stats ? undefined : `not what the clone says; ${told(said)}`;
      },
    },
    { name: 'run, the whole suite by a target file of the user', ask: whole },
    {
      name: 'report prints the run in another form',
      ask: async (i) => unless(await mailspec(i, 'report', 'report', '--format', 'md'), 0, '# ', REQUIREMENT),
    },
    {
      name: 'explain shows row, scenario, line of the server, mutant, last run',
      ask: async (i) => {
        const shown = ['spec/rfc/5321.yaml:', 'features/cross/', /reference-server\/smtp\/data\.ts:\d+/, '(killed)'];
        return unless(await mailspec(i, 'explain', REQUIREMENT), 0, ...shown, 'Last run, mine');
      },
    },
    {
      name: 'run takes a target of the suite by the name that list prints',
      ask: async (i) => {
        const name = 'conformance/targets/reference-server/current.toml';
        const listed = unless(await mailspec(i, 'list', 'targets'), 0, name);
        return listed ?? unless(await mailspec(i, 'run', name, '--id', REQUIREMENT), 0, 'no violation found');
      },
    },
    {
      name: 'mutants --check, one in the source of the server among them',
      ask: async (i) => {
        const said = await mailspec(i, 'mutants', '--check', '--only', 'rfc1939-6');
        // Whether the proof is the newest is asked in the clone.
        return /^([1-9]\d*) of \1 mutants killed/m.test(said.stdout) ? undefined : told(said);
      },
    },
    { name: 'fuzz needs a clone', ask: async (i) => await refused(i, ['fuzz', 'all']) },
    { name: 'mutants without --check needs a clone', ask: async (i) => await refused(i, ['mutants']) },
    {
      name: 'new --write needs a clone',
      ask: async (i) => await refused(i, ['new', 'rfc5321-4.1.1.9-noop-of-a-test', '--write']),
    },
    { name: 'a proof of other sources than those it was built from is refused', ask: stale },
  ];
}
