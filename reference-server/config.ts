import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { checkFloors, defaults, KEYS, type KeyPath, NETWORK_DEFAULTS } from './config-keys.ts';
import { type Config, LISTENERS } from './config-types.ts';

export { type Config, LISTENERS, type Limits, type ListenerName, type Place } from './config-types.ts';

/** Everything that is wrong with a configuration, a line each: where it stands, the key, what it may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export interface ConfigSources {
  /** TOML; keys as in `Config`, listeners as `"host:port"` or `"/path"`. */
  file?: string;
  /** `MAILSPEC_LIMITS_SMTP_RECIPIENTS` for `limits.smtpRecipients`. */
  env?: Record<string, string | undefined>;
  /** By path (`auth.cleartextLogin`); stronger than the environment, which is stronger than the file. */
  overrides?: Partial<Record<KeyPath, unknown>>;
  /** By path, weaker than the file: other defaults. */
  fallbacks?: Partial<Record<KeyPath, unknown>>;
}

const PREFIX = 'MAILSPEC_';
/** Tables whose variables are all ours: a name in one of them that is no key is a mistake. */
const TABLES = ['LISTEN', 'TLS', 'AUTH', 'SMTP', 'DELIVERY', 'LIMITS', 'LOG'];

/**
 * Reads the configuration. A `listen` table in the file, or any listener in the overrides, replaces the whole default list.
 * @throws ConfigError
 */
export function loadConfig(sources: ConfigSources = {}): Config {
  const values = new Map<KeyPath, unknown>();
  const faults: string[] = [];
  const take = (where: string, path: string, given: unknown): void => {
    const key = KEYS.get(path as KeyPath);
    if (key === undefined) {
      faults.push(`${where}: there is no key ${path}; ${nearest(path)}`);
      return;
    }
    const parsed = key.schema.safeParse(given);
    if (parsed.success) values.set(path as KeyPath, parsed.data);
    else faults.push(`${where}: ${path} is ${JSON.stringify(given)}, but must be ${key.says}`);
  };

  for (const [path, value] of Object.entries(sources.fallbacks ?? {})) take('defaults', path, value);
  if (sources.file !== undefined) readToml(sources.file, take);
  const byVariable = new Map([...KEYS.keys()].map((path) => [variableOf(path), path]));
  for (const [name, value] of Object.entries(sources.env ?? {})) {
    if (!name.startsWith(PREFIX) || value === undefined) continue;
    const path = byVariable.get(name);
    if (path !== undefined) take(`environment ${name}`, path, value);
    else if (TABLES.some((t) => name.startsWith(`${PREFIX}${t}_`))) faults.push(`environment: ${name} is no key`);
  }
  const given = Object.entries(sources.overrides ?? {}).filter(([, value]) => value !== undefined);
  if (given.some(([path]) => path.startsWith('listen.'))) {
    for (const name of LISTENERS) values.delete(`listen.${name}`);
  }
  for (const [path, value] of given) take('command line', path, value);

  const listens = LISTENERS.some((name) => values.has(`listen.${name}`));
  const all = new Map([...defaults(), ...(listens ? [] : NETWORK_DEFAULTS), ...values]);
  if (!all.has('hostname')) all.set('hostname', `mail.${String(all.get('domain'))}`);
  faults.push(...checkFloors(all));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  return nest(all) as Config;
}

/** Name of the variable that overrides a key. */
export function variableOf(path: string): string {
  let name = PREFIX;
  for (const c of path) name += c === '.' ? '_' : c >= 'A' && c <= 'Z' ? `_${c}` : c.toUpperCase();
  return name;
}

function readToml(file: string, take: (where: string, path: string, given: unknown) => void): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (e) {
    throw new ConfigError(`${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
  let table: object;
  try {
    table = parse(text);
  } catch (e) {
    if (!(e instanceof TomlError)) throw e;
    throw new ConfigError(`${file}:${e.line}:${e.column}: ${e.message}`);
  }
  const walk = (prefix: string, at: object): void => {
    for (const [name, value] of Object.entries(at) as [string, unknown][]) {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
      const below = [...KEYS.keys()].some((k) => k.startsWith(`${path}.`));
      if (isTable && below) walk(path, value);
      else take(`${file}:${lineOf(text, path)}`, path, value);
    }
  };
  walk('', table);
}

/** Line on which a key is given; 1 when it cannot be told. */
function lineOf(text: string, path: string): number {
  const parts = path.split('.');
  let table = '';
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('[')) table = line.slice(1, line.indexOf(']')).trim();
    const key = line.split('=')[0]?.trim() ?? '';
    const full = table === '' ? key : `${table}.${key}`;
    const inline = line.includes('=') && path.startsWith(`${full}.`) && line.includes(parts.at(-1) ?? '');
    if (full === path || inline || (line.startsWith('[') && table === path)) return i + 1;
  }
  return 1;
}

/** The keys beside the one that is not known. */
function nearest(path: string): string {
  const table = path.slice(0, path.lastIndexOf('.') + 1);
  const beside = [...KEYS.keys()]
    .filter((k) => k.startsWith(table))
    .map((k) => k.slice(table.length))
    .filter((k) => table !== '' || !k.includes('.'));
  const tables = [...new Set([...KEYS.keys()].filter((k) => k.includes('.')).map((k) => k.slice(0, k.indexOf('.'))))];
  return beside.length > 0 && table !== ''
    ? `${table}* has ${beside.join(', ')}`
    : `keys are ${beside.join(', ')}; tables ${tables.join(', ')}`;
}

function nest(values: Map<KeyPath, unknown>): unknown {
  const root: Record<string, unknown> = { listen: {}, tls: {}, auth: {}, smtp: {}, delivery: {}, limits: {}, log: {} };
  for (const [path, value] of values) {
    const parts = path.split('.');
    const last = parts.pop() ?? '';
    let at = root;
    for (const part of parts) {
      at[part] ??= {};
      at = at[part] as Record<string, unknown>;
    }
    at[last] = value;
  }
  return root;
}
