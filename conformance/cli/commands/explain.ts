import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { RunRecord } from '../../../matrix/record.ts';
import { parseRecord } from '../../../matrix/schema.ts';
import { UsageError } from '../exit.ts';
import { explainText, scenarioSource } from '../explain.ts';
import { type House, killedOf, loadHouse, ROOT, readJson } from '../house.ts';
import { filesBelow, isSource } from '../ids.ts';
import { knownOf } from '../known.ts';
import { stateTable, stateText } from '../states.ts';

export function register(program: Command): void {
  program
    .command('explain')
    .summary('one requirement on one screen')
    .description(
      'Shows a requirement: the rule, the section, its scenarios, the lines of the reference server that implement it,\nits mutant, and what the last run said. With "states": which command the reference server takes in which state.',
    )
    .argument('<id>', 'a requirement, or the word states')
    .argument('[protocol]', 'with states: smtp, imap, pop3')
    .option('--report <dir>', 'report folder of the last run', 'report')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mailspec explain rfc5321-4.5.2-leading-dot-removed\n  $ mailspec explain states smtp\n',
    )
    .action(async (id: string, protocol: string | undefined, o: { report: string }) => {
      process.stdout.write(id === 'states' ? await states(protocol) : await explain(id, o.report));
    });
}

async function explain(id: string, report: string): Promise<string> {
  const house = await loadHouse();
  const row = house.spec.byId.get(id);
  if (row === undefined) throw new UsageError(`no requirement is called ${id}${suggestion(house, id)}`);
  const scenarios = await Promise.all(
    house.scenarios
      .filter((s) => s.requirements.includes(id))
      .map(async (scenario) => {
        const text = await readFile(join(ROOT, 'features', scenario.feature), 'utf8');
        return { scenario, text: scenarioSource(text, scenario.line) };
      }),
  );
  return explainText({
    row,
    scenarios,
    code: house.code.filter((c) => c.id === id),
    mutants: house.mutants.filter((m) => m.mutant.kills === id),
    killed: (await killedOf(house))(id),
    record: await lastRecord(report),
    known: await knownOf(ROOT, id),
  });
}

async function lastRecord(report: string): Promise<RunRecord | undefined> {
  const file = join(report, 'run.json');
  const data = await readJson(file);
  return data === undefined ? undefined : parseRecord(data, file);
}

/** Ids of the same rule elsewhere, of the same section, or that hold the text asked for. */
function suggestion(house: House, id: string): string {
  const section = /^rfc\d+-[0-9A-Z][0-9A-Za-z.]*-/.exec(id)?.[0];
  const near = [...house.spec.byId.keys()].filter(
    (k) => k.includes(id) || (section !== undefined && k.startsWith(section)),
  );
  return near.length === 0
    ? '; mailspec list requirements WORDS finds them'
    : `; there is ${near.slice(0, 8).join(', ')}`;
}

const PROTOCOLS = ['smtp', 'imap', 'pop3'];

async function states(protocol: string | undefined): Promise<string> {
  if (protocol === undefined || !PROTOCOLS.includes(protocol)) {
    throw new UsageError(`explain states needs one of ${PROTOCOLS.join(', ')}`);
  }
  const files = await filesBelow(ROOT, `reference-server/${protocol}`, isSource);
  const rows = stateTable(
    await Promise.all(files.map(async (file) => ({ file, text: await readFile(join(ROOT, file), 'utf8') }))),
  );
  if (rows.length === 0) throw new UsageError(`no command of ${protocol} names its states`);
  return stateText(rows);
}
