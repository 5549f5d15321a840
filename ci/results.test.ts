import { describe, expect, test } from 'vitest';
import { sampleRecord } from '../matrix/sample.ts';
import { merged, parseResults, resultOf, resultsTable } from './results.ts';

const record = sampleRecord();

describe('committed results', () => {
  test('what is written is read again', () => {
    const one = resultOf('a/1.toml', record);
    expect(parseResults(JSON.stringify([one]))).toEqual([one]);
    expect(resultsTable(JSON.stringify([one]))).toContain(`| ${record.counts.pass} |`);
  });

  test('new ones replace those of the same file, and files that are gone are left out', () => {
    const at = (file: string, inventory: string) => ({ ...resultOf(file, record), inventory });
    const old = [at('a', '1'), at('b', '1'), at('gone', '1')];
    expect(merged(old, [at('b', '2')], ['b', 'a', 'never'])).toEqual([at('b', '2'), at('a', '1')]);
  });

  test('anything else is refused', () => {
    expect(() => parseResults('[{"file":"a"}]')).toThrow(/inventory/);
  });
});
