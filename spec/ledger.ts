/** The ledger: what we read an unclear text to mean (rulings), and what is still argued about (open disputes). */
import type { Interpretation, Requirement } from './types.ts';
import { type Entry, type Problem, parseYaml, SpecError } from './yaml-reader.ts';

const KEYS = ['id', 'kind', 'title', 'rows', 'accepted', 'rejected', 'sources', 'expires'];
const KINDS = ['ruling', 'open'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Open disputes may hold at most this part of a profile. */
export const OPEN_SHARE = 0.01;

function readEntry(item: Entry): Interpretation | undefined {
  const number = item.pairs('an interpretation')?.get('id')?.integer('`id`', 1);
  if (number === undefined) return item.complain('an interpretation needs an `id`: a number of its own');
  const entry = item.named(`interpretation ${number}`);
  const fields = entry.fields('an interpretation', KEYS) ?? new Map<string, Entry>();
  const kind = (fields.get('kind') ?? entry).oneOf('`kind`', KINDS);
  const texts = (key: string): string[] => fields.get(key)?.texts(`\`${key}\``) ?? [];
  const expires = fields.get('expires')?.text('`expires`');
  const made: Interpretation = {
    id: number,
    kind: kind ?? 'ruling',
    title: (fields.get('title') ?? entry).text('`title`') ?? '',
    rows: texts('rows'),
    accepted: texts('accepted'),
    rejected: texts('rejected'),
    sources: texts('sources'),
    ...(expires === undefined ? {} : { expires }),
  };
  if (made.rows.length === 0) entry.complain('`rows` is empty: name the rows it decides');
  if (made.sources.length === 0) entry.complain('`sources` is empty: name the texts it rests on');
  if (kind === 'ruling' && made.accepted.length === 0) entry.complain('a ruling lists every outcome it accepts');
  if (kind === 'ruling' && expires !== undefined) entry.complain('a ruling does not expire: drop `expires`');
  if (kind === 'open' && (expires === undefined || !DATE.test(expires))) {
    entry.complain('an open dispute needs `expires`, a date such as "2027-06-30"');
  }
  return made;
}

/**
 * Reads the ledger from text.
 *
 * @throws SpecError with every fault found
 */
export function parseLedger(file: string, content: string): Interpretation[] {
  const { top, problems } = parseYaml(file, content);
  if (problems.length > 0) throw new SpecError(problems);
  const ledger = (top.items('the ledger') ?? []).map(readEntry).filter((e) => e !== undefined);
  const seen = new Set<number>();
  for (const { id } of ledger) {
    if (seen.has(id)) top.complain(`the number ${id} stands twice in the ledger: numbers are unique`);
    seen.add(id);
  }
  if (problems.length > 0) throw new SpecError(problems);
  return ledger;
}

/** What the ledger says about a row. */
export function interpretationsOf(ledger: readonly Interpretation[], id: string): Interpretation[] {
  return ledger.filter((entry) => entry.rows.includes(id));
}

/**
 * Whether a row is under dispute: run and shown, not scored.
 *
 * @param today ISO date; a dispute counts until the end of the day it expires
 */
export function isDisputed(ledger: readonly Interpretation[], id: string, today: string): boolean {
  return interpretationsOf(ledger, id).some((entry) => entry.kind === 'open' && (entry.expires ?? '') >= today);
}

/** Rows the ledger names that no inventory holds. */
export function ledgerProblems(ledger: readonly Interpretation[], byId: ReadonlyMap<string, Requirement>): Problem[] {
  return ledger.flatMap((entry) =>
    entry.rows
      .filter((id) => !byId.has(id))
      .map((id) => ({
        file: 'spec/interpretations.yaml',
        line: 1,
        id,
        message: `interpretation ${entry.id} names a row that no inventory holds: mend the id or add the row`,
      })),
  );
}
