import { describe, expect, test } from 'vitest';
import { parseDialogue } from '../dialogue/parse.ts';
import { UsageError } from '../runner/errors.ts';
import { enduranceSteps, lastWords, leaving, octetsOf } from './endurance.ts';

const at = { file: 'a.feature', line: 1, column: 1 };
const values = new Map([['who', Buffer.from('a@example.org')]]);

describe('a dialogue that is cut', () => {
  test('is taken apart before its last line', () => {
    const parts = lastWords(parseDialogue('C: MAIL FROM:<>\nS: 250\nC: RCPT TO:<{who}>', at));
    expect(parts?.before).toHaveLength(2);
    expect(parts && octetsOf(parts.last, values).toString()).toBe('RCPT TO:<a@example.org>\r\n');
  });

  test('may end with a message text', () => {
    const parts = lastWords(parseDialogue('C: DATA\nS: 354\nC{.}\n  .a', at));
    expect(parts && octetsOf(parts.last, values).toString()).toBe('..a\r\n.\r\n');
  });

  test('ends with the client', () => {
    expect(lastWords(parseDialogue('C: NOOP\nS: 250', at))).toBeUndefined();
  });

  test('ends with no literal that has a count', () => {
    const parts = lastWords(parseDialogue('C{} BDAT {#} LAST\n  a', at));
    expect(() => parts && octetsOf(parts.last, values)).toThrow(UsageError);
  });
});

describe('clients leave', () => {
  test('after each octet but the last', () => {
    expect(leaving(3)).toEqual([0, 1, 2]);
    expect(leaving(0)).toEqual([]);
  });

  test('at both ends of a long text', () => {
    const all = leaving(1000);
    expect(all).toHaveLength(100);
    expect([all[49], all[50], all.at(-1)]).toEqual([49, 950, 999]);
  });
});

test.each([
  'client after client that has said EHLO says this, and vanishes one octet later than the one before',
  'nothing is said for 5 minutes and 5 seconds',
  'it names "{recipient}" 100 times, and each is taken',
  'it names "{recipient}" "{site.rcpt_limit}" times, and each is taken',
])('%s', (words) => {
  expect(enduranceSteps.filter((s) => s.pattern.test(words))).toHaveLength(1);
});
