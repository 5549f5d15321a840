import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { HarnessError, UsageError } from './errors.ts';
import type { FeatureScenario } from './features.ts';
import { BUILT } from './sibling.ts';

/** `idle`: the mutant changed nothing, so that nothing was shown. `not-asked`: its scenarios could not be run here. */
export const PROOF_OUTCOMES = ['killed', 'survived', 'idle', 'not-asked'] as const;
export type ProofOutcome = (typeof PROOF_OUTCOMES)[number];

const entry = z.strictObject({
  mutant: z.string(),
  /** More than one mutant for the requirement. */
  variants: z.array(z.string()).optional(),
  scenarios: z.array(z.string()),
  outcome: z.enum(PROOF_OUTCOMES),
  digest: z.string(),
  /** Other scenarios of the same feature that die with it. */
  also: z.array(z.string()).optional(),
});

const schema = z.strictObject({ schema: z.literal('mailspec/proof/1'), requirements: z.record(z.string(), entry) });

export type ProofEntry = z.output<typeof entry>;
export type Proof = z.output<typeof schema>;

export const EMPTY_PROOF: Proof = { schema: 'mailspec/proof/1', requirements: {} };

export function proofFile(root: string): string {
  return path.join(root, 'conformance/mutants/proof.json');
}

/** @throws UsageError where the file is there and is no proof */
export async function readProof(root: string): Promise<Proof> {
  const file = proofFile(root);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return EMPTY_PROOF;
  try {
    return schema.parse(JSON.parse(text));
  } catch (e) {
    throw new UsageError(`${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** The same text for the same proof: keys and lists sorted. */
export function proofText(proof: Proof): string {
  const sorted = Object.entries(proof.requirements).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ schema: proof.schema, requirements: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** What a proof holds for: the words of the scenarios, the mutant's source, the engine that compared. */
export interface Sources {
  /** Source text of tables of mutants by file name. */
  tables: ReadonlyMap<string, string>;
  engine: string;
  /** What a rule without scenarios of its own is watched by. */
  monitors: string;
}

const ENGINE = [
  'conformance/dialogue/parse',
  'conformance/dialogue/match',
  'conformance/dialogue/run',
  'conformance/mutants/filter',
  'conformance/mutants/kit',
];

const MONITORS = 'conformance/monitors';

const stamp = z.record(z.string(), z.string());

/** Where a build says what it was made from: digests of sources by path. */
const BUILT_FROM = 'dist/built-from.json';

/** Reads one source below the root. */
export type Read = (file: string) => Promise<string>;

/**
 * Reads sources that the code which runs was built from, and no others: a package holds both, and a proof says nothing of a build that is
 * older or newer than the sources beside it.
 */
export function matching(read: Read, built: Readonly<Record<string, string>>): Read {
  return async (file) => {
    const text = await read(file);
    if (built[file] === createHash('sha256').update(text).digest('hex')) return text;
    throw new HarnessError(`dist/ was not built from the ${file} beside it: install mailspec anew, or pack it anew`);
  };
}

/** Reads what digests are made of. @throws HarnessError in a package whose sources are not those it was built from */
export async function readSources(root: string): Promise<Sources> {
  const plain: Read = async (file) => await readFile(path.join(root, file), 'utf8');
  const read = BUILT ? matching(plain, stamp.parse(JSON.parse(await plain(BUILT_FROM)))) : plain;
  const namesIn = async (folder: string) =>
    (await readdir(path.join(root, folder))).filter((n) => n.endsWith('.ts') && !n.endsWith('.test.ts')).sort();
  const tables = new Map<string, string>();
  const folder = 'conformance/mutants';
  for (const n of await namesIn(folder)) if (/^rfc\d+/.test(n)) tables.set(n, await read(`${folder}/${n}`));
  // Last: it names requirements whose mutants stand in the others.
  tables.set('other-mutants.ts', await read('conformance/runner/other-mutants.ts'));
  const engine = await Promise.all(ENGINE.map((f) => read(`${f}.ts`)));
  const monitors = await Promise.all((await namesIn(MONITORS)).map((n) => read(`${MONITORS}/${n}`)));
  return { tables, engine: hash(engine.join('\n')), monitors: hash(monitors.join('\n')) };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Sources of all mutants, as long as they are asked for with the same ids. */
const cut = new WeakMap<Sources['tables'], { ids: readonly string[]; sources: Map<string, string> }>();

/**
 * A mutant's source: what stands before the first mutant of its table, where helpers are, and its own lines up to the next
 * mutant's.
 */
export function sourceOf(id: string, ids: readonly string[], tables: Sources['tables']): string {
  const known = cut.get(tables);
  const sources = known?.ids === ids ? known.sources : cutUp(ids, tables);
  cut.set(tables, { ids, sources });
  return sources.get(id) ?? '';
}

function cutUp(ids: readonly string[], tables: Sources['tables']): Map<string, string> {
  const sources = new Map<string, string>();
  for (const text of tables.values()) {
    const places = ids
      .map((id) => ({ id, at: text.indexOf(`'${id}'`) }))
      .filter((p) => p.at >= 0)
      .sort((a, b) => a.at - b.at);
    const head = text.slice(0, places[0]?.at ?? 0);
    for (const [i, { id, at }] of places.entries()) {
      // The first table that names a mutant is its own.
      if (!sources.has(id)) sources.set(id, head + text.slice(at, places[i + 1]?.at ?? text.length));
    }
  }
  return sources;
}

/** The words of a scenario that decide what it asks; where it stands in its file does not. */
export function wordsOf(s: FeatureScenario): string {
  const steps = s.steps.map((x) => `${x.type} ${x.text}\n${x.docString?.content ?? ''}`);
  return [s.id, [...s.tags].sort().join(' '), ...steps].join('\n');
}

export function digestOf(
  mutants: readonly string[],
  all: readonly string[],
  scenarios: readonly FeatureScenario[],
  sources: Sources,
): string {
  const words = scenarios.map(wordsOf).sort();
  const judge = scenarios.length > 0 ? sources.engine : sources.monitors;
  return hash([judge, ...mutants.map((m) => sourceOf(m, all, sources.tables)), ...words].join('\n\n'));
}

/**
 * Whether the committed proof still holds for a requirement, given the ids of all mutants there are: true only where it was killed and nothing the proof rests on has
 * changed; null where there is no mutant.
 */
export function killedBy(
  proof: Proof,
  ids: readonly string[],
  scenarios: readonly FeatureScenario[],
  sources: Sources,
): (requirement: string) => boolean | null {
  const byId = new Map(scenarios.map((s) => [s.id, s]));
  return (requirement) => {
    const e = proof.requirements[requirement];
    if (!e) return null;
    if (e.outcome !== 'killed') return false;
    const mine = e.scenarios.flatMap((id) => byId.get(id) ?? []);
    return digestOf(e.variants ?? [e.mutant], ids, mine, sources) === e.digest;
  };
}
