import { expect, it } from 'vitest';
import type { Outcome } from '../../matrix/record.ts';
import { createTranscript } from '../wire/transcript.ts';
import { together } from './again.ts';
import type { Job, JobResult } from './context.ts';

const result = (job: Job, outcome: Outcome, message = 'silence'): JobResult => ({
  job,
  outcome,
  ms: 1,
  ...(outcome === 'passed' ? {} : { why: { message } }),
  transcript: createTranscript(),
  violations: [],
  watched: [],
  askAgain: outcome !== 'passed',
});

const [a, b, c] = [{ key: 'a' } as Job, { key: 'b' } as Job, { key: 'c' } as Job];

it('lets silence count where it repeats, and calls it inconclusive where it does not', () => {
  const first = [result(a, 'failed'), result(b, 'failed'), result(c, 'passed')];
  const got = together(first, [result(a, 'failed'), result(b, 'passed')]);
  expect(got.map((r) => [r.job.key, r.outcome])).toEqual([
    ['a', 'failed'],
    ['a', 'failed'],
    ['b', 'inconclusive'],
    ['b', 'passed'],
    ['c', 'passed'],
  ]);
  expect(got[2]?.why?.message).toContain('asked again alone: passed');
});

it('lets the second try decide over a temporary refusal, and keeps what the first one met', () => {
  const first = [result(a, 'inconclusive', 'refused for now: 450'), result(b, 'inconclusive', 'refused for now: 451')];
  const got = together(first, [result(a, 'passed'), result(b, 'inconclusive', 'refused for now: 451')]);
  expect(got.map((r) => [r.job.key, r.outcome])).toEqual([
    ['a', 'passed'],
    ['b', 'inconclusive'],
    ['b', 'inconclusive'],
  ]);
  expect(got[0]?.why?.message).toBe('on the second try; refused for now: 450');
});
