import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEVELS, UNTESTED } from '../spec/types.ts';
import { buildRecord } from './build.ts';
import { OUTCOMES, UNVERIFIED, VERDICTS } from './record.ts';
import { sampleInput, sampleRecord, sampleRow, sampleScenario } from './sample.ts';

const of = (record: ReturnType<typeof buildRecord>, id: string) => record.requirements.find((r) => r.id === id);

describe('buildRecord', () => {
  it('gives each row the verdict of its scenarios', () => {
    const record = sampleRecord();
    expect(record.requirements.map((r) => r.verdict).sort()).toEqual([...VERDICTS].sort());
    for (const r of record.requirements) expect(r.id).toMatch(new RegExp(`-${r.verdict}$`));
  });

  it('leaves rows out that bind no server', () => {
    expect(of(sampleRecord(), 'rfc5321-4-client')).toBeUndefined();
  });

  it('counts every verdict, with all keys there', () => {
    const { counts } = buildRecord(sampleInput());
    expect(counts).toEqual(Object.fromEntries(VERDICTS.map((v) => [v, 0])));
    expect(sampleRecord().counts).toEqual(Object.fromEntries(VERDICTS.map((v) => [v, 1])));
  });

  it('says what is flaky: passed and failed in the same cell of one run', () => {
    const record = sampleRecord();
    expect(of(record, 'rfc5321-1-fail')).toMatchObject({ verdict: 'fail', flaky: true });
    const twoCells = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc5321-1-a')],
        scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], ['passed', 'failed'])],
      }),
    );
    expect(of(twoCells, 'rfc5321-1-a')).not.toHaveProperty('flaky');
    expect(of(twoCells, 'rfc5321-1-a')?.verdict).toBe('fail');
  });

  it('says why a row is not plainly green or red', () => {
    const record = sampleRecord();
    expect(of(record, 'rfc1939-3-untested')?.note).toBe('disk: a full disk');
    expect(of(record, 'rfc5321-3-overruled')?.note).toBe('overruled by rfc9325-4.1');
    expect(of(record, 'rfc5321-3-disputed')?.note).toBe('open question 3: Which one?');
    expect(of(record, 'rfc5321-2-blocked')?.note).toBe('because of blocked');
    expect(of(record, 'rfc5321-1-pass')).not.toHaveProperty('note');
  });

  it('leaves a row open that a failure of its scenario says nothing of', () => {
    const [a, b] = [sampleRow('rfc5321-1-a'), sampleRow('rfc1939-1-b')];
    const both = sampleScenario('s--both', [a.id, b.id], ['failed']);
    const runs = both.runs.map((r) => ({ ...r, spared: [a.id] }));
    const record = buildRecord(sampleInput({ rows: [a, b], scenarios: [{ ...both, runs }] }));
    expect(of(record, a.id)?.verdict).toBe('inconclusive');
    expect(of(record, a.id)?.note).toContain('a part that asks another rule');
    expect(of(record, b.id)?.verdict).toBe('fail');
  });

  it('takes killed from the proof alone', () => {
    const record = sampleRecord();
    expect(of(record, 'rfc5321-1-pass')?.killed).toBe(true);
    expect(of(record, 'rfc5321-1-fail')?.killed).toBe(false);
    expect(of(record, 'rfc5321-1-warn')?.killed).toBeNull();
  });

  it('fails the row of a monitor with what it saw, and passes it where it only watched', () => {
    const rows = [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-4.2-grammar'), sampleRow('rfc5321-4.2-quiet')];
    const record = buildRecord(
      sampleInput({
        rows,
        scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], ['passed'])],
        observations: [
          { requirement: 'rfc5321-4.2-grammar', by: 'monitor replies', outcome: 'passed' },
          {
            requirement: 'rfc5321-4.2-grammar',
            by: 'monitor replies',
            outcome: 'failed',
            scenario: 's--a',
            cell: 'base',
            why: { message: 'bare LF', bytes: '250 ok\\n' },
          },
          { requirement: 'rfc5321-4.2-quiet', by: 'monitor replies', outcome: 'passed' },
        ],
      }),
    );
    expect(of(record, 'rfc5321-4.2-grammar')).toMatchObject({
      verdict: 'fail',
      scenarios: [],
      observations: [{ why: { message: 'bare LF' } }],
    });
    expect(of(record, 'rfc5321-4.2-quiet')).toMatchObject({
      verdict: 'pass',
      observations: [{ by: 'monitor replies' }],
    });
    expect(record.coverage.tested).toBe(3);
  });

  it('keeps a bounded number of a monitor’s failures', () => {
    const record = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc5321-1-a')],
        observations: Array.from({ length: 400 }, () => ({
          requirement: 'rfc5321-1-a',
          by: 'monitor x',
          outcome: 'failed' as const,
        })),
      }),
    );
    expect(of(record, 'rfc5321-1-a')?.observations?.length).toBe(5);
  });

  it('fails the rule a failed run names beside its own', () => {
    const record = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-4.2-answers')],
        scenarios: [
          sampleScenario(
            's--a',
            ['rfc5321-1-a'],
            [
              {
                cell: 'base',
                outcome: 'failed',
                ms: 1,
                why: { message: 'silence', requirement: 'rfc5321-4.2-answers' },
              },
            ],
          ),
        ],
      }),
    );
    expect(record.requirements.map((r) => r.verdict)).toEqual(['fail', 'fail']);
    expect(record.violations).toBe(2);
  });

  it('takes a run blocked by a green row for an error of the suite, and by a red one as it says', () => {
    const blockedBy = (outcome: 'passed' | 'failed') =>
      buildRecord(
        sampleInput({
          rows: [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-1-b')],
          scenarios: [
            sampleScenario('s--a', ['rfc5321-1-a'], [outcome]),
            sampleScenario(
              's--b',
              ['rfc5321-1-b'],
              [{ cell: 'base', outcome: 'blocked', ms: 1, why: { message: 'no', requirement: 'rfc5321-1-a' } }],
            ),
          ],
        }),
      );
    expect(of(blockedBy('passed'), 'rfc5321-1-b')?.verdict).toBe('harness-error');
    expect(of(blockedBy('failed'), 'rfc5321-1-b')?.verdict).toBe('blocked');
  });

  it('calls a scenario without runs not run, and never passed', () => {
    const record = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc5321-1-a')],
        scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], ['passed']), sampleScenario('s--b', ['rfc5321-1-a'], [])],
      }),
    );
    expect(of(record, 'rfc5321-1-a')?.verdict).toBe('not-run');
    expect(record.complete).toBe(false);
  });

  it('does not ask what the target cannot have', () => {
    const record = buildRecord(
      sampleInput({
        rows: [sampleRow('rfc3501-1-imap', { role: ['imap'] }), sampleRow('rfc5321-1-vrfy')],
        applies: (row) => (row.role.includes('imap') ? 'not-applicable' : 'policy'),
      }),
    );
    expect(record.requirements.map((r) => r.verdict)).toEqual(['not-applicable', 'policy']);
    expect(record.coverage).toEqual({ tested: 0, testable: 0, musts: { tested: 0, testable: 0 } });
  });

  it('holds only what was asked where the user selected', () => {
    const record = buildRecord(
      sampleInput({
        profile: 'selection',
        selection: ['--tag', 'rfc5321-1-a'],
        rows: [sampleRow('rfc5321-1-a'), sampleRow('rfc5321-1-b')],
        scenarios: [sampleScenario('s--a', ['rfc5321-1-a'], ['passed'])],
      }),
    );
    expect(record.requirements.map((r) => r.id)).toEqual(['rfc5321-1-a']);
    expect(record.selection).toEqual(['--tag', 'rfc5321-1-a']);
  });

  it('is complete with nothing unverified and no MUST that only wants a scenario', () => {
    const complete = (more: Parameters<typeof sampleRow>[1], asked = false) =>
      buildRecord(
        sampleInput({
          rows: [sampleRow('rfc5321-1-a', more)],
          scenarios: asked ? [sampleScenario('s--a', ['rfc5321-1-a'], ['failed'])] : [],
        }),
      ).complete;
    expect(complete({}, true)).toBe(true);
    expect(complete({})).toBe(false);
    expect(complete({ untested: { why: 'not-yet', reason: 'later' } })).toBe(false);
    expect(complete({ untested: { why: 'disk', reason: 'a full disk' } })).toBe(true);
    expect(complete({ level: 'SHOULD' })).toBe(true);
  });

  it('counts coverage over what a scenario could ask', () => {
    const record = buildRecord(
      sampleInput({
        rows: [
          sampleRow('rfc5321-1-asked'),
          sampleRow('rfc5321-1-owed'),
          sampleRow('rfc5321-1-may', { level: 'MAY' }),
          sampleRow('rfc5321-1-disk', { untested: { why: 'disk', reason: 'a full disk' } }),
          sampleRow('rfc5321-1-later', { untested: { why: 'not-yet', reason: 'later' } }),
        ],
        scenarios: [sampleScenario('s--a', ['rfc5321-1-asked', 'rfc5321-1-may'], ['passed'])],
      }),
    );
    expect(record.coverage).toEqual({ tested: 2, testable: 4, musts: { tested: 1, testable: 3 } });
  });

  it('has sums that equal its rows, whatever ran', () => {
    const ids = ['rfc5321-1-a', 'rfc5321-1-b', 'rfc1939-1-c', 'rfc2033-1-d'];
    const row = fc.record({ level: fc.constantFrom(...LEVELS), why: fc.constantFrom(undefined, ...UNTESTED) });
    const scenario = fc.record({
      of: fc.subarray(ids, { minLength: 1 }),
      runs: fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.tuple(row, row, row, row),
        fc.array(scenario, { maxLength: 6 }),
        fc.constantFrom('applies', 'policy', 'not-applicable'),
        (rows, scenarios, applies) => {
          const record = buildRecord(
            sampleInput({
              rows: rows.map(({ level, why }, i) =>
                sampleRow(ids[i]!, { level, ...(why ? { untested: { why, reason: 'x' } } : {}) }),
              ),
              scenarios: scenarios.map((s, i) => sampleScenario(`s--${i}`, s.of, s.runs)),
              applies: (r) => (r.id === ids[0] ? applies : 'applies'),
            }),
          );
          const sum = VERDICTS.reduce((n, v) => n + record.counts[v], 0);
          expect(sum).toBe(record.requirements.length);
          expect(record.requirements).toHaveLength(4);
          expect(record.violations).toBe(record.requirements.filter((r) => r.verdict === 'fail').length);
          expect(record.coverage.tested).toBeLessThanOrEqual(record.coverage.testable);
          expect(record.coverage.musts.tested).toBeLessThanOrEqual(record.coverage.musts.testable);
          if (record.complete) for (const v of UNVERIFIED) expect(record.counts[v]).toBe(0);
        },
      ),
    );
  });
});
