import { describe, expect, it } from 'vitest';
import { interpretationsOf, isDisputed, parseLedger } from './ledger.ts';
import { SpecError } from './yaml-reader.ts';

const ruling = '{ id: 1, kind: ruling, title: T, rows: [rfc1-1-a], accepted: [x], rejected: [y], sources: [s] }';
const dispute = '{ id: 2, kind: open, title: D, rows: [rfc1-1-a, rfc1-1-b], sources: [s], expires: "2027-06-30" }';

function complaints(content: string): string {
  try {
    parseLedger('spec/interpretations.yaml', content);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return '';
}

describe('the ledger', () => {
  const ledger = parseLedger('x.yaml', `- ${ruling}\n- ${dispute}\n`);

  it('holds rulings and open disputes', () => {
    expect(ledger.map((entry) => [entry.id, entry.kind, entry.accepted, entry.expires])).toEqual([
      [1, 'ruling', ['x'], undefined],
      [2, 'open', [], '2027-06-30'],
    ]);
    expect(interpretationsOf(ledger, 'rfc1-1-b').map((entry) => entry.id)).toEqual([2]);
  });

  it('disputes a row until the day it expires, and never by a ruling', () => {
    expect(isDisputed(ledger, 'rfc1-1-a', '2027-06-30')).toBe(true);
    expect(isDisputed(ledger, 'rfc1-1-a', '2027-07-01')).toBe(false);
    expect(isDisputed(ledger, 'rfc1-1-c', '2027-01-01')).toBe(false);
    expect(isDisputed(ledger.slice(0, 1), 'rfc1-1-a', '2027-01-01')).toBe(false);
  });

  it.each([
    [
      'a ruling that accepts nothing',
      ruling.replace('accepted: [x]', 'accepted: []'),
      'lists every outcome it accepts',
    ],
    ['a ruling that expires', ruling.replace('}', ', expires: "2027-06-30" }'), 'a ruling does not expire'],
    ['a dispute that does not', dispute.replace(', expires: "2027-06-30"', ''), 'an open dispute needs `expires`'],
    ['no rows', ruling.replace('[rfc1-1-a]', '[]'), '`rows` is empty'],
    ['no source', ruling.replace('[s]', '[]'), '`sources` is empty'],
    ['no number', ruling.replace('id: 1', 'id: one'), '`id` is `one`'],
    ['another kind', ruling.replace('ruling', 'hunch'), 'interpretation 1: `kind` is `hunch`'],
    ['a number twice', `${ruling}\n- ${ruling}`, 'the number 1 stands twice'],
  ])('refuses %s', (_, content, message) => expect(complaints(`- ${content}\n`)).toContain(message));
});
