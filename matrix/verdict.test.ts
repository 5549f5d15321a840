import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { LEVELS, UNTESTED } from '../spec/types.ts';
import { OUTCOMES, type Outcome, UNVERIFIED, type Verdict } from './record.ts';
import { PRECEDENCE, verdict } from './verdict.ts';

const whys = [undefined, ...UNTESTED] as const;
const overrulers = [undefined, 'rfc9325-4.1'] as const;
type Row = Parameters<typeof verdict>[0];

function rows(): Row[] {
  return LEVELS.flatMap((level) =>
    whys.flatMap((why) =>
      overrulers.map(
        (by): Row => ({
          level,
          ...(why === undefined ? {} : { untested: { why, reason: 'wants it' } }),
          ...(by === undefined ? {} : { overruled_by: by }),
        }),
      ),
    ),
  );
}

/** Every set of outcomes, the empty one first. */
const sets: Outcome[][] = Array.from({ length: 2 ** OUTCOMES.length }, (_, bits) =>
  OUTCOMES.filter((_o, i) => (bits >> i) & 1),
);

/** The table of the design written a second way: by what is in the set, without an order to look up. */
function expected(row: Row, set: readonly Outcome[], disputed: boolean): Verdict {
  const has = new Set(set);
  if (row.overruled_by) return 'overruled';
  if (disputed) return 'disputed';
  if (has.size === 0) return 'untested';
  if (has.has('failed') && row.level !== 'MAY') return row.level.startsWith('MUST') ? 'fail' : 'warn';
  if (has.has('harness-error')) return 'harness-error';
  if (has.has('setup-error')) return 'setup-error';
  if (has.has('blocked')) return 'blocked';
  if (has.has('inconclusive')) return 'inconclusive';
  if (has.has('not-run')) return 'not-run';
  if (has.has('policy')) return 'policy';
  if (has.has('passed') || has.has('failed')) {
    if (row.untested) return 'untested';
    return row.level === 'MAY' ? 'observed' : 'pass';
  }
  return 'not-applicable';
}

describe('verdict', () => {
  test('there are 512 sets of outcomes and 60 kinds of rows', () => {
    expect(sets).toHaveLength(512);
    expect(rows()).toHaveLength(60);
  });

  test.each(rows().map((row) => [JSON.stringify(row), row] as const))('every set of outcomes for %s', (_name, row) => {
    for (const disputed of [false, true]) {
      for (const set of sets) {
        expect([set, disputed, verdict(row, set, disputed)]).toEqual([set, disputed, expected(row, set, disputed)]);
      }
    }
  });

  it('names every outcome once in its order', () => {
    expect([...PRECEDENCE].sort()).toEqual([...OUTCOMES].sort());
  });

  it('does not depend on order or number of outcomes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rows()),
        fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 20 }),
        fc.boolean(),
        (row, list, disputed) => {
          const once = [...new Set(list)].sort();
          expect(verdict(row, list, disputed)).toBe(verdict(row, once, disputed));
        },
      ),
    );
  });

  it('never improves by an outcome that is not a pass', () => {
    const goodness = (v: Verdict): number => {
      if (v === 'pass' || v === 'observed') return 3;
      if (v === 'fail' || v === 'warn') return 0;
      return (UNVERIFIED as readonly Verdict[]).includes(v) ? 1 : 2;
    };
    for (const row of rows()) {
      // For a MAY, a no is as lawful as a yes: both are a pass.
      const worse = OUTCOMES.filter((o) => o !== 'passed' && !(row.level === 'MAY' && o === 'failed'));
      for (const set of sets) {
        const before = goodness(verdict(row, set, false));
        for (const more of worse) expect(goodness(verdict(row, [...set, more], false))).toBeLessThanOrEqual(before);
      }
    }
  });

  it('is green only where something passed and nothing is left open', () => {
    for (const row of rows()) {
      for (const set of sets) {
        if (verdict(row, set, false) !== 'pass') continue;
        expect(set).toContain('passed');
        expect(set.every((o) => o === 'passed' || o === 'not-applicable')).toBe(true);
      }
    }
  });

  it.each([
    ['MUST', 'fail'],
    ['MUST NOT', 'fail'],
    ['SHOULD', 'warn'],
    ['SHOULD NOT', 'warn'],
    ['MAY', 'observed'],
  ] as const)('says of a failed %s: %s', (level, said) => {
    expect(verdict({ level }, ['passed', 'failed'], false)).toBe(said);
  });

  it('lets no harness error hide beside nine passes', () => {
    expect(verdict({ level: 'MUST' }, [...Array<Outcome>(9).fill('passed'), 'harness-error'], false)).toBe(
      'harness-error',
    );
  });
});
