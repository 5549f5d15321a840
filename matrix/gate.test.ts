import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRecord } from './build.ts';
import { type BaselineEntry, BaselineError, cellVerdicts, GATED, gate, parseBaseline } from './gate.ts';
import { OUTCOMES, type Outcome } from './record.ts';
import { sampleInput, sampleRecord, sampleRow, sampleScenario } from './sample.ts';

function record(outcomes: Outcome[], more: Parameters<typeof sampleInput>[0] = {}) {
  return buildRecord(
    sampleInput({
      rows: [sampleRow('rfc5321-1-a')],
      scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], outcomes)],
      ...more,
    }),
  );
}

const entry = (verdict: BaselineEntry['verdict'], more: Partial<BaselineEntry> = {}): BaselineEntry => ({
  id: 'rfc5321-1-a',
  verdict,
  reason: 'known upstream',
  ...more,
});

describe('gate without --gate', () => {
  it('holds with no violation, whatever is unverified or warned about', () => {
    expect(gate(record(['passed']), { gate: false })).toMatchObject({ holds: true, exit: 0 });
    expect(gate(record(['blocked']), { gate: false })).toMatchObject({ holds: true, exit: 0 });
    const should = record(['failed'], { rows: [sampleRow('rfc5321-1-a', { level: 'SHOULD' })] });
    expect(gate(should, { gate: false })).toMatchObject({ holds: true, exit: 0 });
  });

  it('breaks with one, baseline or not', () => {
    const broken = { holds: false, exit: 1, broken: ['violation: rfc5321-1-a'] };
    expect(gate(record(['failed']), { gate: false })).toMatchObject(broken);
    expect(gate(record(['failed']), { gate: false, baseline: [entry('fail')] })).toMatchObject(broken);
  });

  it('ends with our own error where the suite was wrong', () => {
    expect(gate(record(['harness-error']), { gate: false }).exit).toBe(4);
    const both = record([], {
      rows: [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-1-b')],
      scenarios: [
        sampleScenario('s--a', ['rfc5321-1-a'], ['failed']),
        sampleScenario('s--b', ['rfc5321-1-b'], ['harness-error']),
      ],
    });
    expect(gate(both, { gate: false })).toMatchObject({ holds: false, exit: 4 });
    expect(gate(record(['failed', 'harness-error']), { gate: false }).exit).toBe(4);
  });
});

describe('gate with --gate', () => {
  it('lets through what the baseline lists with the verdict it has', () => {
    expect(gate(record(['failed']), { gate: true, baseline: [entry('fail')] })).toMatchObject({
      holds: true,
      exit: 0,
      excused: ['known: rfc5321-1-a is fail (known upstream)'],
    });
  });

  it('breaks by a new failure, warning or unverified row', () => {
    for (const outcome of ['failed', 'blocked', 'inconclusive', 'setup-error', 'not-run'] as const) {
      const result = gate(record([outcome]), { gate: true });
      expect(result).toMatchObject({ holds: false, exit: 1 });
      expect(result.broken[0]).toMatch(/^new: rfc5321-1-a is /);
    }
  });

  it('breaks by an entry that is fixed, is otherwise red, or names what did not run', () => {
    expect(gate(record(['passed']), { gate: true, baseline: [entry('fail')] }).broken).toEqual([
      'stale: rfc5321-1-a is pass, the baseline says fail; take it out or correct it',
    ]);
    expect(gate(record(['blocked']), { gate: true, baseline: [entry('fail')] }).broken).toHaveLength(2);
    expect(
      gate(record(['passed']), { gate: true, baseline: [entry('fail', { id: 'rfc5321-9-gone' })] }).broken[0],
    ).toMatch(/^stale: rfc5321-9-gone is not in this run/);
  });

  it('takes an entry for one cell for that cell alone', () => {
    const two = record(['passed', 'failed']);
    expect(gate(two, { gate: true, baseline: [entry('fail', { cell: 'cell1' })] }).holds).toBe(true);
    expect(gate(two, { gate: true, baseline: [entry('fail', { cell: 'base' })] }).broken).toEqual([
      'stale: rfc5321-1-a in cell base is pass, the baseline says fail; take it out or correct it',
      'new: rfc5321-1-a is fail',
    ]);
    const both = record(['failed', 'failed']);
    expect(gate(both, { gate: true, baseline: [entry('fail', { cell: 'cell1' })] }).broken).toEqual([
      'new: rfc5321-1-a is fail in base',
    ]);
  });

  it('does not let an entry for a cell excuse what was seen in no cell', () => {
    const loose = record(['failed'], {
      observations: [{ requirement: 'rfc5321-1-a', by: 'profile all', outcome: 'failed' }],
    });
    expect(gate(loose, { gate: true, baseline: [entry('fail', { cell: 'base' })] }).holds).toBe(false);
    expect(gate(loose, { gate: true, baseline: [entry('fail')] }).holds).toBe(true);
  });

  it('breaks by an entry past its day, and counts the day itself in', () => {
    const on = (expires: string) => gate(record(['failed']), { gate: true, baseline: [entry('fail', { expires })] });
    expect(on('2026-01-30').broken[0]).toMatch(/^expired: /);
    expect(on('2026-01-31').holds).toBe(true);
  });

  it('never holds for a selection, and does not call its missing rows stale', () => {
    const some = record(['passed'], { profile: 'selection', selection: ['--tag', 'rfc5321-1-a'] });
    expect(gate(some, { gate: true, baseline: [entry('fail', { id: 'rfc5321-9-other' })] }).broken).toEqual([
      'a selection holds no gate: run the profile whole',
    ]);
  });

  it('holds exactly where the baseline says what is red, for any outcomes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES), { minLength: 1, maxLength: 5 }), (outcomes) => {
        const run = record(outcomes);
        const now = run.requirements[0]!.verdict;
        const red = GATED.includes(now);
        expect(gate(run, { gate: true }).holds).toBe(!red);
        if (red) expect(gate(run, { gate: true, baseline: [entry(now)] }).holds).toBe(true);
        const cells = [...cellVerdicts(run, run.requirements[0]!)].filter(([, v]) => GATED.includes(v));
        const byCell = cells.map(([cell, v]) => entry(v, { cell }));
        expect(gate(run, { gate: true, baseline: byCell }).holds).toBe(true);
        for (const other of GATED) {
          if (other !== now) expect(gate(run, { gate: true, baseline: [entry(other)] }).holds).toBe(false);
        }
      }),
    );
  });

  it('says something of every red row of a record with all verdicts', () => {
    const all = sampleRecord();
    const red = all.requirements.filter((r) => GATED.includes(r.verdict));
    expect(gate(all, { gate: true }).broken).toHaveLength(red.length);
  });
});

describe('parseBaseline', () => {
  it('reads a list, and takes an empty file for none', () => {
    const good = [{ id: 'rfc5321-1-a', cell: 'octet', verdict: 'fail', reason: 'r', link: 'https://example.org' }];
    expect(parseBaseline(good, 'b.yaml')).toEqual(good);
    expect(parseBaseline(null, 'b.yaml')).toEqual([]);
  });

  it.each([
    ['a mapping', { id: 'x' }, /is a list/],
    ['a text', 'fail', /is a list/],
    ['an entry without a reason', [{ id: 'a', verdict: 'fail' }], /entry 1, reason/],
    ['a blank reason', [{ id: 'a', verdict: 'fail', reason: '  ' }], /entry 1, reason/],
    ['a verdict that is none', [{ id: 'a', verdict: 'bad', reason: 'r' }], /entry 1, verdict/],
    ['a verdict that needs no excuse', [{ id: 'a', verdict: 'pass', reason: 'r' }], /pass needs no entry/],
    ['a wrong key', [{ id: 'a', verdict: 'fail', reason: 'r', cells: 'x' }], /entry 1.*cells/],
    ['a date that is none', [{ id: 'a', verdict: 'fail', reason: 'r', expires: 'soon' }], /entry 1, expires/],
    ['a thing twice', [entry('fail'), entry('warn')], /entry 2.*twice/],
  ])('refuses %s', (_name, data, message) => {
    expect(() => parseBaseline(data, 'b.yaml')).toThrow(BaselineError);
    expect(() => parseBaseline(data, 'b.yaml')).toThrow(message);
  });
});
