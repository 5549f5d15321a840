import { isServerDuty, isTestable } from '../spec/load.ts';
import type { Interpretation, Requirement } from '../spec/types.ts';
import type { Observation, Outcome, RunRecord, Verdict } from './record.ts';
import { UNVERIFIED, VERDICTS } from './record.ts';
import { verdict } from './verdict.ts';

type RequirementResult = RunRecord['requirements'][number];
type ScenarioResult = RunRecord['scenarios'][number];

/** Whether a row binds this target at all: `policy` where only the site's stated choices keep it from holding. */
export type Applicability = 'applies' | 'not-applicable' | 'policy';

export interface BuildInput {
  suite: { version: string; inventory: string };
  target: RunRecord['target'];
  profile: string;
  /** The user's own choice of scenarios: the record then holds only rows that were asked. */
  selection?: readonly string[];
  /** ISO 8601. */
  started: string;
  seconds: number;
  host: RunRecord['host'];
  /** Rows of the profile. Rows that bind no server are left out. */
  rows: readonly Requirement[];
  ledger: readonly Interpretation[];
  /** Every scenario asked, with its runs; the same cell twice where it was asked again. No runs: not run. */
  scenarios: readonly ScenarioResult[];
  /** What monitors and the profile's `requires` found, passes included (one a row is enough). */
  observations?: readonly Observation[];
  /** `applies` of the row against what the target offers; everything applies unless said. */
  applies?: (row: Requirement) => Applicability;
  /** From the proof: true or false, null where the row has no mutant. */
  killed?: (id: string) => boolean | null;
}

/** Failures of one row kept as observations; more say nothing new. */
const MAX_OBSERVATIONS = 5;

/** The run record: every row's verdict from every run, and the sums over them. Pure. */
export function buildRecord(input: BuildInput): RunRecord {
  const scenarios = input.scenarios.map((s) => ({ ...s, runs: [...s.runs] }));
  const byRow = group(
    scenarios.flatMap((s) => [...new Set(s.requirements)].map((id) => ({ id, scenario: s }))),
    (x) => x.id,
  );
  const observed = group(allObservations(input), (o) => o.requirement);
  const open = new Set(input.ledger.filter((i) => i.kind === 'open').flatMap((i) => i.rows));
  const asked = input.rows.filter(
    (r) => isServerDuty(r) && (input.selection === undefined || byRow.has(r.id) || observed.has(r.id)),
  );

  const facts = asked.map((row) => {
    const mine = (byRow.get(row.id) ?? []).map((x) => x.scenario);
    const seen = observed.get(row.id) ?? [];
    const applies = input.applies?.(row) ?? 'applies';
    return { row, mine, seen, applies, outcomes: outcomesOf(row.id, mine, seen, applies) };
  });
  const first = new Map(facts.map((f) => [f.row.id, verdict(f.row, f.outcomes, open.has(f.row.id))]));
  const requirements = facts.map(({ row, mine, seen, applies, outcomes }): RequirementResult => {
    const lying = applies === 'applies' ? falselyBlocked(mine, first) : [];
    const settled = verdict(row, [...outcomes, ...lying], open.has(row.id));
    const note = noteOf(row, settled, mine, seen, input.ledger);
    const kept = keep(seen);
    return {
      id: row.id,
      rfc: row.rfc,
      section: row.section,
      level: row.level,
      role: [...row.role],
      asks: row.asks,
      verdict: settled,
      killed: input.killed?.(row.id) ?? null,
      ...(mine.some(isFlaky) ? { flaky: true } : {}),
      ...(note === undefined ? {} : { note }),
      scenarios: mine.map((s) => s.id),
      ...(kept.length === 0 ? {} : { observations: kept }),
    };
  });

  const counts = countVerdicts(requirements);
  const askedRows = new Map(facts.map((f) => [f.row.id, f]));
  const owed = requirements.filter((r) => {
    const row = askedRows.get(r.id)?.row;
    return isMust(r) && r.verdict === 'untested' && row !== undefined && isTestable(row);
  });
  const testable = facts.filter((f) => isTestable(f.row) && f.applies === 'applies');
  const tested = testable.filter((f) => f.outcomes.length > 0 && f.row.untested === undefined);
  return {
    schema: 'mailspec/run/1',
    suite: { name: 'mailspec', ...input.suite },
    target: input.target,
    profile: input.profile,
    ...(input.selection === undefined ? {} : { selection: [...input.selection] }),
    started: input.started,
    seconds: input.seconds,
    host: input.host,
    counts,
    violations: counts.fail,
    complete: UNVERIFIED.every((v) => counts[v] === 0) && owed.length === 0,
    coverage: {
      tested: tested.length,
      testable: testable.length,
      musts: {
        tested: tested.filter((f) => isMust(f.row)).length,
        testable: testable.filter((f) => isMust(f.row)).length,
      },
    },
    requirements,
    scenarios,
  };
}

/** MUST and MUST NOT: what a server is held to. */
export function isMust(row: Pick<Requirement, 'level'>): boolean {
  return row.level === 'MUST' || row.level === 'MUST NOT';
}

/** How often each verdict was given; every key is there. */
export function countVerdicts(rows: readonly { verdict: Verdict }[]): Record<Verdict, number> {
  const counts = {} as Record<Verdict, number>;
  for (const v of VERDICTS) counts[v] = 0;
  for (const r of rows) counts[r.verdict] += 1;
  return counts;
}

/** Observations as given, and a failed run that names another row's rule fails that row too. */
function allObservations(input: BuildInput): Observation[] {
  const named = input.scenarios.flatMap((s) =>
    s.runs.flatMap((run): Observation[] => {
      const requirement = run.why?.requirement;
      if (run.outcome !== 'failed' || requirement === undefined || s.requirements.includes(requirement)) return [];
      return [{ requirement, by: 'scenario', outcome: 'failed', scenario: s.id, cell: run.cell, ...whyOf(run.why) }];
    }),
  );
  return [...(input.observations ?? []), ...named];
}

function whyOf(why: Observation['why']): Pick<Observation, 'why'> {
  return why === undefined ? {} : { why };
}

/** What a run says of one of its rows. */
function outcomeFor(id: string, run: ScenarioResult['runs'][number]): Outcome {
  return run.spared?.includes(id) ? 'inconclusive' : run.outcome;
}

function outcomesOf(
  id: string,
  mine: readonly ScenarioResult[],
  seen: readonly Observation[],
  applies: Applicability,
): readonly Outcome[] {
  if (applies === 'not-applicable') return ['not-applicable'];
  const outcomes = mine.flatMap((s): Outcome[] =>
    s.runs.length === 0 ? ['not-run'] : s.runs.map((r) => outcomeFor(id, r)),
  );
  const all = [...outcomes, ...seen.map((o) => o.outcome)];
  return applies === 'policy' && all.every((o) => o === 'not-applicable') ? ['policy'] : all;
}

/** A run that says it was blocked by a row which was asked and is not red: then the suite is wrong about one of them. */
function falselyBlocked(mine: readonly ScenarioResult[], first: ReadonlyMap<string, Verdict>): Outcome[] {
  const green: readonly (Verdict | undefined)[] = ['pass', 'observed', 'policy'];
  const wrong = mine.some((s) =>
    s.runs.some(
      (r) =>
        r.outcome === 'blocked' && r.why?.requirement !== undefined && green.includes(first.get(r.why.requirement)),
    ),
  );
  return wrong ? ['harness-error'] : [];
}

/** The same scenario in the same cell both passed and failed. */
function isFlaky(s: ScenarioResult): boolean {
  const failed = new Set(s.runs.filter((r) => r.outcome === 'failed').map((r) => r.cell));
  return s.runs.some((r) => r.outcome === 'passed' && failed.has(r.cell));
}

function noteOf(
  row: Requirement,
  settled: Verdict,
  mine: readonly ScenarioResult[],
  seen: readonly Observation[],
  ledger: readonly Interpretation[],
): string | undefined {
  if (settled === 'overruled') return `overruled by ${row.overruled_by}`;
  if (settled === 'disputed') {
    const entry = ledger.find((i) => i.kind === 'open' && i.rows.includes(row.id));
    return entry === undefined ? undefined : `open question ${entry.id}: ${entry.title}`;
  }
  if (settled === 'untested') return row.untested ? `${row.untested.why}: ${row.untested.reason}` : 'no scenario yet';
  if (settled === 'pass' || settled === 'fail' || settled === 'warn' || settled === 'observed') return undefined;
  const spared =
    settled === 'inconclusive' ? mine.flatMap((s) => s.runs).find((r) => r.spared?.includes(row.id)) : undefined;
  if (spared) return `its scenario failed in a part that asks another rule: ${spared.why?.message ?? spared.cell}`;
  const runs = [...mine.flatMap((s) => s.runs), ...seen];
  return runs.find((r) => r.outcome === settled && r.why !== undefined)?.why?.message;
}

/** Every failure up to the limit, else one of the passes that shows who watched. */
function keep(seen: readonly Observation[]): Observation[] {
  const red = seen.filter((o) => o.outcome !== 'passed');
  return red.length > 0 ? red.slice(0, MAX_OBSERVATIONS) : seen.slice(0, 1);
}

function group<T>(items: readonly T[], key: (t: T) => string): Map<string, T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const k = key(item);
    const list = out.get(k);
    if (list === undefined) out.set(k, [item]);
    else list.push(item);
  }
  return out;
}
