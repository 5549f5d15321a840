import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sampleRecord } from '../../matrix/sample.ts';
import { openSuite } from '../runner/open.ts';
import { askReport, compareText, comparison, isReport } from './compare.ts';

const DOTS = 'rfc5321-4.5.2-leading-dot-removed';

async function reportFolder(): Promise<{ folder: string; scenario: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'mailspec-compare-'));
  onTestFinished(async () => await rm(folder, { recursive: true, force: true }));
  const record = sampleRecord();
  const [first] = record.scenarios;
  const run = first?.runs[0];
  if (!first || !run) throw new Error('the sample has no run');
  run.transcript = 'transcripts/one.ndjson';
  const entry = (cell: string, from: string, bytes: string) =>
    JSON.stringify({ cell, at: 0, conn: 'smtp', from, tls: false, bytes });
  await mkdir(join(folder, 'transcripts'));
  const lines = [
    entry(run.cell, 'C', 'NOOP\r\n'),
    entry(run.cell, 'S', '250 \x00\xe9\r\n'),
    entry('octet', 'C', 'RSET\r\n'),
  ];
  await writeFile(join(folder, run.transcript), `${lines.join('\n')}\n`);
  await writeFile(join(folder, 'run.json'), JSON.stringify(record));
  return { folder, scenario: first.id };
}

describe('compare', () => {
  test('a requirement stands for its scenarios, a scenario for itself', async () => {
    const { spec, scenarios } = await openSuite();
    const byRow = comparison(DOTS, spec, scenarios);
    expect(byRow.requirement).toMatchObject({ id: DOTS, level: 'MUST', rfc: 5321, section: '4.5.2' });
    expect(byRow.scenarios.length).toBeGreaterThan(1);
    const one = comparison(byRow.scenarios[0]?.id ?? '', spec, scenarios);
    expect(one.scenarios).toEqual([byRow.scenarios[0]]);
    expect(one.requirement).toBeUndefined();
  });

  test('an id nobody knows is refused', async () => {
    const { spec, scenarios } = await openSuite();
    expect(() => comparison('rfc1-1-x', spec, scenarios)).toThrow(/no such requirement or scenario/);
  });

  test('a report gives outcome and bytes of the cell that ran', async () => {
    const { folder, scenario } = await reportFolder();
    expect(await isReport(folder)).toBe(true);
    const told = await askReport(folder, [{ id: scenario }]);
    expect(told.runs[0]?.wire).toEqual(['smtp C  NOOP\\r\\n', 'smtp S  250 \\x00\\xe9\\r\\n']);
    expect(await askReport(folder, [{ id: 'another' }])).toMatchObject({ runs: [] });
  });

  test('the text names every server, also one that was not reached', async () => {
    const { folder, scenario } = await reportFolder();
    const told = await askReport(folder, [{ id: scenario }]);
    const text = compareText({
      id: scenario,
      scenarios: [{ id: scenario, title: 'A title', feature: 'smtp/x.feature', line: 3 }],
      targets: [told, { target: 'other.toml', runs: [], error: 'no container engine answers' }],
    });
    expect(text).toContain('smtp C  NOOP\\r\\n');
    expect(text).toContain('smtp/x.feature:3');
    expect(text).toMatch(/^other\.toml +not asked$/m);
    expect(text).toContain('-- other.toml: no container engine answers');
  });
});
