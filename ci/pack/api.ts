import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './cli.ts';
import { type Installed, ROOT } from './install.ts';
import { shell, told } from './shell.ts';

/** A program of a user's that imports everything there is, in its own types. */
const PROGRAM = `import { jsonSchema, parseRecordText, type RunRecord, VERDICTS } from 'mailspec/record';
import { type Done, run, TargetError, UsageError } from 'mailspec/run';
import { createTranscript, dial, frameServer, serverFraming, visibleTranscript, within } from 'mailspec/wire';

const done: Done[] = [];
const record: RunRecord = await run({
  target: 'conformance/targets/reference-server/current.toml',
  ids: ['rfc1939-4-*'],
  onDone: (d) => done.push(d),
});
const again: RunRecord = parseRecordText(JSON.stringify(record), 'again');
const passed = again.requirements.filter((r) => r.verdict === 'pass' && r.killed === true).length;
if (passed === 0 || again.violations > 0) throw new Error(JSON.stringify(again.counts));
if (done.length === 0 || done.at(-1)?.done !== done.at(-1)?.total) throw new Error('not told of each');
if (!VERDICTS.includes('pass') || !('properties' in jsonSchema())) throw new Error('no schema');

const usage = await run({ target: 'none.toml' }).catch((e: unknown) => e);
if (!(usage instanceof UsageError)) throw new Error(String(usage));
const nobody = await run({ target: { smtp: '127.0.0.1:1' }, ids: ['rfc5321-4.1.1.9-*'] }).catch((e: unknown) => e);
if (!(nobody instanceof TargetError)) throw new Error(String(nobody));

const [units] = frameServer(serverFraming('smtp'), Buffer.from('220-a\\r\\n220 b\\r\\n'));
if (units.length !== 1 || units[0]?.kind !== 'reply') throw new Error(JSON.stringify(units));
const transcript = createTranscript();
const refused = await dial(
  { host: '127.0.0.1', port: 1, tls: 'none' },
  { name: 'a', service: 'smtp', transcript, deadline: within(1000) },
).catch((e: unknown) => e);
if (!(refused instanceof Error) || refused.name !== 'DialFailed') throw new Error(String(refused));
if (visibleTranscript(transcript.entries) !== '') throw new Error('something was said');
console.log('all there');
`;

/** What a compiler must not let pass: types that were lost would let it. */
const WRONG = `import type { RunRecord } from 'mailspec/record';
import { run } from 'mailspec/run';
import { dial } from 'mailspec/wire';

export const record: RunRecord = { schema: 'mailspec/run/2' };
export const asked = run({ cells: 'all' });
export const dialled = dial('localhost:25');
`;

/** The same that is not to be had any other way. */
const DEEP = [
  'mailspec',
  'mailspec/package.json',
  'mailspec/dist/conformance/api/run.js',
  'mailspec/conformance/api/run.ts',
  'mailspec/wire/connection',
];

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  },
};

async function runs(i: Installed): Promise<string | undefined> {
  await writeFile(join(i.folder, 'program.mts'), PROGRAM);
  const said = await shell(['node', 'program.mts'], { cwd: i.folder, node: i.node });
  return said.code === 0 && said.stdout === 'all there\n' ? undefined : told(said);
}

async function nothingElse(i: Installed): Promise<string | undefined> {
  const lines = DEEP.map((d) => `await import('${d}').then(() => '${d}: imported', (e) => '${d}: ' + e.code)`);
  await writeFile(join(i.folder, 'deep.mjs'), lines.map((l) => `console.log(${l});\n`).join(''));
  const said = await shell(['node', 'deep.mjs'], { cwd: i.folder, node: i.node });
  const expected = DEEP.map((d) => `${d}: ERR_PACKAGE_PATH_NOT_EXPORTED\n`).join('');
  return said.code === 0 && said.stdout === expected ? undefined : told(said);
}

async function compile(i: Installed, file: string, text: string): Promise<string[]> {
  await writeFile(join(i.folder, file), text);
  await writeFile(join(i.folder, 'tsconfig.json'), JSON.stringify({ ...TSCONFIG, files: [file] }));
  const tsc = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout, stderr } = await shell([tsc, '-p', '.', '--pretty', 'false'], { cwd: i.folder, node: i.node });
  return `${stdout}${stderr}`.split('\n').filter((l) => l !== '');
}

async function typed(i: Installed): Promise<string | undefined> {
  const good = await compile(i, 'program.mts', PROGRAM);
  if (good.length > 0) return good.slice(0, 10).join('\n');
  const bad = await compile(i, 'wrong.mts', WRONG);
  const lines = bad.map((l) => /^wrong\.mts\((\d+),\d+\): error TS\d+/.exec(l)?.[1]).filter((n) => n !== undefined);
  return lines.join() === '5,6,7' ? undefined : `lines 5, 6 and 7 should be refused: ${bad.join('\n')}`;
}

export const apiChecks: readonly Check[] = [
  { name: 'mailspec/record, mailspec/run and mailspec/wire work from code', ask: runs },
  { name: 'nothing else can be imported', ask: nothingElse },
];

export const typesCheck: Check = {
  name: 'the types of what is exported hold in a program of a user, without skipLibCheck',
  ask: typed,
};
