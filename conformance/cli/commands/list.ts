import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { loadSpec } from '../../../spec/load.ts';
import { loadFeatures } from '../../runner/features.ts';
import { type Filters, filterRows, hasWords, withFilters } from '../filters.ts';
import { loadMutants, ROOT } from '../house.ts';
import { filesBelow } from '../ids.ts';

/** One line of a list: what is printed, and what `--json` holds. */
interface Item {
  columns: string[];
  data: object;
}

type Lister = (filters: Filters, words: readonly string[]) => Promise<Item[]>;

const LISTERS: ReadonlyMap<string, Lister> = new Map([
  ['requirements', requirements],
  ['scenarios', scenarios],
  ['steps', steps],
  ['profiles', profiles],
  ['mutants', mutants],
  ['targets', targets],
]);

export function register(program: Command): void {
  const command = program
    .command('list')
    .summary('list requirements, scenarios, steps, profiles, mutants, targets')
    .description('Lists what there is. Words narrow every list, the options narrow requirements and scenarios.')
    .addArgument(new Argument('[what]', 'what to list').choices([...LISTERS.keys()]).default('requirements'))
    .argument('[words...]', 'words the line must hold')
    .option('--json', 'print the list as JSON');
  withFilters(command)
    .addHelpText(
      'after',
      '\nExamples:\n  $ mailspec list requirements --rfc 5321 --section 4.5 --untested\n  $ mailspec list steps\n  $ mailspec list scenarios --protocol lmtp --json\n',
    )
    .action(async (what: string, words: string[], o: Filters & { json?: true }) => {
      const items = await LISTERS.get(what)!(o, words);
      process.stdout.write(
        o.json
          ? `${JSON.stringify(
              items.map((i) => i.data),
              null,
              2,
            )}\n`
          : table(items),
      );
    });
}

/** Columns padded to their widest, the last as it is. */
function table(items: readonly Item[]): string {
  const widths = (items[0]?.columns ?? []).map((_, i) =>
    Math.max(...items.map((item) => item.columns[i]?.length ?? 0)),
  );
  const lines = items.map((item) =>
    item.columns.map((c, i) => (i === item.columns.length - 1 ? c : c.padEnd(widths[i] ?? 0))).join('  '),
  );
  return lines.map((l) => `${l}\n`).join('');
}

async function requirements(filters: Filters, words: readonly string[]): Promise<Item[]> {
  const spec = loadSpec();
  const tested = new Set((await loadFeatures(join(ROOT, 'features'))).flatMap((s) => s.requirements));
  return filterRows(spec, filters, tested, words).map((r) => {
    const state = tested.has(r.id) ? 'tested' : r.untested ? `untested: ${r.untested.why}` : 'untested';
    const { id, rfc, section, level, basis, role, asks } = r;
    return {
      columns: [id, level, state, asks],
      data: {
        id,
        rfc,
        section,
        level,
        basis,
        role,
        tested: tested.has(id),
        ...(r.untested ? { untested: r.untested } : {}),
        asks,
      },
    };
  });
}

async function scenarios(filters: Filters, words: readonly string[]): Promise<Item[]> {
  const spec = loadSpec();
  const all = await loadFeatures(join(ROOT, 'features'));
  const tested = new Set(all.flatMap((s) => s.requirements));
  const narrowed = Object.keys(filters).some((k) => k !== 'json');
  const rows = new Set(filterRows(spec, filters, tested, []).map((r) => r.id));
  return all
    .filter((s) => !narrowed || s.requirements.some((id) => rows.has(id)))
    .filter((s) => hasWords(`${s.id} ${s.title} ${s.tags.join(' ')}`, words))
    .map((s) => ({
      columns: [s.id, s.requirements.join(' ')],
      data: { id: s.id, title: s.title, feature: s.feature, line: s.line, tags: s.tags, requirements: s.requirements },
    }));
}

async function steps(_filters: Filters, words: readonly string[]): Promise<Item[]> {
  const { STEPS } = await import('../../steps/all.ts');
  return STEPS.filter((s) => hasWords(`${s.usage} ${s.doc}`, words)).map((s) => ({
    columns: [`${s.usage}${s.docString ? '\n    """ … """' : ''}\n    ${s.doc}\n`],
    data: { usage: s.usage, doc: s.doc, docString: s.docString ?? false },
  }));
}

async function profiles(_filters: Filters, words: readonly string[]): Promise<Item[]> {
  return loadSpec()
    .profiles.filter((p) => hasWords(`${p.name} ${p.title}`, words))
    .map((p) => ({
      columns: [p.name, `${p.includes.length} rows`, p.released ?? 'not released', p.title],
      data: p,
    }));
}

async function mutants(_filters: Filters, words: readonly string[]): Promise<Item[]> {
  return (await loadMutants())
    .filter(({ mutant }) => hasWords(`${mutant.id} ${mutant.does}`, words))
    .map(({ mutant, file, line }) => ({
      columns: [mutant.id, mutant.kind ?? 'wire', mutant.does],
      data: {
        id: mutant.id,
        kills: mutant.kills,
        also: mutant.also ?? [],
        kind: mutant.kind ?? 'wire',
        does: mutant.does,
        file,
        line,
      },
    }));
}

async function targets(_filters: Filters, words: readonly string[]): Promise<Item[]> {
  const { parseTarget } = await import('../../targets/file.ts');
  const files = await filesBelow(ROOT, 'conformance/targets', (f) => f.endsWith('.toml'));
  const read = await Promise.all(
    files.map(async (file) => ({ file, target: parseTarget(await readFile(join(ROOT, file), 'utf8'), file) })),
  );
  return read
    .map(({ file, target: { name, version } }) => ({ file, name, version: version ?? null }))
    .filter((t) => hasWords(`${t.file} ${t.name}`, words))
    .map((t) => ({ columns: [t.file, t.name, t.version ?? ''], data: t }));
}
