import { describe, expect, test } from 'vitest';
import { DialogueFailure } from '../dialogue/types.ts';
import { NotRun, TargetError } from '../targets/types.ts';
import { DialFailed, TlsFailed } from '../wire/types.ts';
import { Broken, type BrokenCause, HarnessError, NotApplicable, SetupFailure, UsageError } from './errors.ts';
import { failureOf, isTemporary, judge } from './outcome.ts';

const dialogue = (cause: BrokenCause) =>
  new DialogueFailure({ file: 'a.feature', line: 9, column: 3 }, '250', '500', cause, 'not 250');

describe('isTemporary', () => {
  test.each([
    ['failed', '450 4.2.0 later', 'S: 250 ...', true],
    ['failed', '451-later\r\n451 later', '2xx', true],
    ['failed', '550 5.1.1 no', 'S: 250 ...', false],
    ['failed', '450 4.2.0 later', 'S: (452|552)', false],
    ['failed', '450 4.2.0 later', 'S: (4xx|5xx)', false],
    ['blocked', '450 4.2.0 later', 'S: 250 ...', false],
    ['failed', undefined, 'S: 250 ...', false],
  ] as const)('%s, got %s where %s was expected: %s', (outcome, got, expected, yes) => {
    expect(isTemporary({ outcome, message: 'x', expected, ...(got === undefined ? {} : { got }) })).toBe(yes);
  });
});

describe('judge', () => {
  test.each([
    ['Context', 'mismatch', 'blocked', undefined],
    ['Action', 'mismatch', 'failed', undefined],
    ['Outcome', 'mismatch', 'failed', undefined],
    ['Context', 'silence', 'blocked', 'silence'],
    ['Action', 'silence', 'failed', 'silence'],
    ['Outcome', 'hang-up', 'failed', 'hang-up'],
    ['Context', 'closing', 'blocked', undefined],
    ['Action', 'closing', 'blocked', undefined],
    ['Outcome', 'closing', 'blocked', undefined],
  ] as const)('in a %s a %s is %s', (type, cause, outcome, mute) => {
    for (const error of [dialogue(cause), new Broken('not 250', '250', '500', cause)]) {
      const j = judge(error, type);
      expect(j).toMatchObject({ outcome, expected: '250', got: '500' });
      expect(j.mute).toBe(mute);
    }
  });

  test.each([
    [new NotRun('x'), 'not-run'],
    [new NotApplicable('x'), 'not-applicable'],
    [new DialFailed('x'), 'setup-error'],
    [new SetupFailure('x'), 'setup-error'],
    [new TargetError('x'), 'setup-error'],
    [new TlsFailed('x', Buffer.alloc(0)), 'failed'],
    [new UsageError('x'), 'harness-error'],
    [new HarnessError('x'), 'harness-error'],
    [new TypeError('x'), 'harness-error'],
    ['a string', 'harness-error'],
  ])('%s is %s', (error, outcome) => {
    expect(judge(error, 'Action').outcome).toBe(outcome);
  });

  test('a failure names the line of the dialogue, else of the step', () => {
    const step = { type: 'Action', text: 'it says', line: 4 } as const;
    expect(failureOf(judge(dialogue('mismatch'), 'Action'), 'a.feature', step).at).toBe('a.feature:9');
    expect(failureOf(judge(new NotRun('x'), 'Action'), 'a.feature', step)).toEqual({ message: 'x', at: 'a.feature:4' });
    expect(failureOf(judge(new NotRun('x'), 'Action'), 'a.feature', undefined)).toEqual({ message: 'x' });
  });
});
