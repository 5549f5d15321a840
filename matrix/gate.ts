import { z } from 'zod';
import type { Outcome, RunRecord, Verdict } from './record.ts';
import { UNVERIFIED, VERDICTS } from './record.ts';
import { verdict } from './verdict.ts';

/** A baseline file that cannot be read as one: names entry and key. Usage error (exit 2). */
export class BaselineError extends Error {
  override name = 'BaselineError';
}

const entrySchema = z.strictObject({
  id: z.string().min(1),
  cell: z.string().min(1).optional(),
  verdict: z.enum(VERDICTS),
  reason: z.string().trim().min(1),
  link: z.string().min(1).optional(),
  expires: z.iso.date().optional(),
});

/** A failure that is known and explained. Without `cell` it speaks of the row in every cell. */
export interface BaselineEntry {
  id: string;
  cell?: string | undefined;
  verdict: Verdict;
  reason: string;
  link?: string | undefined;
  /** `YYYY-MM-DD`: after that day the entry excuses nothing. */
  expires?: string | undefined;
}

/** Verdicts that `--gate` lets through only where the baseline lists them. */
export const GATED: readonly Verdict[] = ['fail', 'warn', ...UNVERIFIED];

/**
 * Reads what a YAML file held into entries. `source` names the file in messages.
 * @throws BaselineError where it is no list of entries, an entry has a wrong key, or two speak of the same cell
 */
export function parseBaseline(data: unknown, source: string): BaselineEntry[] {
  if (data === null || data === undefined) return [];
  if (!Array.isArray(data)) throw new BaselineError(`${source}: a baseline is a list of entries`);
  const seen = new Set<string>();
  return data.map((item: unknown, i) => {
    const read = entrySchema.safeParse(item);
    if (!read.success) {
      const first = read.error.issues[0];
      const path = first?.path.join('.') ?? '';
      throw new BaselineError(`${source}: entry ${i + 1}${path === '' ? '' : `, ${path}`}: ${first?.message}`);
    }
    const entry = read.data;
    if (!GATED.includes(entry.verdict)) {
      throw new BaselineError(`${source}: entry ${i + 1}, verdict: ${entry.verdict} needs no entry`);
    }
    const key = `${entry.id} ${entry.cell ?? ''}`;
    if (seen.has(key)) throw new BaselineError(`${source}: entry ${i + 1}: ${key.trim()} is listed twice`);
    seen.add(key);
    return entry;
  });
}

export interface GateResult {
  holds: boolean;
  /** What broke it, a line each; also what a baseline excused. */
  broken: string[];
  excused: string[];
  /** 4 where the suite itself was wrong, 1 where the gate is broken, else 0. */
  exit: 0 | 1 | 4;
}

/**
 * Whether a run may pass. Without `gate`: no violation. With it: everything red or unverified is in the baseline with the verdict
 * it has, and everything in the baseline is still so; a run of selected scenarios never holds it.
 */
export function gate(record: RunRecord, ask: { gate: boolean; baseline?: readonly BaselineEntry[] }): GateResult {
  // A fault of ours counts even where a failure outweighs it in the verdict.
  const ours =
    record.counts['harness-error'] > 0 ||
    record.scenarios.some((s) => s.runs.some((r) => r.outcome === 'harness-error'));
  const { broken, excused } = ask.gate
    ? againstBaseline(record, ask.baseline ?? [])
    : {
        broken: record.requirements.filter((r) => r.verdict === 'fail').map((r) => `violation: ${r.id}`),
        excused: [],
      };
  return { holds: broken.length === 0, broken, excused, exit: ours ? 4 : broken.length > 0 ? 1 : 0 };
}

function againstBaseline(record: RunRecord, baseline: readonly BaselineEntry[]) {
  const broken: string[] = [];
  const excused: string[] = [];
  const selected = record.selection !== undefined || record.profile === 'selection';
  if (selected) broken.push('a selection holds no gate: run the profile whole');
  const today = record.started.slice(0, 10);
  const rows = new Map(record.requirements.map((r) => [r.id, r]));
  const live = new Map<string, BaselineEntry[]>();

  for (const entry of baseline) {
    const row = rows.get(entry.id);
    const name = entry.cell === undefined ? entry.id : `${entry.id} in cell ${entry.cell}`;
    if (row === undefined) {
      if (!selected) broken.push(`stale: ${name} is not in this run; take it out of the baseline`);
      continue;
    }
    const now = entry.cell === undefined ? row.verdict : cellVerdicts(record, row).get(entry.cell);
    if (now !== entry.verdict) {
      broken.push(
        `stale: ${name} is ${now ?? 'not asked'}, the baseline says ${entry.verdict}; take it out or correct it`,
      );
    } else if (entry.expires !== undefined && entry.expires < today) {
      broken.push(`expired: ${name} was excused until ${entry.expires} (${entry.reason})`);
    } else {
      live.set(entry.id, [...(live.get(entry.id) ?? []), entry]);
      excused.push(`known: ${name} is ${entry.verdict} (${entry.reason})`);
    }
  }

  for (const row of record.requirements) {
    if (!GATED.includes(row.verdict)) continue;
    const entries = live.get(row.id) ?? [];
    if (entries.some((e) => e.cell === undefined)) continue;
    const cells = [...cellVerdicts(record, row)].filter(([, v]) => GATED.includes(v));
    const open = cells.filter(([cell, v]) => !entries.some((e) => e.cell === cell && e.verdict === v));
    if (cells.length > 0 && open.length === 0 && !hasLooseFailure(row)) continue;
    const where = entries.length === 0 || open.length === 0 ? '' : ` in ${open.map(([cell]) => cell).join(', ')}`;
    broken.push(`new: ${row.id} is ${row.verdict}${where}${row.note === undefined ? '' : ` (${row.note})`}`);
  }
  return { broken, excused };
}

/** Something red that was seen in no cell: only an entry for the whole row speaks of it. */
function hasLooseFailure(row: RunRecord['requirements'][number]): boolean {
  return (row.observations ?? []).some((o) => o.cell === undefined && o.outcome !== 'passed');
}

/** The row's verdict in each cell taken alone. */
export function cellVerdicts(record: RunRecord, row: RunRecord['requirements'][number]): Map<string, Verdict> {
  const outcomes = new Map<string, Outcome[]>();
  const add = (cell: string, outcome: Outcome): void => {
    outcomes.set(cell, [...(outcomes.get(cell) ?? []), outcome]);
  };
  for (const s of record.scenarios) {
    if (row.scenarios.includes(s.id)) for (const run of s.runs) add(run.cell, run.outcome);
  }
  for (const o of row.observations ?? []) if (o.cell !== undefined) add(o.cell, o.outcome);
  return new Map([...outcomes].map(([cell, list]) => [cell, verdict({ level: row.level }, list, false)]));
}
