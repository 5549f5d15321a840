/** Counts over the inventories: how much of each RFC is accounted for, asked, and proved to be asked. */
import { accountsOf } from './audit.ts';
import { isTestable } from './inventory.ts';
import { EXCUSES, type Excuse, type Inventory, type Spec } from './types.ts';

/** What the suite says of itself; the inventories do not know it. */
export interface Evidence {
  /** Ids that a feature's tags name. */
  tagged: ReadonlySet<string>;
  /** Whether the committed proof shows the mutant of a row killed; null where it says nothing of the row. */
  killed: (id: string) => boolean | null;
}

export interface Counts {
  /** Normative sentences. */
  sentences: number;
  /** Of these, named by a row. */
  covered: number;
  excused: number;
  /** Neither covered nor excused. */
  open: number;
  requirements: number;
  /** Rows that a scenario could ask. */
  testable: number;
  /** Testable rows that a feature names and that are not marked as untested. */
  tested: number;
  /** Tested rows whose mutant the scenarios kill. */
  killed: number;
}

export interface RfcStats extends Counts {
  rfc: number;
  complete: Inventory['complete'];
}

export interface Stats {
  rfcs: RfcStats[];
  totals: Counts & { rfcs: number; excuses: Record<Excuse, number> };
}

function countInventory(inventory: Inventory, { tagged, killed }: Evidence): RfcStats {
  const accounts = [...accountsOf(inventory).accounts.values()];
  const covered = accounts.filter((account) => account.rows.length > 0).length;
  const excused = accounts.filter((account) => account.rows.length === 0 && account.excuses > 0).length;
  const testable = inventory.requirements.filter(isTestable);
  const tested = testable.filter((row) => row.untested === undefined && tagged.has(row.id));
  return {
    rfc: inventory.rfc,
    complete: inventory.complete,
    sentences: accounts.length,
    covered,
    excused,
    open: accounts.length - covered - excused,
    requirements: inventory.requirements.length,
    testable: testable.length,
    tested: tested.length,
    killed: tested.filter((row) => killed(row.id) === true).length,
  };
}

const KEYS = ['sentences', 'covered', 'excused', 'open', 'requirements', 'testable', 'tested', 'killed'] as const;

function excusesOf(inventories: readonly Inventory[]): Record<Excuse, number> {
  const excused = inventories.flatMap((inventory) => inventory.excused);
  const count = (why: Excuse): number =>
    excused.filter((e) => e.why === why).reduce((sum, e) => sum + e.covers.length, 0);
  return { ...zeroExcuses(), ...Object.fromEntries(EXCUSES.map((why) => [why, count(why)])) };
}

const zeroExcuses = (): Record<Excuse, number> => ({
  client: 0,
  document: 0,
  operator: 0,
  'not-observable': 0,
  repeats: 0,
});

/**
 * Counts every inventory, and all of them together.
 *
 * @param spec what the standards ask
 * @param evidence what the suite has of it
 */
export function stats(spec: Pick<Spec, 'inventories'>, evidence: Evidence): Stats {
  const rfcs = spec.inventories.map((inventory) => countInventory(inventory, evidence));
  const sum = (key: (typeof KEYS)[number]): number => rfcs.reduce((total, one) => total + one[key], 0);
  return {
    rfcs,
    totals: {
      rfcs: rfcs.length,
      sentences: sum('sentences'),
      covered: sum('covered'),
      excused: sum('excused'),
      open: sum('open'),
      requirements: sum('requirements'),
      testable: sum('testable'),
      tested: sum('tested'),
      killed: sum('killed'),
      excuses: excusesOf(spec.inventories),
    },
  };
}

const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join('  '));
}

function completeness(complete: Inventory['complete']): string {
  if (typeof complete === 'boolean') return complete ? 'yes' : 'no';
  return complete.join(', ');
}

/**
 * The counts in prose, for a terminal: a table, what part of the accounted sentences led to something testable, and why
 * sentences were excused.
 */
export function renderStats({ rfcs, totals }: Stats): string {
  const head = ['RFC', 'complete', ...KEYS];
  const lines = table([
    head,
    ...rfcs.map((one) => [String(one.rfc), completeness(one.complete), ...KEYS.map((key) => String(one[key]))]),
    ['all', '', ...KEYS.map((key) => String(totals[key]))],
  ]);
  const accounted = totals.covered + totals.excused;
  const most = Math.max(1, ...Object.values(totals.excuses));
  const histogram = EXCUSES.map((why) => {
    const count = totals.excuses[why];
    return `  ${why.padEnd(14)} ${String(count).padStart(5)} ${'█'.repeat(Math.round((24 * count) / most))}`.trimEnd();
  });
  return [
    ...lines,
    '',
    `accounted: ${accounted} of ${totals.sentences} sentences (${share(accounted, totals.sentences)})`,
    `testable rows to accounted sentences: ${totals.testable} to ${accounted} (${share(totals.testable, accounted)})`,
    `tested: ${totals.tested} of ${totals.testable} testable rows (${share(totals.tested, totals.testable)})`,
    `proved by a mutant: ${totals.killed} of ${totals.tested} tested rows (${share(totals.killed, totals.tested)})`,
    'excuses:',
    ...histogram,
    '',
  ].join('\n');
}
