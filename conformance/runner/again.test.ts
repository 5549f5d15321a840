import { expect, it } from 'vitest';
import type { Outcome } from '../../matrix/record.ts';
import { createTranscript } from '../wire/transcript.ts';
import { withdrawn } from './again.ts';
import type { Job, JobResult } from './context.ts';

const result = (job: Job, outcome: Outcome): JobResult => ({
  job,
  outcome,
  ms: 1,
  why: { message: 'silence' },
  transcript: createTranscript(),
  violations: [],
  watched: [],
  askAgain: outcome === 'failed',
});

it('forgets a temporary refusal that a second try did not meet, and keeps one that stays', () => {
  const [a, b] = [{ key: 'a' } as Job, { key: 'b' } as Job];
  const first = [result(a, 'inconclusive'), result(b, 'inconclusive')];
  const got = withdrawn(first, [result(a, 'passed'), result(b, 'inconclusive')]);
  expect(got.map((r) => r.job)).toEqual([b]);
});

it('lets silence count where it repeats, and calls it inconclusive where it does not', () => {
  const [a, b, c] = [{ key: 'a' } as Job, { key: 'b' } as Job, { key: 'c' } as Job];
  const first = [result(a, 'failed'), result(b, 'failed'), result(c, 'passed')];
  const got = withdrawn(first, [result(a, 'failed'), result(b, 'passed')]);
  expect(got.map((r) => r.outcome)).toEqual(['failed', 'inconclusive', 'passed']);
  expect(got[1]?.why?.message).toContain('asked again alone: passed');
});
