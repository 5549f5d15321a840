import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { put } from '../../../matrix/write.ts';
import { parseInventory } from '../../../spec/inventory.ts';
import { parseFeature } from '../../runner/features.ts';
import { UsageError } from '../exit.ts';
import { type House, loadHouse, needsClone, ROOT } from '../house.ts';
import { isId, partsOf } from '../ids.ts';
import { appendScenario, homeOf, insertMutant, insertRow, type Scaffold, scaffold, scaffoldText } from '../scaffold.ts';

export function register(program: Command): void {
  program
    .command('new')
    .summary('scaffold a requirement: row, scenario, mutant, code comment')
    .description('Prints the four edits a new requirement is made of. Refuses an id that is taken.')
    .argument('<id>', 'rfcNNNN-SECTION-rule-in-words')
    .option('--write', 'put row, scenario and mutant into their files')
    .addHelpText('after', '\nExample:\n  $ mailspec new rfc5321-4.1.1.9-noop-ignores-argument --write\n')
    .action(async (id: string, o: { write?: true }) => {
      const house = await loadHouse();
      refuse(house, id);
      const made = scaffold(id, homeOf(partsOf(id)!.rfc, house.spec.byId.values()), filesOf(house, id));
      if (o.write) needsClone('new --write');
      process.stdout.write(scaffoldText(made));
      if (o.write) for (const line of await write(id, made)) process.stdout.write(`${line}\n`);
    });
}

/** @throws UsageError for what is no id, or one that is taken */
function refuse(house: House, id: string): void {
  if (!isId(id))
    throw new UsageError(
      `${id} is no id: write rfcNNNN-SECTION-rule-in-words, such as rfc5321-4.1.1.9-noop-ignores-argument`,
    );
  const row = house.spec.byId.get(id);
  if (row) throw new UsageError(`${id} is there already: ${row.at.file}:${row.at.line}`);
  const scenario = house.scenarios.find((s) => s.requirements.includes(id));
  if (scenario) throw new UsageError(`${id} is a tag already: features/${scenario.feature}:${scenario.line}`);
  const mutant = house.mutants.find((m) => m.mutant.kills === id);
  if (mutant) throw new UsageError(`${id} has a mutant already: ${mutant.file}:${mutant.line}`);
}

/** The feature that asks most of what the section says, and the table that holds most of its mutants, else of its RFC's. */
function filesOf(house: House, id: string): { feature?: string; mutants?: string } {
  const { rfc, section } = partsOf(id)!;
  const same = (other: string, whole: boolean): boolean => {
    const row = house.spec.byId.get(other);
    return row?.rfc === rfc && (whole || row.section === section);
  };
  const feature = commonest(
    house.scenarios.filter((s) => s.requirements.some((r) => same(r, false))).map((s) => `features/${s.feature}`),
  );
  const tables = (whole: boolean) => house.mutants.filter((m) => same(m.mutant.kills, whole)).map((m) => m.file);
  const mutants = commonest(tables(false)) ?? commonest(tables(true));
  return { ...(feature === undefined ? {} : { feature }), ...(mutants === undefined ? {} : { mutants }) };
}

function commonest(names: readonly string[]): string | undefined {
  return [...Map.groupBy(names, (n) => n)].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}

/** Everything is made and checked before the first file is written. */
async function write(id: string, s: Scaffold): Promise<string[]> {
  const row = await textOf(s.row.file);
  if (row === undefined)
    throw new UsageError(`${s.row.file} is not there: an inventory comes first, with its sentences`);
  const inventory = insertRow(row, id, s.row.text);
  parseInventory(s.row.file, inventory);
  const feature = appendScenario((await textOf(s.scenario.file)) ?? s.scenario.fresh, s.scenario.text);
  parseFeature(s.scenario.file, feature);
  const table = await textOf(s.mutant.file);
  const mutants = table === undefined ? undefined : insertMutant(table, s.mutant.text);
  await put(join(ROOT, s.row.file), inventory);
  await put(join(ROOT, s.scenario.file), feature);
  if (mutants !== undefined) await put(join(ROOT, s.mutant.file), mutants);
  return [
    `written: ${s.row.file}`,
    `written: ${s.scenario.file}`,
    mutants === undefined
      ? `by hand: ${s.mutant.file} holds no table that could be added to`
      : `written: ${s.mutant.file}`,
    `by hand: the comment, beside its line in ${s.comment.folder}`,
  ];
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(join(ROOT, file), 'utf8').catch((e: unknown) => {
    if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return undefined;
    throw e;
  });
}
