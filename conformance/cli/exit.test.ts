import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BaselineError } from '../../matrix/gate.ts';
import { RecordError } from '../../matrix/schema.ts';
import { ReportError } from '../../matrix/write.ts';
import { SpecError } from '../../spec/load.ts';
import { DialogueSyntaxError } from '../dialogue/types.ts';
import { HarnessError } from '../runner/errors.ts';
import { NotRun, TargetError } from '../targets/types.ts';
import { EXIT, type ExitCode, exitOf, finish, messageOf, takeExit, UsageError, worst } from './exit.ts';

const codes: ExitCode[] = Object.values(EXIT);

describe('exit codes', () => {
  it.each([
    [new UsageError('x'), 2],
    [new DialogueSyntaxError({ line: 1, column: 1 }, 'x'), 2],
    [new SpecError([]), 2],
    [new BaselineError('x'), 2],
    [new ReportError('x'), 2],
    [new RecordError('x'), 2],
    [new TargetError('x'), 3],
    [new HarnessError('x'), 4],
    [new NotRun('x'), 4],
    [new TypeError('x'), 4],
    ['no error at all', 4],
  ])('of %s is %i', (error, code) => {
    expect(exitOf(error)).toBe(code);
  });

  it('print one line for the user, and the place for a fault of ours', () => {
    expect(messageOf(new UsageError('say it better'))).toBe('say it better');
    expect(messageOf(new TypeError('ours'))).toContain('exit.test.ts');
    expect(messageOf('text')).toBe('text');
  });

  it('4 outweighs 3, 3 outweighs 1, 1 outweighs 0, in any order', () => {
    expect(worst()).toBe(0);
    expect(worst(0, 1)).toBe(1);
    expect(worst(1, 3, 0)).toBe(3);
    expect(worst(3, 4, 1)).toBe(4);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes)), (list) => {
        expect(worst(...list)).toBe(Math.max(0, ...list));
      }),
    );
  });

  it('are said by an action and taken once', () => {
    finish(EXIT.broken);
    finish(EXIT.holds);
    expect(takeExit()).toBe(1);
    expect(takeExit()).toBe(0);
  });
});
