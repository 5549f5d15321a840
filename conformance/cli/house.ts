import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSpec } from '../../spec/load.ts';
import type { Spec } from '../../spec/types.ts';
import { MONITORS } from '../monitors/index.ts';
import type { Mutant } from '../mutants/types.ts';
import { type FeatureScenario, loadFeatures } from '../runner/features.ts';
import { otherIds } from '../runner/other-mutants.ts';
import { killedBy, readProof, readSources } from '../runner/proof.ts';
import { BUILT } from '../runner/sibling.ts';
import { packageRoot } from '../runner/suite.ts';
import { UsageError } from './exit.ts';
import { filesBelow, isSource, type Named, namedIn } from './ids.ts';

/** The folder of the package: all paths that are shown lie below it. */
export const ROOT = packageRoot();

/** For commands that change the house. @throws UsageError in the package, where nothing may be changed */
export function needsClone(what: string): void {
  if (BUILT) throw new UsageError(`${what} needs a clone of the repository, with its sources; this is the package`);
}

/** A mutant and the place of its line in its table. */
export interface ListedMutant {
  mutant: Mutant;
  file: string;
  line: number;
}

/** Everything that names requirements: rows, scenarios, mutants, lines of the server. */
export interface House {
  spec: Spec;
  scenarios: FeatureScenario[];
  mutants: ListedMutant[];
  /** Ids in the source of the reference server. */
  code: Named[];
  /** Rows that a monitor watches in every scenario, at the place where it names them. */
  monitored: Named[];
}

/** Ids of rows that are asked: by a scenario tagged with them, or by a monitor. */
export function askedIds(house: Pick<House, 'scenarios' | 'monitored'>): Set<string> {
  return new Set([...house.scenarios.flatMap((s) => s.requirements), ...house.monitored.map((m) => m.id)]);
}

/** @throws SpecError, UsageError where a file of the house cannot be read as what it is */
export async function loadHouse(root: string = ROOT): Promise<House> {
  const [scenarios, mutants, code, watched] = await Promise.all([
    loadFeatures(join(root, 'features')),
    loadMutants(root),
    namedIn(root, ['reference-server'], isSource),
    namedIn(root, ['conformance/monitors'], isSource),
  ]);
  const ids = new Set(MONITORS.flatMap((m) => m.requirements));
  const places = new Map(watched.toReversed().map((n) => [n.id, n]));
  const monitored = [...ids].map((id) => places.get(id) ?? { id, file: 'conformance/monitors', line: 1, text: '' });
  return { spec: loadSpec(join(root, 'spec')), scenarios, mutants, code, monitored };
}

/** The tables `conformance/mutants/rfcNNNN*.ts`, in order of file and line. */
export async function loadMutants(root: string = ROOT): Promise<ListedMutant[]> {
  const files = await filesBelow(
    root,
    'conformance/mutants',
    (f) => /\/rfc\d+[^/]*\.(?:ts|js)$/.test(f) && isSource(f),
  );
  const tables = await Promise.all(
    files.map(async (file) => {
      const [module, text]: [unknown, string] = await Promise.all([
        import(moduleOf(root, file)),
        readFile(join(root, file), 'utf8'),
      ]);
      const lines = text.split('\n');
      return tableOf(module).map((mutant): ListedMutant => {
        const at = lines.findIndex((l) => l.includes(`'${mutant.id}'`) || l.includes(`"${mutant.id}"`));
        return { mutant, file, line: at + 1 };
      });
    }),
  );
  // A table may be made of others: each mutant is listed once, where its own line stands.
  const own = tables.flat().filter((m) => m.line > 0);
  const seen = new Set(own.map((m) => m.mutant));
  const others = tables.flat().filter((m) => m.line === 0 && !seen.has(m.mutant));
  return [...own, ...[...new Map(others.map((m) => [m.mutant, { ...m, line: 1 }])).values()]];
}

/** What runs of a source: itself in a clone, what was made of it in the package. */
function moduleOf(root: string, file: string): string {
  return pathToFileURL(BUILT ? join(root, 'dist', file.replace(/\.ts$/, '.js')) : join(root, file)).href;
}

function tableOf(module: unknown): readonly Mutant[] {
  if (typeof module !== 'object' || module === null || !('mutants' in module)) return [];
  return Array.isArray(module.mutants) ? module.mutants : [];
}

/** Ids of all mutants, those that are no filter on the wire included: what a proof rests on. */
export function mutantIds(listed: readonly ListedMutant[]): string[] {
  return [...listed.map((l) => l.mutant.id), ...otherIds];
}

/** What the committed proof still says of each requirement: killed or not, null where it has no mutant. */
export async function killedOf(house: House, root: string = ROOT): Promise<(id: string) => boolean | null> {
  return killedBy(await readProof(root), mutantIds(house.mutants), house.scenarios, await readSources(root));
}

/** Reads a JSON file, or undefined where there is none. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((e: unknown) => {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return undefined;
    throw e;
  });
  return text === undefined ? undefined : JSON.parse(text);
}
