import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecordText } from '../matrix/schema.ts';
import { atLeast, type Count, lastLine, mutants, scenarioRuns, single, sum, unitTests } from './counts.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules/.bin');
const SUITE = ['node', 'conformance/cli/mailspec.js'];
const REFERENCE = 'conformance/targets/reference-server/current.toml';

/** No part may hang: it is ended after this. */
const PART_MS = 5 * 60_000;
/** Characters of a failing part's output that are shown, its end. */
const SHOWN = 20_000;

interface Part {
  name: string;
  command: string[];
  /** From the exit code and what was printed. */
  count(code: number, output: string): Count | Promise<Count>;
}

interface Ended {
  code: number;
  output: string;
}

function run(command: readonly string[]): Promise<Ended> {
  const [name, ...args] = command;
  // Children find the tools, and the Node, of this package first.
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`, NO_COLOR: '1', FORCE_COLOR: '0' };
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(name!, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: PART_MS });
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10 * SHOWN);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (e) => resolve({ code: 1, output: `${output}${e.message}\n` }));
    child.on('close', (code, signal) => {
      const ended = signal === null ? '' : `ended by ${signal} after ${PART_MS / 1000} s\n`;
      resolve({ code: code ?? 1, output: output + ended });
    });
  });
}

/** In order of how soon they say something: what is cheap and often wrong comes first. */
function parts(work: string): Part[] {
  const unit = join(work, 'unit.json');
  const report = join(work, 'report');
  return [
    { name: 'types', command: ['tsc', '-p', 'tsconfig.json'], count: single },
    { name: 'lint', command: ['biome', 'check', '--error-on-warnings', '.'], count: single },
    { name: 'spec audit', command: [...SUITE, 'spec', 'audit'], count: single },
    { name: 'xref', command: [...SUITE, 'xref'], count: single },
    {
      name: 'unit tests',
      command: ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${unit}`],
      count: async (code) => atLeast(unitTests(await jsonAt(unit)), code),
    },
    {
      name: 'conformance of the reference server, all cells',
      command: [...SUITE, 'run', REFERENCE, '--cells', 'axes', '--report', report, '--gate'],
      count: async (code) => atLeast(await runsAt(join(report, 'run.json')), code),
    },
    {
      name: 'mutants, against the committed proof',
      command: [...SUITE, 'mutants', '--check'],
      count: (code, output) => atLeast(mutants(output), code),
    },
  ];
}

async function jsonAt(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => 'null');
  return JSON.parse(text);
}

async function runsAt(file: string): Promise<Count> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? { passed: 0, failed: 0 } : scenarioRuns(parseRecordText(text, file));
}

async function main(): Promise<boolean> {
  const work = await mkdtemp(join(tmpdir(), 'mailspec-test-'));
  const counts: Count[] = [];
  const began = performance.now();
  try {
    const all = parts(work);
    for (const [i, part] of all.entries()) {
      const started = performance.now();
      const ended = await run(part.command);
      const count = await part.count(ended.code, ended.output);
      counts.push(count);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`[${i + 1}/${all.length}] ${part.name}: ${lastLine(count)} (${seconds} s)`);
      if (count.failed > 0) console.log(`${ended.output.slice(-SHOWN).trimEnd()}\n`);
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  const total = sum(counts);
  console.log(lastLine(total));
  return total.failed === 0;
}

process.exitCode = (await main()) ? 0 : 1;
