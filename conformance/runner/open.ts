import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadSpec } from '../../spec/load.ts';
import type { Profile, Spec } from '../../spec/types.ts';
import { type AttachFlags, attach, ENDPOINTS } from '../targets/attach.ts';
import type { Notice } from '../targets/notice.ts';
import { openFile } from '../targets/open.ts';
import type { Target } from '../targets/types.ts';
import { UsageError } from './errors.ts';
import { type FeatureScenario, loadFeatures } from './features.ts';
import { housekeeping } from './housekeeping.ts';
import type { Context } from './jobs.ts';
import { preflight } from './preflight.ts';
import { packageRoot, shellWord } from './suite.ts';
import { survey } from './survey.ts';

export interface Suite {
  spec: Spec;
  /** Folder of features. */
  root: string;
  scenarios: FeatureScenario[];
}

/** Reads rows and features and looks whether they fit. @throws UsageError, SpecError */
export async function openSuite(features?: string): Promise<Suite> {
  const beside = path.join(packageRoot(), 'features');
  const root = path.resolve(features ?? beside);
  const spec = loadSpec();
  const scenarios = await loadFeatures(root);
  preflight(scenarios, spec);
  return { spec, root, scenarios };
}

/** @throws UsageError naming the profiles there are */
export function profileOf(spec: Spec, name: string | undefined): Profile | undefined {
  if (name === undefined || name === 'all') return undefined;
  const found = spec.profiles.find((p) => p.name === name);
  if (found) return found;
  throw new UsageError(`--profile ${name}: must be one of ${['all', ...spec.profiles.map((p) => p.name)].join(', ')}`);
}

/** Opens the target of a command line: a file, or flags. @throws UsageError, TargetError */
export async function openTarget(file: string | undefined, flags: AttachFlags, say?: Notice): Promise<Target> {
  const given = ENDPOINTS.filter((e) => flags[e] !== undefined);
  if (file === undefined) return attach(flags);
  if (given.length > 0) throw new UsageError(`give a target file or --${given[0]}, not both`);
  const found = fileOf(file);
  if (!existsSync(found)) {
    throw new UsageError(`${file}: no such target file; mailspec list targets names those of the suite`);
  }
  return await openFile(found, {}, say);
}

/** A file of the user's, or where there is none the suite's own of that path, as `list targets` prints it. */
export function fileOf(given: string): string {
  const ours = path.join(packageRoot(), given);
  return !path.isAbsolute(given) && !existsSync(given) && existsSync(ours) ? ours : given;
}

/** Surveys the target and tells it how its accounts are emptied. @throws TargetError */
export async function prepare(target: Target, spec: Spec): Promise<Context> {
  const seen = await survey(target);
  target.housekeeping?.(housekeeping(target, seen));
  return { target, survey: seen, spec };
}

/** The words that name the same target again. */
export function targetWords(file: string | undefined, flags: AttachFlags): string {
  if (file !== undefined) return shellWord(file);
  const words = Object.entries(flags).flatMap(([k, v]) => {
    if (v === undefined || v === false) return [];
    return v === true ? [`--${k}`] : [`--${k}`, shellWord(String(v))];
  });
  return words.join(' ');
}
