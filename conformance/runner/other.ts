import { arm } from '../mutants/filter.ts';
import type { Mutant } from '../mutants/types.ts';
import type { Target } from '../targets/types.ts';
import type { JobResult } from './context.ts';
import type { FeatureScenario } from './features.ts';
import { type Context, MUTANT_DEADLINE_MS, plan, planMutants, runJobs } from './jobs.ts';
import type { MutantResult } from './mutants.ts';
import {
  type FrontMutant,
  frontMutants,
  type HarnessMutant,
  harnessMutants,
  type SourceMutant,
  sourceMutants,
} from './other-mutants.ts';
import { sibling } from './sibling.ts';
import { carryingFront } from './tls-front.ts';

/** Environment under which the reference server is started with one text of its source replaced. */
export function sourceEnvironment(m: SourceMutant): Record<string, string> {
  const hook = new URL('./source-hook.mjs', sibling('./other', import.meta.url)).href;
  const { file, from, to } = m;
  return { NODE_OPTIONS: `--import=${hook}`, MAILSPEC_SOURCE_MUTANT: JSON.stringify({ file, from, to }) };
}

export interface OtherRun {
  root: string;
  scenarios: readonly FeatureScenario[];
  lanes: number;
  /** Only ids that begin so. */
  only?: string;
  /** Opens the reference target under an environment, surveyed. */
  open(env: Record<string, string>): Promise<Context>;
}

/** A mutant as results name it; it has no filter. */
function named(m: SourceMutant | FrontMutant, kind: 'module' | 'tls'): Mutant {
  return { id: m.id, kills: m.kills, does: m.does, kind, wire: () => ({}) };
}

function settle(mutant: Mutant, scenarios: FeatureScenario[], results: readonly JobResult[]): MutantResult {
  const left = results.filter((r) => r.outcome !== 'failed' || r.step === undefined || r.step.type === 'Context');
  const why = left.map((r) => `${r.job.scenario.id}: ${r.outcome}${r.why ? ` (${r.why.message})` : ''}`);
  // Some scenarios of a requirement may not meet the one place that was broken; one that does proves it.
  const killed = left.length < results.length;
  const outcome = results.length === 0 ? 'not-asked' : killed ? 'killed' : 'survived';
  return { mutant, outcome, scenarios, also: [], why: killed ? [] : why };
}

/** Runs the scenarios of a requirement in their base cells against a context of its own. */
async function ask(o: OtherRun, context: Context, mutant: Mutant): Promise<MutantResult> {
  const mine = o.scenarios.filter((s) => s.requirements.includes(mutant.kills));
  const jobs = plan(mine, 'base', context);
  const deadlineMs = 2 * MUTANT_DEADLINE_MS;
  return settle(mutant, mine, await runJobs({ ...context, root: o.root, jobs, lanes: o.lanes, deadlineMs }));
}

/** The server with a part of its source replaced. */
async function source(o: OtherRun, m: SourceMutant): Promise<MutantResult> {
  const context = await o.open(sourceEnvironment(m));
  await using _target: Target = context.target;
  return await ask(o, context, named(m, 'module'));
}

/** The target with a wrong TLS end before one of its services. */
async function front(o: OtherRun, context: Context, m: FrontMutant): Promise<MutantResult> {
  const { target, survey } = context;
  const upstream = target.facts.services[m.service]?.find((e) => e.tls !== 'implicit');
  const mutant = named(m, 'tls');
  if (!upstream) return settle(mutant, [], []);
  await using wrong = await carryingFront(upstream);
  const services = { ...target.facts.services, [m.service]: [wrong.endpoint] };
  const facade: Target = {
    ...target,
    facts: { ...target.facts, services },
    lease: (need, s) => target.lease(need, s),
    door: () => target.door(),
    [Symbol.asyncDispose]: async () => undefined,
  };
  const offers = { ...survey.offers, services: { ...survey.offers.services, [m.service]: [wrong.endpoint] } };
  const result = await ask(o, { ...context, target: facade, survey: { ...survey, offers } }, mutant);
  return wrong.carried === 0 ? { ...result, outcome: 'idle', why: ['nothing came in clear behind STARTTLS'] } : result;
}

export interface HarnessResult {
  id: string;
  good: boolean;
  why: string[];
}

/** How scenarios begin whose beginning these mutants break. */
const GREETS = / that (has said EHLO|can send mail)$/;

/** Verdicts of the suite itself: what must end as blocked, or green, and never as a failure of the rule. */
export async function runHarnessMutants(o: OtherRun, context: Context): Promise<HarnessResult[]> {
  const list = harnessMutants.filter((h) => o.only === undefined || h.mutant.id.startsWith(o.only));
  const byId = new Map(list.map((h): [string, HarnessMutant] => [h.mutant.id, h]));
  const jobs = list.flatMap((h) => {
    const mine = o.scenarios.filter(
      (s) => s.requirements.includes(h.asked) && s.steps.some((x) => GREETS.test(x.text)),
    );
    return planMutants(mine, [h.mutant], context);
  });
  const results = await runJobs({
    ...context,
    root: o.root,
    jobs,
    lanes: o.lanes,
    arm: (job) => {
      const h = byId.get(job.cell.mutant ?? '');
      return h ? arm(h.mutant) : undefined;
    },
  });
  return list.map((h) => {
    const mine = results.filter((r) => r.job.cell.mutant === h.mutant.id);
    const wrong = mine.filter((r) => r.outcome !== h.expects);
    const why = wrong.map((r) => `${r.job.scenario.id}: ${r.outcome} instead of ${h.expects}`);
    return { id: h.mutant.id, good: mine.length > 0 && wrong.length === 0, why };
  });
}

/** Source and TLS mutants; each source mutant has a server of its own. */
export async function runOtherMutants(o: OtherRun, context: Context): Promise<MutantResult[]> {
  const wanted = (m: { id: string; kills: string }) =>
    (o.only === undefined || m.id.startsWith(o.only)) && o.scenarios.some((s) => s.requirements.includes(m.kills));
  const results: MutantResult[] = [];
  for (const m of frontMutants.filter(wanted)) results.push(await front(o, context, m));
  for (const m of sourceMutants.filter(wanted)) results.push(await source(o, m));
  return results;
}
