import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { loadSpec } from '../../spec/load.ts';
import type { Spec } from '../../spec/types.ts';
import type { Mutant } from '../mutants/types.ts';
import { type FeatureScenario, loadFeatures } from '../runner/features.ts';
import { killedBy, readProof, readSources } from '../runner/proof.ts';
import { filesBelow, isSource, type Named, namedIn } from './ids.ts';

/** The folder of the package, two above this one in the tree and three when built: all paths that are shown lie below it. */
export const ROOT = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url));

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
}

/** @throws SpecError, UsageError where a file of the house cannot be read as what it is */
export async function loadHouse(root: string = ROOT): Promise<House> {
  const [scenarios, mutants, code] = await Promise.all([
    loadFeatures(join(root, 'features')),
    loadMutants(root),
    namedIn(root, ['reference-server'], isSource),
  ]);
  return { spec: loadSpec(join(root, 'spec')), scenarios, mutants, code };
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
        import(pathToFileURL(join(root, file)).href),
        readFile(join(root, file), 'utf8'),
      ]);
      const lines = text.split('\n');
      return tableOf(module).map((mutant): ListedMutant => {
        const at = lines.findIndex((l) => l.includes(`'${mutant.id}'`) || l.includes(`"${mutant.id}"`));
        return { mutant, file, line: at < 0 ? 1 : at + 1 };
      });
    }),
  );
  return tables.flat();
}

function tableOf(module: unknown): readonly Mutant[] {
  if (typeof module !== 'object' || module === null || !('mutants' in module)) return [];
  return Array.isArray(module.mutants) ? module.mutants : [];
}

/** What the committed proof still says of each requirement: killed or not, null where it has no mutant. */
export async function killedOf(house: House, root: string = ROOT): Promise<(id: string) => boolean | null> {
  const ids = house.mutants.map((m) => m.mutant.id);
  return killedBy(await readProof(root), ids, house.scenarios, await readSources(root));
}

/** Reads a JSON file, or undefined where there is none. */
export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((e: unknown) => {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return undefined;
    throw e;
  });
  return text === undefined ? undefined : JSON.parse(text);
}
