/** The status of every product row, from tests that ran. Pure. */
import type { Claim, Product, ProductRow, Proof } from '../spec/product.ts';
import { checkResult, type Evidence } from './evidence.ts';
import type { Outcome, RunRecord, ScenarioId } from './record.ts';

/** What a row is, in the order of a legend. */
export const STATUSES = ['implemented', 'partial', 'planned', 'none'] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses in the words of the lists. */
export const STATUS_WORDS: Record<Status, string> = {
  implemented: 'Implemented',
  partial: 'Partial',
  planned: 'Planned/Stub',
  none: 'Not implemented',
};

/** What each status means here. */
export const LEGEND: Record<Status, string> = {
  implemented: 'every proof that is named is green',
  partial: 'some proofs are green',
  planned: 'proofs are named, none is green',
  none: 'no proof is named, however finished it feels',
};

export interface ProofResult {
  kind: 'requirement' | 'feature' | 'check' | 'awaited';
  /** What was named; for what is awaited, in words. */
  name: string;
  green: boolean;
  /** What it came to. */
  said: string;
}

export interface RowResult {
  id: string;
  asks: string;
  lines: number[];
  claimed: Claim;
  status: Status;
  legend: boolean;
  proofs: ProofResult[];
  note?: string;
}

export type Totals = Record<Status, number>;

export interface ProductReport {
  schema: 'mailspec/product/1';
  product: string;
  title: string;
  /** What it was measured on. Times are those of the records. */
  measured: {
    target: string;
    suite: string;
    profile: string;
    started: string;
    evidence: { source: string; started?: string; tests: number }[];
  };
  totals: Totals;
  /** How many rows of each claim have which status. */
  claims: { claimed: Claim; totals: Totals }[];
  sections: { name: string; totals: Totals; rows: RowResult[] }[];
  disagreements: {
    /** The list claims more than was shown. */
    claimed: string[];
    /** More was shown than the list claims. */
    shown: string[];
  };
}

export interface ProductInput {
  record: RunRecord;
  evidence: readonly Evidence[];
  /** Scenarios by tag, with its `@`. */
  tags: ReadonlyMap<string, readonly ScenarioId[]>;
}

const RANK: Record<Claim | Status, number> = { implemented: 3, done: 3, partial: 2, planned: 1, none: 0, open: 0 };

function requirementResult(id: string, { record }: ProductInput): Omit<ProofResult, 'kind' | 'name'> {
  const row = record.requirements.find((r) => r.id === id);
  if (row === undefined) return { green: false, said: 'not in the run' };
  if (row.verdict === 'observed') {
    const asked = new Set(row.scenarios);
    return scenariosResult(record.scenarios.filter((s) => asked.has(s.id)));
  }
  if (row.verdict !== 'pass') return { green: false, said: row.note ? `${row.verdict}: ${row.note}` : row.verdict };
  // A test that has never been seen to fail shows nothing.
  return row.killed === true
    ? { green: true, said: 'pass' }
    : { green: false, said: 'pass, but the proof does not show its mutant killed' };
}

function scenariosResult(scenarios: readonly RunRecord['scenarios'][number][]): Omit<ProofResult, 'kind' | 'name'> {
  const fits = (outcome: Outcome): boolean => outcome === 'passed' || outcome === 'not-applicable';
  const green = scenarios.filter(
    (s) => s.runs.some((r) => r.outcome === 'passed') && s.runs.every((r) => fits(r.outcome)),
  );
  const all = scenarios.length;
  if (all === 0) return { green: false, said: 'not in the run' };
  return green.length === all
    ? { green: true, said: 'passed' }
    : { green: false, said: `${all - green.length} of ${all} did not pass` };
}

function featureResult(tag: string, { record, tags }: ProductInput): Omit<ProofResult, 'kind' | 'name'> {
  const named = tags.get(tag) ?? [];
  const byId = new Map(record.scenarios.map((s) => [s.id, s]));
  const ran = named.flatMap((id) => byId.get(id) ?? []);
  const missing = named.length - ran.length;
  if (missing > 0) return { green: false, said: `${missing} of ${named.length} not in the run` };
  return scenariosResult(ran);
}

function proofResult(proof: Proof, input: ProductInput): ProofResult {
  if ('requirement' in proof) {
    return { kind: 'requirement', name: proof.requirement, ...requirementResult(proof.requirement, input) };
  }
  if ('feature' in proof) return { kind: 'feature', name: proof.feature, ...featureResult(proof.feature, input) };
  return { kind: 'check', name: proof.check, ...checkResult(proof.check, input.evidence) };
}

/** All proofs green, some, none, or none named. */
export function statusOf(proofs: readonly Pick<ProofResult, 'green'>[]): Status {
  if (proofs.length === 0) return 'none';
  const green = proofs.filter((p) => p.green).length;
  return green === proofs.length ? 'implemented' : green > 0 ? 'partial' : 'planned';
}

function rowResult(row: ProductRow, input: ProductInput): RowResult {
  const proofs = [
    ...row.proof.map((proof) => proofResult(proof, input)),
    ...row.awaits.map((name): ProofResult => ({ kind: 'awaited', name, green: false, said: 'not there yet' })),
  ];
  return {
    id: row.id,
    asks: row.asks,
    lines: row.lines,
    claimed: row.claimed,
    status: statusOf(proofs),
    legend: row.legend === true,
    proofs,
    ...(row.note === undefined ? {} : { note: row.note }),
  };
}

function totalsOf(rows: readonly Pick<RowResult, 'status'>[]): Totals {
  const totals: Totals = { implemented: 0, partial: 0, planned: 0, none: 0 };
  for (const row of rows) totals[row.status]++;
  return totals;
}

/** How the status of a row stands to what the list claims of it. */
export function standing(row: Pick<RowResult, 'claimed' | 'status' | 'legend'>): 'agrees' | 'claimed' | 'shown' {
  const [claimed, status] = [RANK[row.claimed], RANK[row.status]];
  // An open box says nothing of what is planned, and a definition nothing of what there is.
  if (row.legend || claimed === status || (claimed === 0 && row.status === 'planned')) return 'agrees';
  return claimed > status ? 'claimed' : 'shown';
}

/** One product's rows with their proofs and statuses, by section, with the sums. */
export function productReport(product: Product, input: ProductInput): ProductReport {
  const { record, evidence } = input;
  const results = product.rows.map((row) => ({ section: row.section, row: rowResult(row, input) }));
  const rows = results.map((r) => r.row);
  const sections = [...Map.groupBy(results, (r) => r.section)].map(([name, group]) => {
    const mine = group.map((r) => r.row);
    return { name, totals: totalsOf(mine), rows: mine };
  });
  const claims = [...new Set(rows.map((r) => r.claimed))]
    .sort((a, b) => RANK[b] - RANK[a])
    .map((claimed) => ({ claimed, totals: totalsOf(rows.filter((r) => r.claimed === claimed)) }));
  const idsThat = (stand: ReturnType<typeof standing>): string[] =>
    rows.filter((r) => standing(r) === stand).map((r) => r.id);
  const { name, version, variant } = record.target;
  return {
    schema: 'mailspec/product/1',
    product: product.name,
    title: product.title,
    measured: {
      target: [name, version, variant].filter(Boolean).join(' '),
      suite: record.suite.version,
      profile: record.selection === undefined ? record.profile : `selection ${record.selection.join(' ')}`,
      started: record.started,
      evidence: evidence.map(({ source, started, tests }) => ({
        source,
        ...(started === undefined ? {} : { started }),
        tests: tests.length,
      })),
    },
    totals: totalsOf(rows),
    claims,
    sections,
    disagreements: { claimed: idsThat('claimed'), shown: idsThat('shown') },
  };
}

/** Number of rows behind totals. */
export function sumOf(totals: Totals): number {
  return STATUSES.reduce((n, status) => n + totals[status], 0);
}
