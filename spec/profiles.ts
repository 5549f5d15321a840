/** Profiles: named sets of requirements, and the capabilities that a server of that kind must announce. */
import { isServerDuty } from './inventory.ts';
import { type Profile, type Requirement, SERVICES, type Spec } from './types.ts';
import { type Entry, type Problem, parseYaml, SpecError } from './yaml-reader.ts';

const KEYS = ['name', 'title', 'includes', 'requires', 'released'];
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PATTERN = /^rfc\d+[^\s*]*\*?$/;

function readRequired(item: Entry): Profile['requires'][number] | undefined {
  const fields = item.fields('an entry of `requires`', ['service', 'capability', 'row']);
  if (fields === undefined) return undefined;
  const service = (fields.get('service') ?? item).oneOf('`service`', SERVICES);
  const capability = (fields.get('capability') ?? item).text('`capability`');
  const row = (fields.get('row') ?? item).text('`row`');
  return service && capability && row ? { service, capability, row } : undefined;
}

function readIncludes(entry: Entry, released: boolean): string[] {
  const includes = entry.texts('`includes`') ?? [];
  for (const pattern of includes) {
    if (!PATTERN.test(pattern)) entry.complain(`\`${pattern}\` is neither a row id nor a prefix that ends in *`);
    else if (released && pattern.endsWith('*')) {
      entry.complain(`\`${pattern}\`: a released profile is frozen, so it lists every id`);
    }
  }
  if (includes.length === 0) entry.complain('`includes` is empty: name the rows that count');
  return includes;
}

/**
 * Reads a profile from text; prefixes in `includes` are kept as they stand (see `resolveProfile`).
 *
 * @throws SpecError with every fault found
 */
export function parseProfile(file: string, content: string): Profile {
  const { top, problems } = parseYaml(file, content);
  if (problems.length > 0) throw new SpecError(problems);
  const fields = top.fields('a profile', KEYS) ?? new Map<string, Entry>();
  for (const key of ['name', 'title', 'includes']) {
    if (!fields.has(key)) top.complain(`\`${key}\` is missing in the profile`);
  }
  const released = fields.get('released')?.text('`released`');
  if (released !== undefined && !DATE.test(released)) top.complain('`released` must be a date, "2026-01-31"');
  const includes = fields.get('includes');
  const requires = fields.get('requires')?.items('`requires`') ?? [];
  const profile: Profile = {
    name: fields.get('name')?.text('`name`') ?? '',
    title: fields.get('title')?.text('`title`') ?? '',
    includes: includes ? readIncludes(includes, released !== undefined) : [],
    requires: requires.map(readRequired).filter((r) => r !== undefined),
    ...(released === undefined ? {} : { released }),
  };
  if (problems.length > 0) throw new SpecError(problems);
  return profile;
}

/** Writes the ids out that prefixes stand for: every row of a server with that prefix, each id once, in their order. */
export function resolveProfile(profile: Profile, byId: ReadonlyMap<string, Requirement>): Profile {
  const ids = new Set<string>();
  for (const pattern of profile.includes) {
    if (!pattern.endsWith('*')) ids.add(pattern);
    const prefix = pattern.slice(0, -1);
    for (const row of pattern.endsWith('*') ? byId.values() : []) {
      if (row.id.startsWith(prefix) && isServerDuty(row)) ids.add(row.id);
    }
  }
  return { ...profile, includes: [...ids] };
}

/** The profile of that name. @throws RangeError that lists the names there are */
export function profileNamed(spec: Pick<Spec, 'profiles'>, name: string): Profile {
  const found = spec.profiles.find((profile) => profile.name === name);
  if (found) return found;
  const names = spec.profiles.map((profile) => profile.name).join(', ');
  throw new RangeError(`there is no profile "${name}": use one of ${names}`);
}

/** Rows a profile names that no inventory holds. */
export function profileProblems(profiles: readonly Profile[], byId: ReadonlyMap<string, Requirement>): Problem[] {
  return profiles.flatMap((profile) =>
    [...profile.includes, ...profile.requires.map((r) => r.row)]
      .filter((id) => !byId.has(id))
      .map((id) => ({
        file: `spec/profiles/${profile.name}.yaml`,
        line: 1,
        id,
        message: 'the profile names a row that no inventory holds: mend the id or add the row',
      })),
  );
}
