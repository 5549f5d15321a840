import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Messages from '@cucumber/messages';
import { SERVICES, type Service } from '../../spec/types.ts';
import { UsageError } from './errors.ts';

/** One step as it stands in a feature file. */
export interface FeatureStep {
  /** `Context` (Given), `Action` (When), `Outcome` (Then); And and But take that of the step before. */
  type: 'Context' | 'Action' | 'Outcome';
  text: string;
  line: number;
  docString?: { content: string; line: number };
}

/** One scenario, or one row of an outline's examples. */
export interface FeatureScenario {
  /** Slug of feature path and title, unique in the suite. */
  id: string;
  title: string;
  /** Path below the folder of features, with `/`. */
  feature: string;
  line: number;
  /** Without `@`, those of the feature included. */
  tags: string[];
  /** Ids of requirements among the tags. */
  requirements: string[];
  /** Absent where the feature names no home service. */
  home?: Service;
  steps: FeatureStep[];
  /** Names the scenario in the engine: feature path and line of the scenario, or of the row of examples. */
  key: string;
}

interface Gherkin {
  generateMessages(
    data: string,
    uri: string,
    mediaType: Messages.SourceMediaType,
    options: {
      newId: () => string;
      includeSource: boolean;
      includeGherkinDocument: boolean;
      includePickles: boolean;
      defaultDialect: string;
    },
  ): readonly Messages.Envelope[];
}

// The engine's own parser, so that the two never differ in what they read.
const fromEngine = createRequire(createRequire(import.meta.url).resolve('@cucumber/cucumber'));

function gherkin(): Gherkin {
  return fromEngine('@cucumber/gherkin') as Gherkin;
}

const REQUIREMENT_TAG = /^rfc\d+-/;

/** Lower-case words joined by dashes. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** All `.feature` files below a folder, as sorted absolute paths. @throws UsageError where the folder cannot be read. */
export async function featureFiles(root: string): Promise<string[]> {
  try {
    const all = await readdir(root, { recursive: true });
    return all
      .filter((f) => f.endsWith('.feature'))
      .map((f) => path.join(root, f))
      .sort();
  } catch (e) {
    throw new UsageError(`features in ${root} cannot be read: ${(e as Error).message}`);
  }
}

/**
 * Reads every feature below `root`, in order of path and line.
 * @throws UsageError for a file that does not parse, or two scenarios of one id, naming file and line.
 */
export async function loadFeatures(root: string): Promise<FeatureScenario[]> {
  const found: FeatureScenario[] = [];
  for (const file of await featureFiles(root)) {
    const uri = path.relative(root, file).split(path.sep).join('/');
    found.push(...parseFeature(uri, await readFile(file, 'utf8')));
  }
  const seen = new Map<string, FeatureScenario>();
  for (const s of found) {
    const other = seen.get(s.id);
    if (other) {
      throw new UsageError(`${s.feature}:${s.line}: same title as ${other.feature}:${other.line}: "${s.title}"`);
    }
    seen.set(s.id, s);
  }
  return found;
}

/** The scenarios of one feature file. @param uri path below the folder of features. @throws UsageError */
export function parseFeature(uri: string, text: string): FeatureScenario[] {
  let n = 0;
  const envelopes = gherkin().generateMessages(text, uri, 'text/x.cucumber.gherkin+plain' as Messages.SourceMediaType, {
    newId: () => String(n++),
    includeSource: false,
    includeGherkinDocument: true,
    includePickles: true,
    defaultDialect: 'en',
  });
  const bad = envelopes.find((e) => e.parseError)?.parseError;
  if (bad)
    throw new UsageError(`${uri}:${bad.source.location?.line ?? 1}: ${bad.message.replace(/^\(\d+:\d+\): /, '')}`);
  const document = envelopes.find((e) => e.gherkinDocument)?.gherkinDocument;
  if (!document?.feature) return [];
  const places = locate(document.feature);
  const pickles = envelopes.flatMap((e) => (e.pickle ? [e.pickle] : []));
  const titles = new Map<string, number>();
  for (const p of pickles) titles.set(p.name, (titles.get(p.name) ?? 0) + 1);
  const nth = new Map<string, number>();
  return pickles.map((p) => {
    const count = (nth.get(p.name) ?? 0) + 1;
    nth.set(p.name, count);
    // Rows of an outline may share a title; two scenarios may not.
    const outline = p.astNodeIds.length > 1;
    const suffix = outline && (titles.get(p.name) ?? 0) > 1 ? `-${count}` : '';
    return scenarioOf(uri, p, places, suffix);
  });
}

interface Places {
  lines: Map<string, number>;
  docs: Map<string, number>;
}

function locate(feature: Messages.Feature): Places {
  const lines = new Map<string, number>();
  const docs = new Map<string, number>();
  const steps = (list: readonly Messages.Step[]) => {
    for (const s of list) {
      lines.set(s.id, s.location.line);
      if (s.docString) docs.set(s.id, s.docString.location.line);
    }
  };
  const child = (c: Messages.FeatureChild | Messages.RuleChild) => {
    if (c.background) steps(c.background.steps);
    if (c.scenario) {
      lines.set(c.scenario.id, c.scenario.location.line);
      steps(c.scenario.steps);
      for (const e of c.scenario.examples) for (const r of e.tableBody) lines.set(r.id, r.location.line);
    }
    if ('rule' in c && c.rule) c.rule.children.forEach(child);
  };
  feature.children.forEach(child);
  return { lines, docs };
}

function scenarioOf(uri: string, p: Messages.Pickle, places: Places, suffix: string): FeatureScenario {
  const tags = [...new Set(p.tags.map((t) => t.name.slice(1)))];
  const line = places.lines.get(p.astNodeIds.at(-1) ?? '') ?? 1;
  const steps = p.steps.map((s): FeatureStep => {
    const node = s.astNodeIds[0] ?? '';
    const step: FeatureStep = {
      type: s.type === 'Context' || s.type === 'Action' ? s.type : 'Outcome',
      text: s.text,
      line: places.lines.get(node) ?? line,
    };
    const content = s.argument?.docString?.content;
    return content === undefined
      ? step
      : { ...step, docString: { content, line: (places.docs.get(node) ?? step.line) + 1 } };
  });
  const home = SERVICES.find((s) => tags.includes(s));
  const stem = uri
    .replace(/\.feature$/, '')
    .split('/')
    .map(slug)
    .join('/');
  return {
    id: `${stem}--${slug(p.name)}${suffix}`,
    title: p.name,
    feature: uri,
    line,
    tags,
    requirements: tags.filter((t) => REQUIREMENT_TAG.test(t)),
    ...(home ? { home } : {}),
    steps,
    key: `${uri}:${line}`,
  };
}
