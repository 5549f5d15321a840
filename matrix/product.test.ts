import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Product, ProductRow } from '../spec/product.ts';
import { parseEvidence } from './evidence.ts';
import { type ProductInput, productReport, STATUSES, type Status, standing, statusOf, sumOf } from './product.ts';
import type { Verdict } from './record.ts';
import { sampleRecord } from './sample.ts';

const row = (id: string, more: Partial<ProductRow> = {}): ProductRow => ({
  id,
  section: 'One > Two',
  asks: `What ${id} asks`,
  lines: [1],
  digest: '000000000000',
  claimed: 'done',
  proof: [],
  awaits: [],
  at: { file: 'spec/product/x.yaml', line: 1 },
  ...more,
});
const product = (...rows: ProductRow[]): Product => ({
  name: 'x',
  title: 'X',
  form: 'boxes',
  lines: rows.length,
  rows,
  file: 'spec/product/x.yaml',
});

/** The sample, with a proved and an unproved pass, and evidence of four tests. */
function input(more: Partial<ProductInput> = {}): ProductInput {
  const evidence = parseEvidence(
    JSON.stringify({
      startTime: Date.UTC(2026, 0, 31),
      testResults: [
        {
          name: '/anywhere/reference-server/store/crash.test.ts',
          status: 'passed',
          assertionResults: [
            { ancestorTitles: ['a store'], title: 'keeps what it acknowledged', status: 'passed' },
            { ancestorTitles: ['a store'], title: 'fails', status: 'failed' },
          ],
        },
      ],
    }),
    'vitest.json',
  );
  return {
    record: sampleRecord(),
    evidence: [evidence],
    tags: new Map([
      ['@good', ['smtp/sample--pass']],
      ['@bad', ['smtp/sample--pass', 'smtp/sample--fail']],
      ['@part', ['smtp/sample--pass', 'smtp/not-asked']],
      ['@na', ['pop3/sample--na']],
    ]),
    ...more,
  };
}

const proofsOf = (proof: ProductRow['proof'], more: Partial<ProductInput> = {}) =>
  productReport(product(row('a', { proof })), input(more)).sections[0]!.rows[0]!.proofs;
const said = (proof: ProductRow['proof'][number], more: Partial<ProductInput> = {}) => {
  const { green, said: text } = proofsOf([proof], more)[0]!;
  return [green, text];
};
const green = { requirement: 'rfc5321-1-pass' };
const red = { requirement: 'rfc5321-1-fail' };

describe('the status of a row is', () => {
  const status = (more: Partial<ProductRow>): Status =>
    productReport(product(row('a', more)), input()).sections[0]!.rows[0]!.status;

  it('implemented where all proofs are green', () => {
    expect(status({ proof: [green, { feature: '@good' }] })).toBe('implemented');
  });

  it('partial where some proofs are green', () => {
    expect(status({ proof: [green, red] })).toBe('partial');
    expect(status({ proof: [green], awaits: ['the rest'] })).toBe('partial');
  });

  it('planned where proofs are named and none is green', () => {
    expect(status({ proof: [red] })).toBe('planned');
    expect(status({ awaits: ['all of it'] })).toBe('planned');
  });

  it('not implemented where no proof is named', () => {
    expect(status({})).toBe('none');
  });

  it('never better for a proof that is not green', () => {
    const order: readonly Status[] = [...STATUSES].reverse();
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (proofs) => {
        const before = statusOf(proofs.map((p) => ({ green: p })));
        const after = statusOf([...proofs, false].map((p) => ({ green: p })));
        expect(order.indexOf(after)).toBeLessThanOrEqual(order.indexOf(before));
        expect(after).not.toBe('implemented');
      }),
    );
  });
});

describe('a proof by requirement', () => {
  it('is green for a pass whose mutant was seen to die', () => {
    expect(said(green)).toEqual([true, 'pass']);
    const record = sampleRecord({ killed: () => false });
    expect(said(green, { record })).toEqual([false, 'pass, but the proof does not show its mutant killed']);
    expect(said(green, { record: sampleRecord({ killed: () => null }) })[0]).toBe(false);
  });

  it.each<[string, Verdict]>([
    ['rfc5321-1-fail', 'fail'],
    ['rfc5321-1-warn', 'warn'],
    ['rfc5321-2-blocked', 'blocked'],
    ['rfc5321-2-inconclusive', 'inconclusive'],
    ['rfc5321-2-setup-error', 'setup-error'],
    ['rfc5321-2-harness-error', 'harness-error'],
    ['rfc5321-2-not-run', 'not-run'],
    ['rfc5321-2-policy', 'policy'],
    ['rfc1939-3-not-applicable', 'not-applicable'],
    ['rfc1939-3-untested', 'untested'],
    ['rfc5321-3-disputed', 'disputed'],
    ['rfc5321-3-overruled', 'overruled'],
  ])('is not green for %s, and says so', (requirement, verdict) => {
    expect(said({ requirement })).toEqual([false, expect.stringContaining(verdict)]);
  });

  it('that may be so or not is green only where it is', () => {
    expect(said({ requirement: 'rfc3501-1-observed' })).toEqual([false, '1 of 1 did not pass']);
  });

  it('is not green where the run did not ask it', () => {
    expect(said({ requirement: 'rfc5321-9-none' })).toEqual([false, 'not in the run']);
  });
});

describe('a proof by feature or check', () => {
  it.each([
    ['@good', true, 'passed'],
    ['@bad', false, '1 of 2 did not pass'],
    ['@part', false, '1 of 2 not in the run'],
    ['@na', false, '1 of 1 did not pass'],
    ['@nobody', false, 'not in the run'],
  ])('%s: %s, %s', (feature, isGreen, text) => {
    expect(said({ feature })).toEqual([isGreen, text]);
  });

  it('needs the evidence of its tests', () => {
    expect(said({ check: 'store/crash#keeps' })).toEqual([true, 'passed']);
    expect(said({ check: 'store/crash' })).toEqual([false, '1 failed of 2']);
    expect(said({ check: 'store/crash#keeps' }, { evidence: [] })).toEqual([false, 'no evidence given']);
  });
});

describe('the report of a product', () => {
  const rows = [
    row('a', { proof: [green] }),
    row('b', { section: 'Three', claimed: 'open', proof: [green], awaits: ['more'] }),
    row('c', { section: 'Three', awaits: ['all'] }),
    row('d', { section: 'Three', claimed: 'open', awaits: ['all'] }),
    row('e', { claimed: 'open' }),
    row('f', { claimed: 'open', legend: true, proof: [green] }),
  ];
  const report = productReport(product(...rows), input());

  it('has sums that are those of its rows, by section and by claim', () => {
    expect(report.totals).toEqual({ implemented: 2, partial: 1, planned: 2, none: 1 });
    for (const parts of [report.sections, report.claims]) {
      expect(parts.reduce((n, part) => n + sumOf(part.totals), 0)).toBe(rows.length);
    }
    expect(report.sections.map((s) => [s.name, s.rows.map((r) => r.id)])).toEqual([
      ['One > Two', ['a', 'e', 'f']],
      ['Three', ['b', 'c', 'd']],
    ]);
  });

  it('lists what is claimed and not shown, and what is shown and not claimed', () => {
    expect(report.disagreements).toEqual({ claimed: ['c'], shown: ['b'] });
  });

  it('has no time in it but those of the records', () => {
    expect(report.measured.started).toBe('2026-01-31T12:00:00.000Z');
    expect(report.measured.evidence).toEqual([
      { source: 'vitest.json', started: '2026-01-31T00:00:00.000Z', tests: 2 },
    ]);
    expect(JSON.stringify(productReport(product(...rows), input()))).toBe(JSON.stringify(report));
  });
});

describe('how a claim stands to a status', () => {
  const stands = (claimed: ProductRow['claimed'], status: Status, legend = false) =>
    standing({ claimed, status, legend });

  it('is a disagreement one way or the other', () => {
    expect(stands('implemented', 'partial')).toBe('claimed');
    expect(stands('partial', 'planned')).toBe('claimed');
    expect(stands('done', 'none')).toBe('claimed');
    expect(stands('partial', 'implemented')).toBe('shown');
    expect(stands('planned', 'partial')).toBe('shown');
    expect(stands('open', 'implemented')).toBe('shown');
  });

  it('is none where both say the same, nothing is claimed of a plan, or a line defines a word', () => {
    expect(stands('implemented', 'implemented')).toBe('agrees');
    expect(stands('none', 'none')).toBe('agrees');
    expect(stands('open', 'planned')).toBe('agrees');
    expect(stands('none', 'implemented', true)).toBe('agrees');
  });
});
