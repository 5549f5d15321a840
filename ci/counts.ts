import { GATED } from '../matrix/gate.ts';
import type { Outcome, RunRecord } from '../matrix/record.ts';

/** What one part of the test came to. */
export interface Count {
  passed: number;
  failed: number;
}

/** A command that says yes or no by its exit code. */
export function single(code: number): Count {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Whatever was counted, a command that did not end with 0 has failed in something. */
export function atLeast(count: Count, code: number): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** Tests of vitest's JSON report; a file that could not be loaded has none, and counts as one failure. */
export function unitTests(report: unknown): Count {
  const passed = numberAt(report, 'numPassedTests');
  const failed = numberAt(report, 'numFailedTests');
  const broken = listAt(report, 'testResults').filter(
    (file) => field(file, 'status') === 'failed' && listAt(file, 'assertionResults').length === 0,
  ).length;
  return { passed, failed: failed + broken };
}

/** Outcomes that say nothing against the server or the suite. */
const FINE: readonly Outcome[] = ['passed', 'not-applicable', 'policy'];

/**
 * Runs of a record: those passed, and those that made a requirement red or left it open. A requirement that is red although none of
 * its runs is (a monitor's) counts as one failure. What does not apply, and what is lawful either way, counts neither way.
 */
export function scenarioRuns(record: RunRecord): Count {
  const verdicts = new Map(record.requirements.map((r) => [r.id, r.verdict]));
  const red = (id: string): boolean => {
    const v = verdicts.get(id);
    return v === undefined || GATED.includes(v);
  };
  const bad = record.scenarios.flatMap((s) =>
    s.requirements.some(red) ? s.runs.filter((r) => !FINE.includes(r.outcome)).map(() => s.id) : [],
  );
  const seen = new Set(bad);
  const silent = record.requirements.filter(
    (r) => GATED.includes(r.verdict) && !r.scenarios.some((id) => seen.has(id)),
  );
  const passed = record.scenarios.flatMap((s) => s.runs).filter((r) => r.outcome === 'passed').length;
  return { passed, failed: bad.length + silent.length };
}

/** The line `N of M mutants killed` in what the command printed. */
export function mutants(output: string): Count {
  const found = /^(\d+) of (\d+) mutants killed/m.exec(output);
  if (!found) return { passed: 0, failed: 0 };
  const [killed, all] = [Number(found[1]), Number(found[2])];
  return { passed: killed, failed: all - killed };
}

export function sum(counts: readonly Count[]): Count {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** The last line of the test. */
export function lastLine({ passed, failed }: Count): string {
  return `${passed} passed, ${failed} failed`;
}

/** The count on the last line of what a part said that counts for itself. */
export function lastLineOf(output: string): Count {
  const found = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
  return found ? { passed: Number(found[1]), failed: Number(found[2]) } : { passed: 0, failed: 0 };
}

function field(x: unknown, key: string): unknown {
  return typeof x === 'object' && x !== null ? (x as Record<string, unknown>)[key] : undefined;
}

function numberAt(x: unknown, key: string): number {
  const value = field(x, key);
  return typeof value === 'number' ? value : 0;
}

function listAt(x: unknown, key: string): unknown[] {
  const value = field(x, key);
  return Array.isArray(value) ? value : [];
}
