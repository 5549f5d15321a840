import { describe, expect, it } from 'vitest';
import { buildRecord } from '../matrix/build.ts';
import { sampleInput, sampleRecord, sampleRow, sampleScenario } from '../matrix/sample.ts';
import { atLeast, lastLine, lastLineOf, mutants, scenarioRuns, single, sum, unitTests } from './counts.ts';

describe('counts', () => {
  it('takes exit codes for one check each', () => {
    expect([single(0), single(1), single(4)].map(lastLine)).toEqual([
      '1 passed, 0 failed',
      '0 passed, 1 failed',
      '0 passed, 1 failed',
    ]);
  });

  it('never counts a command that failed as none failed', () => {
    expect(atLeast({ passed: 7, failed: 0 }, 2)).toEqual({ passed: 7, failed: 1 });
    expect(atLeast({ passed: 7, failed: 3 }, 1)).toEqual({ passed: 7, failed: 3 });
    expect(atLeast({ passed: 7, failed: 0 }, 0)).toEqual({ passed: 7, failed: 0 });
  });

  it('counts tests, and files that could not be loaded', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(unitTests(report)).toEqual({ passed: 5, failed: 2 });
    expect(unitTests(null)).toEqual({ passed: 0, failed: 0 });
  });

  it('counts runs, and red rows no run of which is red', () => {
    // Passed: two of `pass`, one of `fail` asked again, one overruled. Against: fail, warn and the five unverified; a MAY and a dispute are not.
    expect(scenarioRuns(sampleRecord())).toEqual({ passed: 4, failed: 7 });
    const monitored = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-1-b')],
        scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], ['passed', 'not-applicable'])],
        observations: [
          { requirement: 'rfc5321-1-b', by: 'monitor x', outcome: 'failed', scenario: 's--a', cell: 'base' },
        ],
      }),
    );
    expect(scenarioRuns(monitored)).toEqual({ passed: 1, failed: 1 });
  });

  it('reads the line of the mutants', () => {
    expect(mutants('survived: x\n118 of 120 mutants killed, 9.1 s\n')).toEqual({ passed: 118, failed: 2 });
    expect(mutants('boom')).toEqual({ passed: 0, failed: 0 });
  });

  it('sums up', () => {
    expect(lastLine(sum([single(0), { passed: 10, failed: 2 }]))).toBe('11 passed, 2 failed');
  });
});

it('a part that counts for itself says it on the last such line', () => {
  expect(lastLineOf('1 passed, 2 failed\nnoise 9 passed, 9 failed\n31 passed, 0 failed\n')).toEqual({
    passed: 31,
    failed: 0,
  });
  expect(lastLineOf('nothing')).toEqual({ passed: 0, failed: 0 });
});
