import { expect, it } from 'vitest';
import { line, sums, table } from './report.ts';
import type { Result } from './types.ts';

const base = { client: 'c', version: '1.0', check: 'a check', what: 'does things', ms: 1_234 };
const results: Result[] = [
  { ...base, outcome: 'passed' },
  { ...base, outcome: 'failed', detail: 'two\nlines' },
  { ...base, outcome: 'gap', gap: { wanted: 'W', asked: 'A', answered: 'B', instead: 'I' } },
];

it('counts a gap neither as passed nor as failed', () => {
  expect(sums(results)).toEqual({ passed: 1, failed: 1, gaps: 1 });
});

it('tells of a failure why, and of a gap what was asked and answered', () => {
  expect(results.map(line)).toEqual([
    'passed  c: a check (1.2 s)',
    'FAILED  c: a check (1.2 s)\n        two\n        lines',
    'gap     c: a check: A => B (1.2 s)',
  ]);
});

it('prints a row a result below the names of the columns', () => {
  expect(table(results).split('\n')).toHaveLength(4);
  expect(table(results)).toMatch(
    /^client {2}version {2}check {4}result {2}what was done\nc {7}1\.0 {6}a check {2}passed/,
  );
});
