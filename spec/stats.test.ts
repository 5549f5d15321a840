import { describe, expect, it } from 'vitest';
import { parseInventory } from './inventory.ts';
import { isTestable } from './load.ts';
import { renderStats, stats } from './stats.ts';
import type { Requirement } from './types.ts';

const inventory = (rfc: number, complete: string): ReturnType<typeof parseInventory> =>
  parseInventory(
    `spec/rfc/${rfc}.yaml`,
    `
rfc: ${rfc}
title: T
complete: ${complete}
defaults: { role: [imap], applies: { service: imap } }
sentences: { "1": ["111111111111", "222222222222", "222222222222", "333333333333"], "2": ["444444444444"] }
requirements:
  - { id: rfc${rfc}-1-a, section: "1", level: MUST, basis: keyword, asks: A, covers: [ { hash: "111111111111" } ] }
  - { id: rfc${rfc}-1-b, section: "1", level: MUST, basis: keyword, asks: B, covers: [ { hash: "111111111111" }, { hash: "222222222222", nth: 2 } ] }
  - { id: rfc${rfc}-1-c, section: "1", level: MUST, basis: prose, asks: C, untested: { why: not-yet, reason: r } }
  - { id: rfc${rfc}-1-d, section: "1", level: MUST, basis: prose, asks: D, untested: { why: timing, reason: r } }
  - { id: rfc${rfc}-1-e, section: "1", level: MUST, basis: prose, asks: E, role: [client] }
  - { id: rfc${rfc}-1-f, section: "1", level: MUST, basis: prose, asks: F, overruled_by: rfc9325-4.1 }
  - { id: rfc${rfc}-1-g, section: "1", level: MUST, basis: prose, asks: G }
excused:
  - { covers: [ { hash: "222222222222" }, { hash: "444444444444" } ], why: client }
`,
  );

const evidence = {
  tagged: new Set('abcdef'.split('').map((letter) => `rfc8-1-${letter}`)),
  killed: (id: string): boolean | null => (id === 'rfc8-1-b' ? null : id !== 'rfc8-1-g'),
};

describe('the counts', () => {
  const found = stats({ inventories: [inventory(8, '["1"]'), inventory(9, 'false')] }, evidence);

  it('of an RFC follow its sentences and rows', () => {
    expect(found.rfcs[0]).toEqual({
      rfc: 8,
      complete: ['1'],
      sentences: 5,
      covered: 2,
      excused: 2,
      open: 1,
      requirements: 7,
      testable: 4, // a, b, c, g
      tested: 2, // a, b: c is not written yet, and no feature names g
      killed: 1, // a
    });
    expect(found.rfcs[1]).toMatchObject({ rfc: 9, complete: false, tested: 0, killed: 0 });
  });

  it('of all RFCs are the sums', () => {
    const { rfcs, excuses, ...sums } = found.totals;
    expect(rfcs).toBe(2);
    expect(excuses).toEqual({ client: 4, document: 0, operator: 0, 'not-observable': 0, repeats: 0 });
    for (const [key, sum] of Object.entries(sums)) {
      expect(sum).toBe(found.rfcs.reduce((total, one) => total + Number(one[key as keyof typeof one]), 0));
    }
  });

  it('are told in prose', () => {
    const prose = renderStats(found);
    expect(prose).toContain('accounted: 8 of 10 sentences (80 %)');
    expect(prose).toContain('testable rows to accounted sentences: 8 to 8 (100 %)');
    expect(prose).toContain('tested: 2 of 8 testable rows (25 %)');
    expect(prose).toContain('proved by a mutant: 1 of 2 tested rows (50 %)');
    expect(prose).toMatch(/client +4 █{24}\n/);
    expect(prose).toMatch(/document +0\n/);
    expect(prose.split('\n')[0]).toMatch(/RFC +complete +sentences +covered/);
  });

  it('of nothing are zeros, without a division', () => {
    const none = stats({ inventories: [] }, evidence);
    expect(none.totals.sentences).toBe(0);
    expect(renderStats(none)).toContain('accounted: 0 of 0 sentences (–)');
  });
});

describe('a testable row', () => {
  const row = (more: Partial<Requirement>): Pick<Requirement, 'role' | 'untested' | 'overruled_by'> => ({
    role: ['imap'],
    ...more,
  });

  it.each<[string, Partial<Requirement>, boolean]>([
    ['of a server', {}, true],
    ['of client and server', { role: ['client', 'relay'] }, true],
    ['of the client', { role: ['client'] }, false],
    ['of document and operator', { role: ['document', 'operator'] }, false],
    ['not written yet', { untested: { why: 'not-yet', reason: '' } }, true],
    ['out of reach', { untested: { why: 'disk', reason: '' } }, false],
    ['overruled', { overruled_by: 'rfc9325-4.1' }, false],
  ])('%s: %s', (_, more, expected) => expect(isTestable(row(more))).toBe(expected));
});
