/** Reads everything under `spec/`: inventories, profiles and the ledger. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseInventory } from './inventory.ts';
import { parseLedger } from './ledger.ts';
import { parseProfile, resolveProfile } from './profiles.ts';
import type { Interpretation, Inventory, Requirement, Spec } from './types.ts';
import { type Problem, SpecError } from './yaml-reader.ts';

export { isServerDuty, isTestable, loadInventory } from './inventory.ts';
export { type Problem, SpecError, showProblem } from './yaml-reader.ts';

/** The folder of this package that holds the files: this one, also where what was built lies elsewhere. */
export const SPEC_DIR = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '.' : '../../spec/', import.meta.url));
/** Where the ledger lies under it. */
export const LEDGER_FILE = 'interpretations.yaml';

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function yamlFiles(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((name) => name.endsWith('.yaml'))
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Collects what readers complain about, so that one bad file does not hide the faults of the next. */
function attempt<T>(problems: Problem[], read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}

function readLedger(path: string, problems: Problem[]): Interpretation[] {
  try {
    const content = readFileSync(path, 'utf8');
    return attempt(problems, () => parseLedger(`spec/${LEDGER_FILE}`, content)).flat();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function indexed(inventories: readonly Inventory[], problems: Problem[]): Map<string, Requirement> {
  const byId = new Map<string, Requirement>();
  for (const row of inventories.flatMap((inventory) => inventory.requirements)) {
    const first = byId.get(row.id);
    const message = `the id stands in ${first?.at.file ?? ''} already: ids are unique`;
    if (first) problems.push({ ...row.at, id: row.id, message });
    else byId.set(row.id, row);
  }
  return byId;
}

/**
 * Reads and checks all files.
 *
 * @param dir folder that holds `rfc/`, `profiles/` and the ledger; that of this package where left out
 * @throws SpecError with the faults of all files
 */
export function loadSpec(dir: string = SPEC_DIR): Spec {
  const problems: Problem[] = [];
  const each = <T>(folder: string, parse: (file: string, content: string) => T): T[] =>
    yamlFiles(join(dir, folder)).flatMap((name) => {
      const content = readFileSync(join(dir, folder, name), 'utf8');
      return attempt(problems, () => parse(`spec/${folder}/${name}`, content));
    });
  const inventories = each('rfc', parseInventory);
  const byId = indexed(inventories, problems);
  const profiles = each('profiles', parseProfile).map((profile) => resolveProfile(profile, byId));
  const ledger = readLedger(join(dir, LEDGER_FILE), problems);
  if (problems.length > 0) throw new SpecError(problems);
  return { inventories, byId, profiles, ledger };
}
