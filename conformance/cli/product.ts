/** What the product rows need of the house: the names their proofs may have, and the lists they are compared with. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import {
  clientUnit,
  type Evidence,
  EvidenceError,
  isUnitOf,
  namesTitle,
  parseEvidence,
  titlesIn,
} from '../../matrix/evidence.ts';
import type { ScenarioId } from '../../matrix/record.ts';
import { isServerDuty } from '../../spec/load.ts';
import type { Product } from '../../spec/product.ts';
import type { Known, StatusList } from '../../spec/product-audit.ts';
import type { Requirement } from '../../spec/types.ts';
import type { FeatureScenario } from '../runner/features.ts';
import { UsageError } from './exit.ts';
import { filesBelow } from './ids.ts';

/** Where tests stand. */
const FOLDERS = ['spec', 'matrix', 'conformance', 'reference-server', 'fuzz', 'ci'];
/** Files beside a test that may hold some of its tests: those it imports by path. */
const IMPORTED = /\bfrom '(\.{1,2}\/[^']+\.ts)'/g;

/** Scenarios by tag, with its `@`. */
export function scenariosByTag(scenarios: readonly FeatureScenario[]): Map<string, ScenarioId[]> {
  const tags = new Map<string, ScenarioId[]>();
  for (const { id, tags: mine } of scenarios) {
    for (const tag of mine) tags.set(`@${tag}`, [...(tags.get(`@${tag}`) ?? []), id]);
  }
  return tags;
}

/** Real clients: a file each, which names the client and its checks. */
const CLIENTS = 'ci/clients';
const CLIENT = /\bname: '([^']+)',\s+packages:/;
const NAME = /\bname: '([^']+)'/g;

/** Titles of the tests of each unit: of a test file its own and those of the files that it imports, of a client its checks. */
export type TestTitles = ReadonlyMap<string, readonly string[]>;

/** The tests below a root, by what their source says; none in an installed package, which has no tests. */
export async function testTitles(root: string): Promise<TestTitles> {
  const files = (await Promise.all(FOLDERS.map((f) => filesBelow(root, f, (p) => p.endsWith('.test.ts'))))).flat();
  const sources = new Map<string, string>();
  const sourceOf = async (file: string): Promise<string> => {
    const known = sources.get(file) ?? (await readFile(join(root, file), 'utf8').catch(() => ''));
    sources.set(file, known);
    return known;
  };
  const ofFiles = await Promise.all(
    files.map(async (file): Promise<[string, string[]]> => {
      const source = await sourceOf(file);
      const beside = [...source.matchAll(IMPORTED)].map((m) => posix.join(dirname(file), m[1]!));
      const all = [source, ...(await Promise.all(beside.map(sourceOf)))];
      return [file.replace(/\.test\.ts$/, ''), all.flatMap(titlesIn)];
    }),
  );
  const programs = await filesBelow(root, CLIENTS, (p) => p.endsWith('.ts') && dirname(p) === CLIENTS);
  const ofClients = (await Promise.all(programs.map(sourceOf))).flatMap((source): [string, string[]][] => {
    const client = CLIENT.exec(source)?.[1];
    return client === undefined ? [] : [[clientUnit(client), [...source.matchAll(NAME)].map((m) => m[1]!)]];
  });
  return new Map([...ofFiles, ...ofClients]);
}

/** What is wrong with the name of a check, or undefined. */
export function checkProblem(check: string, tests: TestTitles): string | undefined {
  if (tests.size === 0) return undefined;
  const units = [...tests].filter(([unit]) => isUnitOf(check, unit));
  if (units.length === 0) return `the check ${check} names no test file: write folder/file without .test.ts`;
  if (units.length > 1) {
    return `the check ${check} fits ${units.map(([unit]) => unit).join(' and ')}: name more of the folder`;
  }
  const [unit, titles] = units[0]!;
  return namesTitle(check, titles) ? undefined : `no title of ${unit} holds the part behind # of the check ${check}`;
}

/** The names that exist, for the audit. */
export function knownNames(
  byId: ReadonlyMap<string, Requirement>,
  tags: ReadonlyMap<string, unknown>,
  tests: TestTitles,
): Known {
  return {
    requirement(id) {
      const row = byId.get(id);
      if (row === undefined) return `the proof ${id} is a requirement that no inventory holds`;
      return isServerDuty(row) ? undefined : `the proof ${id} binds no server: nothing ever asks it`;
    },
    feature: (tag) => (tags.has(tag) ? undefined : `the proof ${tag} is a tag that no scenario carries`),
    check: (id) => checkProblem(id, tests),
  };
}

/** The status lists of a folder: for each product the Markdown file that has its name in its own. @throws UsageError */
export function statusLists(dir: string, products: readonly Product[]): Map<string, StatusList> {
  try {
    const files = readdirSync(dir).filter((f) => f.endsWith('.md'));
    return new Map(
      products.flatMap(({ name }): [string, StatusList][] => {
        const file = files.find((f) => f.includes(name));
        return file === undefined ? [] : [[name, { file, text: readFileSync(join(dir, file), 'utf8') }]];
      }),
    );
  } catch (e) {
    throw new UsageError(`--seeds ${dir} cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  }
}

/** Reads what vitest, or the real clients' run, wrote. @throws UsageError */
export async function readEvidence(file: string): Promise<Evidence> {
  const text = await readFile(file, 'utf8').catch((e: unknown) => {
    throw new UsageError(`--evidence ${file} cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  });
  try {
    return parseEvidence(text, basename(file));
  } catch (e) {
    throw e instanceof EvidenceError ? new UsageError(e.message) : e;
  }
}
