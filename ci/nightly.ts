import { readFile } from 'node:fs/promises';
import { parseRecordText } from '../matrix/schema.ts';
import { atLeast, lastLineOf, scenarioRuns, single } from './counts.ts';
import { type Part, runParts, SUITE } from './parts.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';
const MINUTE_MS = 60_000;

/** What takes too long for every change: all versions of all servers, scenarios that wait, verdicts that must not flicker. */
const PARTS: readonly Part[] = [
  {
    name: 'npm test',
    command: ['node', 'ci/test.ts'],
    limitMs: 15 * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  },
  {
    name: 'the package on the newest Node',
    command: ['node', 'ci/pack.ts', '--node', 'newest'],
    limitMs: 10 * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  },
  {
    name: 'the package in a container',
    command: ['node', 'ci/image/check.ts'],
    limitMs: 10 * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  },
  {
    name: 'slow scenarios on the reference server',
    command: [...SUITE, 'run', REFERENCE, '--slow', '--report', 'report/slow', '--gate'],
    limitMs: 15 * MINUTE_MS,
    count: async (code) => {
      const text = await readFile('report/slow/run.json', 'utf8').catch(() => undefined);
      const count = text === undefined ? { passed: 0, failed: 0 } : scenarioRuns(parseRecordText(text, 'report/slow'));
      return atLeast(count, code);
    },
  },
  {
    name: 'twenty runs, one set of verdicts',
    command: [...SUITE, 'repeat', '20', REFERENCE],
    limitMs: 10 * MINUTE_MS,
    count: single,
  },
  {
    name: 'real clients',
    command: ['node', 'ci/clients/run.ts', '--install'],
    limitMs: 12 * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  },
  {
    name: 'every version of every server',
    command: ['node', 'ci/servers.ts', '--all'],
    limitMs: 60 * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  },
];

process.exitCode = (await runParts(PARTS)) ? 0 : 1;
