import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleRow } from '../../matrix/sample.ts';
import { parseInventory } from '../../spec/inventory.ts';
import { SERVICES } from '../../spec/types.ts';
import { parseFeature } from '../runner/features.ts';
import {
  appendScenario,
  compareSections,
  homeOf,
  insertMutant,
  insertRow,
  scaffold,
  scaffoldText,
} from './scaffold.ts';

const id = 'rfc5321-4.1.1.9-noop-ignores-argument';

describe('scaffold', () => {
  it.each(SERVICES)('makes a row and a scenario of %s that can be read', (service) => {
    const made = scaffold(id, service, {});
    const head = 'rfc: 5321\ntitle: T\ncomplete: false\nsentences: {}\nrequirements: []\nexcused: []\n';
    const inventory = parseInventory(made.row.file, insertRow(head, id, made.row.text));
    expect(inventory.requirements.map((r) => r.id)).toEqual([id]);
    const [scenario, more] = parseFeature(made.scenario.file, appendScenario(made.scenario.fresh, made.scenario.text));
    expect(more).toBeUndefined();
    expect(scenario).toMatchObject({ requirements: [id], home: service, title: 'Noop ignores argument' });
  });

  it('prints all four edits', () => {
    const made = scaffold(id, 'smtp', { feature: 'features/smtp/noop.feature' });
    const text = scaffoldText(made);
    for (const part of [
      'spec/rfc/5321.yaml',
      'features/smtp/noop.feature',
      'conformance/mutants/rfc5321.ts',
      `// ${id}`,
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('homeOf', () => {
  it('learns from the rows there are, else from the RFC', () => {
    expect(homeOf(5321, [sampleRow('rfc5321-1-a', { applies: { service: 'lmtp' } })])).toBe('lmtp');
    expect(homeOf(1939, [])).toBe('pop3');
    expect(homeOf(7, [])).toBe('smtp');
  });
});

describe('insertRow', () => {
  const yaml = [
    'rfc: 5321',
    'requirements:',
    '  - id: rfc5321-4.1.1.1-a',
    '    section: "4.1.1.1"',
    '  - id: rfc5321-4.1.1.10-b',
    '    section: "4.1.1.10"',
    'excused:',
    '  - { covers: [], why: client }',
    '',
  ].join('\n');

  it('keeps the order of sections', () => {
    const lines = insertRow(yaml, id, `  - id: ${id}\n`).split('\n');
    expect(lines.indexOf(`  - id: ${id}`)).toBe(4);
    const last = insertRow(yaml, 'rfc5321-4.2-z', '  - id: rfc5321-4.2-z\n').split('\n');
    expect(last.indexOf('  - id: rfc5321-4.2-z')).toBe(6);
  });

  it('takes the end of the file for the end of the rows', () => {
    const short = yaml.slice(0, yaml.indexOf('excused'));
    expect(insertRow(short, 'rfc5321-5-z', '  - id: rfc5321-5-z\n').endsWith('  - id: rfc5321-5-z\n')).toBe(true);
  });
});

describe('compareSections', () => {
  it('orders numbers as numbers and appendices last', () => {
    const sorted = ['4.10', 'A', '4.2', '4', 'A.1', '10'].sort(compareSections);
    expect(sorted).toEqual(['4', '4.2', '4.10', '10', 'A', 'A.1']);
  });

  it('is an order', () => {
    const section = fc
      .array(fc.constantFrom('1', '2', '10', 'A', 'B'), { minLength: 1, maxLength: 3 })
      .map((p) => p.join('.'));
    fc.assert(
      fc.property(section, section, (a, b) => {
        expect(Math.sign(compareSections(a, b))).toBe(-Math.sign(compareSections(b, a)) + 0);
        expect(compareSections(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe('insertMutant', () => {
  it('goes to the end of the table, and says where there is none', () => {
    expect(insertMutant("export const mutants: Mutant[] = [\n  m('a'),\n];\n", "  m('b'),\n")).toBe(
      "export const mutants: Mutant[] = [\n  m('a'),\n  m('b'),\n];\n",
    );
    expect(insertMutant("export const mutants: Mutant[] = wrapped([\n  m('a'),\n]);\n", "  m('b'),\n")).toContain(
      "m('b'),\n]);",
    );
    expect(insertMutant('export const other = [];\n', 'x')).toBeUndefined();
  });
});
