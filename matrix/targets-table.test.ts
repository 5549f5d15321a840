import { expect, test } from 'vitest';
import { sampleRecord } from './sample.ts';
import { targetTable } from './targets-table.ts';

test('a line a target, with what it is and what it came to', () => {
  const record = sampleRecord();
  const counts = { ...record.counts, pass: 11, fail: 2, warn: 3, blocked: 1, inconclusive: 4, 'not-run': 5 };
  const target = { ...record.target, name: 'one', version: '2.4', variant: 'debian', release: '2.4.1-6' };
  const [head = '', rule = '', line = '', ...rest] = targetTable([{ ...record, target, counts }]).split('\n');
  expect(head).toContain('| server | variant | release | pass | fail | warn | unverified |');
  expect(rule.split('|').length).toBe(head.split('|').length);
  const { policy, untested } = counts;
  expect(line).toBe(
    `| one 2.4 | debian | 2.4.1-6 | 11 | 2 | 3 | ${counts['setup-error'] + counts['harness-error'] + 10} | ${policy} | ${counts['not-applicable']} | ${untested} |`,
  );
  expect(rest).toEqual(['']);
});
