import { type Command, Option } from 'commander';
import { servicesOf } from '../../spec/applies.ts';
import { profileNamed } from '../../spec/profiles.ts';
import { LEVELS, type Requirement, SERVICES, type Service, type Spec } from '../../spec/types.ts';
import { UsageError } from './exit.ts';

/** How a list of requirements is narrowed. */
export interface Filters {
  rfc?: string;
  section?: string;
  level?: string;
  protocol?: Service;
  profile?: string;
  tested?: true;
  untested?: true;
}

export function withFilters(command: Command): Command {
  return command
    .option('--rfc <number>', 'rows of one RFC')
    .option('--section <section>', 'rows of a section and of those below it')
    .addOption(new Option('--level <level>', 'rows of one level').choices(LEVELS))
    .addOption(new Option('--protocol <service>', 'rows that can hold for a service').choices(SERVICES))
    .option('--profile <name>', 'rows of a profile')
    .option('--tested', 'rows with a scenario')
    .option('--untested', 'rows without one');
}

/** The rows the filters leave, in the order of the inventory. @throws UsageError for a profile that is not there */
export function filterRows(
  spec: Spec,
  filters: Filters,
  tested: ReadonlySet<string>,
  words: readonly string[],
): Requirement[] {
  const included = filters.profile === undefined ? undefined : profileIds(spec, filters.profile);
  const { rfc, section, level, protocol } = filters;
  return [...spec.byId.values()].filter(
    (r) =>
      (rfc === undefined || String(r.rfc) === rfc) &&
      (section === undefined || r.section === section || r.section.startsWith(`${section}.`)) &&
      (level === undefined || r.level === level) &&
      (protocol === undefined || servicesOf(r.applies, SERVICES).includes(protocol)) &&
      (included === undefined || included.has(r.id)) &&
      (filters.tested === undefined || tested.has(r.id)) &&
      (filters.untested === undefined || !tested.has(r.id)) &&
      hasWords(`${r.id} ${r.asks}`, words),
  );
}

/** Whether a text has every word, in any case. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const low = text.toLowerCase();
  return words.every((w) => low.includes(w.toLowerCase()));
}

function profileIds(spec: Spec, name: string): Set<string> {
  try {
    return new Set(profileNamed(spec, name).includes);
  } catch (e) {
    throw new UsageError(e instanceof Error ? e.message : String(e));
  }
}
