import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRecordText } from '../matrix/schema.ts';
import { atLeast, type Count, lastLineOf, mutants, scenarioRuns, single, unitTests } from './counts.ts';
import { type Part, runParts, SUITE } from './parts.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';

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
    {
      name: 'the package, installed into an empty folder',
      command: ['node', 'ci/pack.ts', '--node', 'own'],
      limitMs: 10 * 60_000,
      count: (code, output) => atLeast(lastLineOf(output), code),
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
  try {
    return await runParts(parts(work));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
