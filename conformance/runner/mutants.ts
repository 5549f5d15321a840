import { MONITORS } from '../monitors/index.ts';
import { arm, identity } from '../mutants/filter.ts';
import type { Mutant } from '../mutants/types.ts';
import { servicesOf } from './cells.ts';
import type { Job, JobResult } from './context.ts';
import type { FeatureScenario } from './features.ts';
import { type Context, planMutants, runJobs } from './jobs.ts';
import { digestOf, type Proof, type ProofEntry, type ProofOutcome, type Sources, wordsOf } from './proof.ts';

/** `own`: the scenarios it must kill; `feature`: and the others of their features; `all`: and all of the same services. */
export type Breadth = 'own' | 'feature' | 'all';

export interface MutantRun extends Context {
  root: string;
  scenarios: readonly FeatureScenario[];
  mutants: readonly Mutant[];
  breadth: Breadth;
  lanes: number;
  onResult?: (r: JobResult) => void;
}

export interface MutantResult {
  mutant: Mutant;
  outcome: ProofOutcome;
  /** Scenarios it has to kill, sorted. */
  scenarios: FeatureScenario[];
  /** Other scenarios that died, sorted. */
  also: string[];
  /** Why it is not killed, a line each. */
  why: string[];
}

export interface MutantReport {
  results: MutantResult[];
  /** Scenarios that are not green through the filter that changes nothing. */
  identity: JobResult[];
}

/** Libraries have connections of their own, which no filter sees: they are a second opinion, not a proof. */
function filtered(s: FeatureScenario): boolean {
  return !s.tags.includes('interop');
}

/** Scenarios of each service that show a rule which a monitor alone watches: more of them say nothing new. */
const SHOWN = 4;

/** Those that ask the rule by name. */
function asking(m: Mutant, scenarios: readonly FeatureScenario[]): FeatureScenario[] {
  return scenarios.filter((s) => s.requirements.includes(m.kills) && filtered(s));
}

/** The scenarios a mutant must turn red; of a rule without scenarios of its own, those in which a monitor must notice it. */
export function victims(m: Mutant, scenarios: readonly FeatureScenario[]): FeatureScenario[] {
  const mine = asking(m, scenarios);
  if (mine.length > 0) return mine;
  const services = new Set(MONITORS.filter((x) => x.requirements.includes(m.kills)).flatMap((x) => x.services));
  const fitting = scenarios.filter(
    (s) => filtered(s) && !s.tags.includes('slow') && (m.where?.test(wordsOf(s)) ?? true),
  );
  return [...services].flatMap((service) => spread(fitting.filter((s) => servicesOf(s)[0] === service)));
}

/** A few of a list, from all over it. */
function spread<T>(all: readonly T[]): T[] {
  return all.filter((_, i) => Math.floor((i * SHOWN) / all.length) !== Math.floor(((i - 1) * SHOWN) / all.length));
}

function isWatched(m: Mutant, scenarios: readonly FeatureScenario[]): boolean {
  return asking(m, scenarios).length === 0;
}

/** What else may die. Where a monitor judges, what a scenario says is beside the point. */
function neighbours(m: Mutant, own: readonly FeatureScenario[], o: MutantRun): FeatureScenario[] {
  if (o.breadth === 'own' || (o.breadth === 'feature' && isWatched(m, o.scenarios))) return [];
  const features = new Set(own.map((s) => s.feature));
  const services = new Set(own.flatMap(servicesOf));
  return o.scenarios.filter(
    (s) =>
      !own.includes(s) &&
      filtered(s) &&
      (features.has(s.feature) || (o.breadth === 'all' && servicesOf(s).some((x) => services.has(x)))),
  );
}

/** Died where it should: in a step that asserts, through a mutant that did something. */
function died(r: JobResult): boolean {
  return r.outcome === 'failed' && r.step !== undefined && r.step.type !== 'Context' && (r.interventions ?? 0) > 0;
}

const UNASKED = new Set(['not-applicable', 'not-run', 'policy']);

function settle(m: Mutant, own: readonly JobResult[], watched: boolean): Pick<MutantResult, 'outcome' | 'why'> {
  const asked = own.filter((r) => !UNASKED.has(r.outcome));
  if (asked.length === 0)
    return {
      outcome: 'not-asked',
      why: own.map((r) => `${r.job.scenario.id}: ${r.outcome} (${r.why?.message ?? ''})`),
    };
  if (watched) {
    if (asked.some((r) => r.violations.some((v) => v.requirement === m.kills))) return { outcome: 'killed', why: [] };
    const idle = asked.every((r) => r.interventions === 0);
    return { outcome: idle ? 'idle' : 'survived', why: ['no monitor has seen it'] };
  }
  const left = asked.filter((r) => !died(r));
  if (left.length === 0) return { outcome: 'killed', why: [] };
  const why = left.map((r) => {
    const at = r.step ? ` in "${r.step.text}"` : '';
    const idle = r.interventions === 0 ? ', and the mutant changed nothing' : '';
    return `${r.job.scenario.id}: ${r.outcome}${at}${r.why ? ` (${r.why.message})` : ''}${idle}`;
  });
  return { outcome: left.every((r) => r.interventions === 0) ? 'idle' : 'survived', why };
}

/** Runs each mutant against the scenarios it must kill and their neighbours, and the identity filter against all of these. */
export async function runMutants(o: MutantRun): Promise<MutantReport> {
  const wired = o.mutants.filter((m) => (m.kind ?? 'wire') === 'wire');
  const byId = new Map(wired.map((m) => [m.id, m]));
  const own = new Map(wired.map((m) => [m.id, victims(m, o.scenarios)]));
  const targets = [...new Set([...own.values()].flat())];
  const jobs: Job[] = [
    ...planMutants(targets, [identity], o),
    ...wired.flatMap((m) => {
      const mine = own.get(m.id) ?? [];
      return planMutants([...mine, ...neighbours(m, mine, o)], [m], o);
    }),
  ];
  const results = await runJobs({
    ...o,
    jobs,
    arm: (job) => {
      const id = job.cell.mutant;
      const m = id === identity.id ? identity : byId.get(id ?? '');
      return m ? arm(m) : undefined;
    },
  });
  const byMutant = Map.groupBy(results, (r) => r.job.cell.mutant ?? '');
  return {
    identity: (byMutant.get(identity.id) ?? []).filter((r) => r.outcome !== 'passed' && !UNASKED.has(r.outcome)),
    results: wired.map((mutant): MutantResult => {
      const mine = own.get(mutant.id) ?? [];
      const all = byMutant.get(mutant.id) ?? [];
      const also = all.filter((r) => !mine.includes(r.job.scenario) && r.outcome === 'failed');
      return {
        mutant,
        ...settle(
          mutant,
          all.filter((r) => mine.includes(r.job.scenario)),
          isWatched(mutant, o.scenarios),
        ),
        scenarios: mine,
        also: also.map((r) => r.job.scenario.id).sort(),
      };
    }),
  };
}

/** The worst of several mutants of one requirement counts. */
const WORST: readonly ProofOutcome[] = ['survived', 'idle', 'not-asked', 'killed'];

/** The committed form of what mutants showed. */
export function proofOf(results: readonly MutantResult[], ids: readonly string[], sources: Sources): Proof {
  const requirements: Record<string, ProofEntry> = {};
  for (const [kills, list] of Map.groupBy(results, (r) => r.mutant.kills)) {
    const mutants = list.map((r) => r.mutant.id).sort();
    const mine = list.flatMap((r) => r.scenarios.filter((s) => s.requirements.includes(kills)));
    const scenarios = [...new Set(mine)].sort((a, b) => (a.id < b.id ? -1 : 1));
    const also = [...new Set(list.flatMap((r) => r.also))].sort();
    requirements[kills] = {
      mutant: mutants[0] ?? kills,
      ...(mutants.length > 1 ? { variants: mutants } : {}),
      scenarios: scenarios.map((s) => s.id),
      outcome: WORST.find((x) => list.some((r) => r.outcome === x)) ?? 'not-asked',
      digest: digestOf(mutants, ids, scenarios, sources),
      ...(also.length > 0 ? { also } : {}),
    };
  }
  return { schema: 'mailspec/proof/1', requirements };
}
