import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildRecord } from '../../matrix/build.ts';
import type { Failure, Observation, RunRecord, ScenarioRun } from '../../matrix/record.ts';
import { servicesOf } from '../../spec/applies.ts';
import { type Profile, type Requirement, SERVICES, type Spec } from '../../spec/types.ts';
import { requiredObservations, rowApplies } from './applicable.ts';
import type { JobResult } from './context.ts';
import type { FeatureScenario } from './features.ts';
import type { Context } from './jobs.ts';
import { BUILT } from './sibling.ts';
import { lastBytes, transcriptPath } from './transcripts.ts';
import { monitorObservations } from './watch.ts';

/** Folder of the package: two above this one in the tree, three when built. */
export function packageRoot(): string {
  return fileURLToPath(new URL(BUILT ? '../../../' : '../../', import.meta.url));
}

export function version(): string {
  const text = readFileSync(path.join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function inventoryDigest(spec: Spec): string {
  const ids = [...spec.byId.values()].map((r) => `${r.id} ${r.level} ${r.asks}`).sort();
  return createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 16);
}

export interface Recorded extends Context {
  scenarios: readonly FeatureScenario[];
  results: readonly JobResult[];
  profile?: Profile;
  selection?: string[];
  started: Date;
  /** Words of the command line that name the target. */
  targetWords: string;
  killed: (id: string) => boolean | null;
}

/** Rows that count: those of the profile, else all. */
export function rowsOf(spec: Spec, profile: Profile | undefined): Requirement[] {
  const all = [...spec.byId.values()];
  if (!profile) return all;
  const wanted = new Set(profile.includes);
  return all.filter((r) => wanted.has(r.id));
}

/** Quotes a word for a shell where it needs it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function reproduce(r: JobResult, target: string): string {
  const cell = r.job.key === 'base' ? '' : ` --cell ${shellWord(r.job.key)}`;
  return `npx mailspec replay ${shellWord(r.job.scenario.id)}${cell} ${target}`;
}

function runOf(r: JobResult, o: Recorded): ScenarioRun {
  const ran = r.transcript.entries.length > 0;
  const transcript = ran ? { transcript: transcriptPath(r.job.scenario.id) } : {};
  const run: ScenarioRun = { cell: r.job.key, outcome: r.outcome, ms: r.ms, ...transcript };
  if (!r.why) return run;
  if (r.outcome === 'passed') return { ...run, why: { message: r.why.message } };
  const { requirement, ...rest } = r.why;
  const known = requirement !== undefined && o.spec.byId.has(requirement);
  const why: Failure = {
    ...rest,
    ...(known ? { requirement } : {}),
    ...(ran ? { bytes: lastBytes(r.transcript), reproduce: reproduce(r, o.targetWords) } : {}),
  };
  const spared = sparedBy(r, o.spec);
  return { ...run, why, ...(spared.length > 0 ? { spared } : {}) };
}

/**
 * Rows that a failure says nothing of: a scenario that looks through several doors names a rule of each, and a wrong answer of one service
 * breaks no rule that can only bind another.
 */
export function sparedBy(r: Pick<JobResult, 'outcome' | 'speaking' | 'job'>, spec: Spec): string[] {
  const { speaking } = r;
  if (r.outcome !== 'failed' || speaking === undefined) return [];
  const rows = r.job.scenario.requirements.flatMap((id) => spec.byId.get(id) ?? []);
  const bound = new Set(rows.filter((row) => servicesOf(row.applies, SERVICES).includes(speaking)));
  return bound.size === 0 ? [] : rows.filter((row) => !bound.has(row)).map((row) => row.id);
}

/** The record of a run. */
export function recordOf(o: Recorded): RunRecord {
  const { target, survey, spec } = o;
  const { facts } = target;
  const byScenario = new Map<FeatureScenario, JobResult[]>(o.scenarios.map((s) => [s, []]));
  for (const r of o.results) byScenario.get(r.job.scenario)?.push(r);
  const observations: Observation[] = [
    ...requiredObservations(o.profile, survey),
    ...monitorObservations(o.results, spec, (r) => reproduce(r, o.targetWords)),
  ];
  return buildRecord({
    suite: { version: version(), inventory: inventoryDigest(spec) },
    target: {
      name: facts.name,
      version: facts.version ?? null,
      ...(facts.release === undefined ? {} : { release: facts.release }),
      ...(facts.variant === undefined ? {} : { variant: facts.variant }),
      banners: survey.banners,
      announced: survey.announced,
      policy: facts.policy,
      config: facts.config,
    },
    profile: o.selection ? 'selection' : (o.profile?.name ?? 'all'),
    ...(o.selection ? { selection: o.selection } : {}),
    started: o.started.toISOString(),
    seconds: Math.round((Date.now() - o.started.getTime()) / 100) / 10,
    host: { os: `${os.platform()} ${os.release()}`, node: process.versions.node, cpus: os.availableParallelism() },
    rows: rowsOf(spec, o.profile),
    ledger: spec.ledger,
    scenarios: [...byScenario].map(([s, runs]) => ({
      id: s.id,
      title: s.title,
      feature: s.feature,
      line: s.line,
      requirements: s.requirements,
      runs: runs.map((r) => runOf(r, o)),
    })),
    observations,
    applies: (row) => {
      const a = rowApplies(row, survey, facts.policy);
      return a === 'holds' ? 'applies' : a;
    },
    killed: o.killed,
  });
}
