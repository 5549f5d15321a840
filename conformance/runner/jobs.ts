import path from 'node:path';
import type { Profile, Spec } from '../../spec/types.ts';
import { identity } from '../mutants/filter.ts';
import type { Armed, Mutant } from '../mutants/types.ts';
import type { Target } from '../targets/types.ts';
import { settledBefore } from './applicable.ts';
import { type CellMode, cellKey, cells } from './cells.ts';
import { type Job, type JobResult, publish } from './context.ts';
import { clone, runEngine } from './engine.ts';
import { HarnessError } from './errors.ts';
import type { FeatureScenario } from './features.ts';
import { siblingPath } from './sibling.ts';
import type { Survey } from './survey.ts';
import type { Cell } from './types.ts';
import { watch } from './watch.ts';

/** Milliseconds a server may take for one answer, before what the target says of its delay after errors. */
export const DEADLINE_MS = 5_000;
/** In mutant cells nobody waits long for an answer that was swallowed. */
export const MUTANT_DEADLINE_MS = 600;
const PATIENCE_MS = 120_000;
const SLOW_PATIENCE_MS = 3_600_000;

export interface Context {
  target: Target;
  survey: Survey;
  spec: Spec;
}

/** What each scenario is asked in. A scenario of which the target offers no service has one job, settled. */
export function plan(
  scenarios: readonly FeatureScenario[],
  mode: CellMode,
  { target, survey, spec }: Context,
  lacking: Profile['requires'] = [],
): Job[] {
  return scenarios.flatMap((scenario): Job[] => {
    const list = cells(scenario, mode, survey.offers);
    const home = scenario.home ?? 'smtp';
    const [first] = list;
    if (!first) {
      const cell: Cell = { transport: 'clear', cut: 'as-written', service: home };
      const why = { message: `the target offers no ${home}` };
      return [{ id: '', scenario, cell, key: 'base', settled: { outcome: 'not-applicable', why } }];
    }
    return list.map((cell): Job => {
      const settled = settledBefore(scenario, cell, spec, survey, target.facts.policy, lacking, cell === first);
      return { id: '', scenario, cell, key: cellKey(cell, first, home), ...(settled ? { settled } : {}) };
    });
  });
}

/** The base cell of each scenario through mutants. */
export function planMutants(
  scenarios: readonly FeatureScenario[],
  mutants: readonly Mutant[],
  context: Context,
): Job[] {
  return plan(scenarios, 'base', context).flatMap((job) =>
    mutants.map((m): Job => ({ ...job, cell: { ...job.cell, mutant: m.id }, key: `mutant:${m.id}` })),
  );
}

/** Through the filter that changes nothing a server has all its time. */
function isBroken({ cell }: Job): boolean {
  return cell.mutant !== undefined && cell.mutant !== identity.id;
}

export interface RunJobs extends Context {
  /** Folder of features. */
  root: string;
  jobs: readonly Job[];
  lanes: number;
  arm?: (job: Job) => Armed | undefined;
  onResult?: (r: JobResult) => void;
  onMessage?: (line: string) => void;
  deadlineMs?: number;
}

/** Runs jobs in lanes and returns a result for each, in their order. @throws HarnessError for errors of our own */
export async function runJobs(o: RunJobs): Promise<JobResult[]> {
  const wanted = new Map<string, Job[]>();
  for (const job of o.jobs) wanted.set(job.scenario.key, [...(wanted.get(job.scenario.key) ?? []), job]);
  const jobs = new Map<string, Job>();
  const twice = [...Map.groupBy(o.jobs, (j) => `${j.scenario.id} (${j.key})`)].find(([, list]) => list.length > 1);
  if (twice) throw new HarnessError(`${twice[0]} is to run twice at once`);
  const results = new Map<Job, JobResult>();
  const delay = o.target.facts.limits.errorDelayMs;
  using published = publish({
    target: o.target,
    survey: o.survey,
    jobs,
    deadlineMs: (job) => o.deadlineMs ?? (isBroken(job) ? MUTANT_DEADLINE_MS : DEADLINE_MS + delay),
    patienceMs: (job) => (job.scenario.tags.includes('slow') ? SLOW_PATIENCE_MS : PATIENCE_MS),
    arm: (job) => o.arm?.(job),
    monitor: watch,
    done: (r) => {
      results.set(r.job, r);
      o.onResult?.(r);
    },
  });
  const files = [...new Set(o.jobs.map((j) => path.join(o.root, j.scenario.feature)))];
  const { stray } = await runEngine({
    cwd: o.root,
    paths: files,
    steps: siblingPath('../steps/register', import.meta.url),
    lanes: o.lanes,
    world: { run: published.name },
    choose: (all) =>
      all.flatMap((p) =>
        (wanted.get(`${p.pickle.uri}:${p.location.line}`) ?? []).map((job) => {
          const copy = clone(p, job.key);
          job.id = copy.pickle.id;
          jobs.set(job.id, job);
          return copy;
        }),
      ),
    ...(o.onMessage ? { onMessage: (e) => o.onMessage?.(`${JSON.stringify(e)}\n`) } : {}),
  });
  if (stray[0]) throw new HarnessError(`an error nobody was waiting for: ${stray[0].stack ?? stray[0].message}`);
  return o.jobs.map((job) => {
    const r = results.get(job);
    if (!r) throw new HarnessError(`${job.scenario.id} (${job.key}) did not run`);
    return r;
  });
}
