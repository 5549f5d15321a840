import { describe, expect, it } from 'vitest';
import { sampleRow } from '../../matrix/sample.ts';
import type { FeatureScenario } from '../runner/features.ts';
import type { ListedMutant } from './house.ts';
import { type XrefInput, xref } from './xref.ts';

const id = 'rfc5321-1-a';

function scenario(requirements: string[], line = 3): FeatureScenario {
  return {
    id: `smtp/a--${line}`,
    title: `Title ${line}`,
    feature: 'smtp/a.feature',
    line,
    tags: requirements,
    requirements,
    steps: [],
    key: `smtp/a.feature:${line}`,
  };
}

function mutant(kills: string, more: { id?: string; also?: string[]; line?: number } = {}): ListedMutant {
  return {
    mutant: { id: more.id ?? kills, kills, does: 'x', ...(more.also ? { also: more.also } : {}), wire: () => ({}) },
    file: 'conformance/mutants/rfc5321.ts',
    line: more.line ?? 9,
  };
}

const whole: XrefInput = {
  rows: [sampleRow(id)],
  scenarios: [scenario([id])],
  mutants: [mutant(id)],
  code: [{ id, file: 'reference-server/smtp/a.ts', line: 2, text: `// ${id}` }],
  monitored: [],
  named: [],
};

const gaps = (more: Partial<XrefInput>) => xref({ ...whole, ...more }).map((g) => `${g.file}:${g.line}: ${g.message}`);

describe('xref', () => {
  it('is content with row, scenario, mutant and code', () => {
    expect(gaps({})).toEqual([]);
  });

  it('does not ask for anything of a row without a scenario', () => {
    expect(gaps({ rows: [sampleRow(id), sampleRow('rfc5321-1-b')] })).toEqual([]);
  });

  it.each<[string, Partial<XrefInput>, string[]]>([
    ['mutant', { mutants: [] }, [`features/smtp/a.feature:3: ${id}: no mutant kills it`]],
    ['code', { code: [] }, [`spec/rfc/5321.yaml:1: ${id}: no line of reference-server/ names it`]],
    [
      'row',
      { rows: [] },
      [
        `conformance/mutants/rfc5321.ts:9: ${id}: no row has this id`,
        `features/smtp/a.feature:3: ${id}: no row has this id`,
        `reference-server/smtp/a.ts:2: ${id}: no row has this id`,
      ],
    ],
    [
      'scenario',
      { scenarios: [] },
      [`conformance/mutants/rfc5321.ts:9: ${id}: its mutant has no scenario or monitor to notice it`],
    ],
    [
      'tag',
      { scenarios: [scenario([id]), scenario([], 8)] },
      ['features/smtp/a.feature:8: "Title 8" has no requirement\'s tag'],
    ],
  ])('says where the %s is missing', (_what, more, expected) => {
    expect(gaps(more)).toEqual(expected);
  });

  it('knows rows that nobody may ask', () => {
    expect(gaps({ rows: [sampleRow(id, { role: ['client'] })] })).toEqual([
      `spec/rfc/5321.yaml:1: ${id}: binds no server, and features/smtp/a.feature:3 asks it`,
    ]);
    expect(gaps({ rows: [sampleRow(id, { untested: { why: 'disk', reason: 'x' } })] })).toEqual([
      `spec/rfc/5321.yaml:1: ${id}: called untested, and features/smtp/a.feature:3 asks it`,
    ]);
  });

  it('asks the same of a row that a monitor watches, and no scenario', () => {
    const watched = { id, file: 'conformance/monitors/a.ts', line: 5, text: '' };
    expect(gaps({ scenarios: [], monitored: [watched] })).toEqual([]);
    expect(gaps({ scenarios: [], monitored: [watched], mutants: [] })).toEqual([
      `conformance/monitors/a.ts:5: ${id}: no mutant kills it`,
    ]);
  });

  it('knows mutants of one name, and what else they name', () => {
    expect(gaps({ mutants: [mutant(id), mutant(id, { line: 12, also: ['rfc5321-9-none'] })] })).toEqual([
      'conformance/mutants/rfc5321.ts:12: mutant rfc5321-1-a stands in conformance/mutants/rfc5321.ts:9 already',
      'conformance/mutants/rfc5321.ts:12: rfc5321-9-none: no row has this id',
    ]);
  });

  it('knows every name that is no row', () => {
    expect(gaps({ named: [{ id: 'rfc1939-1-gone', file: 'README.md', line: 40, text: '' }] })).toEqual([
      'README.md:40: rfc1939-1-gone: no row has this id',
    ]);
  });
});
