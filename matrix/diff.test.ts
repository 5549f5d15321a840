import { describe, expect, it } from 'vitest';
import { diffRecords, diffText } from './diff.ts';
import type { RunRecord, Verdict } from './record.ts';
import { VERDICTS } from './record.ts';
import { sampleRecord } from './sample.ts';

function record(verdicts: Record<string, Verdict>): RunRecord {
  const [first] = sampleRecord().requirements;
  return {
    ...sampleRecord(),
    requirements: Object.entries(verdicts).map(([id, verdict]) => ({ ...first!, id, verdict })),
  };
}

describe('diffRecords', () => {
  it('tells regressions from fixes, and both from what is new or gone', () => {
    const diff = diffRecords(
      record({ a: 'pass', b: 'fail', c: 'pass', d: 'blocked', e: 'warn', f: 'pass', g: 'pass' }),
      record({ a: 'fail', b: 'pass', c: 'policy', d: 'not-run', e: 'fail', f: 'untested', h: 'fail' }),
    );
    expect(diff.regressions).toEqual([
      { id: 'a', from: 'pass', to: 'fail' },
      { id: 'e', from: 'warn', to: 'fail' },
      { id: 'f', from: 'pass', to: 'untested' },
    ]);
    expect(diff.fixes).toEqual([{ id: 'b', from: 'fail', to: 'pass' }]);
    expect(diff.changed.map((c) => c.id)).toEqual(['c', 'd']);
    expect(diff.added).toEqual([{ id: 'h', verdict: 'fail' }]);
    expect(diff.gone).toEqual([{ id: 'g', verdict: 'pass' }]);
  });

  it('finds nothing between a run and itself', () => {
    expect(diffText(diffRecords(sampleRecord(), sampleRecord()))).toBe('no difference\n');
  });

  it('calls a change by the opposite name when the runs are exchanged', () => {
    for (const from of VERDICTS) {
      for (const to of VERDICTS) {
        const there = diffRecords(record({ a: from }), record({ a: to }));
        const back = diffRecords(record({ a: to }), record({ a: from }));
        expect(there.regressions.length).toBe(back.fixes.length);
        expect(there.changed.length).toBe(back.changed.length);
      }
    }
  });

  it('is printed with a number a part', () => {
    const text = diffText(diffRecords(record({ a: 'pass' }), record({ a: 'warn', b: 'pass' })));
    expect(text).toBe('1 regressions\n  a: pass -> warn\n1 new\n  b: pass\n');
  });
});
