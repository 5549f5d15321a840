import { readFile } from 'node:fs/promises';
import { parseRecordText } from '../matrix/schema.ts';
import { atLeast, lastLineOf, scenarioRuns, single } from './counts.ts';
import { type Part, runParts, SUITE } from './parts.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';
const MINUTE_MS = 60_000;

/** A part that prints its own sum, and is heard as it goes. */
function counted(name: string, minutes: number, ...command: string[]): Part {
  return {
    name,
    command: ['node', ...command],
    limitMs: minutes * MINUTE_MS,
    aloud: true,
    count: (code, output) => atLeast(lastLineOf(output), code),
  };
}

/** What takes too long for every change: all versions of all servers, scenarios that wait, verdicts that must not flicker. */
const PARTS: readonly Part[] = [
  counted('npm test', 15, 'ci/test.ts'),
  counted('the package on the newest Node', 10, 'ci/pack.ts', '--node', 'newest'),
  counted('the package in a container', 10, 'ci/image/check.ts'),
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
  counted('real clients', 12, 'ci/clients/run.ts', '--install'),
  counted('every version of every server', 60, 'ci/servers.ts', '--all'),
];

process.exitCode = (await runParts(PARTS)) ? 0 : 1;
