import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../record.ts';
import { sampleRecord, sampleRow, sampleScenario } from '../sample.ts';
import { fateOf, junit } from './junit.ts';
import { escapeXml } from './text.ts';
import { type Element, readXml } from './xml-reader.ts';

/** What the common JUnit schema lets stand where: attributes (required ones with `!`) and children in their order. */
const SHAPE: Record<string, { attributes: string[]; children: string[]; text?: true }> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name!', 'tests!', 'failures!', 'errors!', 'skipped', 'time!', 'timestamp!', 'hostname!'],
    children: ['properties', 'testcase'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name!', 'value!'], children: [] },
  testcase: { attributes: ['name!', 'classname!', 'time!'], children: ['skipped', 'error', 'failure'] },
  skipped: { attributes: ['message'], children: [], text: true },
  error: { attributes: ['message', 'type!'], children: [], text: true },
  failure: { attributes: ['message', 'type!'], children: [], text: true },
};

function check(e: Element): void {
  const shape = SHAPE[e.name];
  expect(shape, `element ${e.name}`).toBeDefined();
  const allowed = shape!.attributes.map((a) => a.replace('!', ''));
  for (const name of Object.keys(e.attributes)) expect(allowed).toContain(name);
  for (const a of shape!.attributes) if (a.endsWith('!')) expect(e.attributes).toHaveProperty(a.slice(0, -1));
  if (!shape!.text) expect(e.text.trim()).toBe('');
  const order = e.children.map((c) => shape!.children.indexOf(c.name));
  expect(order).not.toContain(-1);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  for (const key of ['tests', 'failures', 'errors', 'skipped']) {
    if (key in e.attributes) expect(e.attributes[key]).toMatch(/^\d+$/);
  }
  if ('time' in e.attributes) expect(e.attributes.time).toMatch(/^\d+\.\d+$/);
  if ('timestamp' in e.attributes) expect(e.attributes.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
  for (const child of e.children) check(child);
}

const cases = (e: Element): Element[] => (e.name === 'testcase' ? [e] : e.children.flatMap(cases));

describe('junit', () => {
  it('has the structure JUnit readers expect', () => {
    check(readXml(junit(sampleRecord())));
  });

  it('names each requirement once, with the fate its verdict stands for', () => {
    const record = sampleRecord();
    const all = cases(readXml(junit(record)));
    expect(all.map((c) => c.attributes.name).sort()).toEqual(record.requirements.map((r) => r.id).sort());
    const element = { passed: undefined, failed: 'failure', error: 'error', skipped: 'skipped' } as const;
    for (const r of record.requirements) {
      const found = all.find((c) => c.attributes.name === r.id);
      expect([r.id, found?.children[0]?.name]).toEqual([r.id, element[fateOf(r.verdict)]]);
    }
  });

  it('never skips what is unverified, and skips with a reason', () => {
    for (const v of ['blocked', 'inconclusive', 'setup-error', 'harness-error', 'not-run'] as const) {
      expect(fateOf(v)).toBe('error');
    }
    const skipped = cases(readXml(junit(sampleRecord()))).flatMap((c) =>
      c.children.filter((x) => x.name === 'skipped'),
    );
    expect(skipped).toHaveLength(5);
    for (const s of skipped) expect(s.attributes.message!.length).toBeGreaterThan(3);
    expect(skipped.map((s) => s.attributes.message)).toContain('untested: disk: a full disk');
  });

  it('has totals that equal its cases and the record', () => {
    const record = sampleRecord();
    const root = readXml(junit(record));
    const count = (e: Element, name: string) => cases(e).filter((c) => c.children.some((x) => x.name === name)).length;
    for (const e of [root, ...root.children]) {
      expect(Number(e.attributes.tests)).toBe(cases(e).length);
      expect(Number(e.attributes.failures)).toBe(count(e, 'failure'));
      expect(Number(e.attributes.errors)).toBe(count(e, 'error'));
    }
    for (const e of root.children) expect(Number(e.attributes.skipped)).toBe(count(e, 'skipped'));
    const { counts } = record;
    expect(Number(root.attributes.failures)).toBe(counts.fail + counts.warn);
    expect(Number(root.attributes.tests)).toBe(VERDICTS.reduce((n, v) => n + counts[v], 0));
  });

  it('stays well-formed whatever a server says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const record = sampleRecord({
          rows: [sampleRow('rfc5321-1-a', { asks: text })],
          scenarios: [
            sampleScenario(
              's--a',
              ['rfc5321-1-a'],
              [{ cell: 'base', outcome: 'failed', ms: 1, why: { message: text, got: text, bytes: text } }],
            ),
          ],
        });
        const [only] = cases(readXml(junit(record)));
        expect(only?.children[0]?.attributes.message).toBeDefined();
      }),
    );
  });

  it('takes control characters out and keeps the rest', () => {
    expect(escapeXml('a\u0000b\u001b[1m\u{1F600}<é>\t\n')).toBe('ab[1m\u{1F600}&lt;é&gt;\t\n');
  });
});
