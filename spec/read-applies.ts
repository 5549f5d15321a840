/** Reads `applies` expressions from YAML. */
import { type Applies, SERVICES } from './types.ts';
import type { Entry } from './yaml-reader.ts';

const REVISIONS = ['imap4rev1', 'imap4rev2'] as const;
const KEYS = ['any', 'all', 'not', 'service', 'revision', 'enabled', 'capability', 'state', 'tls', 'auth', 'policy'];
/** Capability keywords are compared in upper case. */
const CAPABILITY = /^[A-Z0-9][A-Z0-9+=./-]*$/;
const NAMES = { policy: /^[a-z][a-z0-9_]*$/, state: /^[a-z][a-z-]*$/ };
/** Deeper than any reader wants to follow. */
const MAX_DEPTH = 6;

function several(entry: Entry, key: 'any' | 'all', depth: number): Applies[] | undefined {
  const items = entry.items(`\`${key}\``);
  if (items?.length === 0) return entry.complain(`\`${key}\` is empty: name at least one condition`);
  const parts = items?.map((item) => readApplies(item, depth + 1)).filter((part) => part !== undefined);
  return parts?.length === items?.length ? parts : undefined;
}

function flag(entry: Entry, key: string): boolean | undefined {
  const value = entry.scalar;
  return typeof value === 'boolean' ? value : entry.complain(`\`${key}\` must be true or false`);
}

function capability(entry: Entry): string | undefined {
  const text = entry.text('`capability`');
  if (text === undefined || CAPABILITY.test(text)) return text;
  return entry.complain(
    `the capability \`${text}\` must be one keyword in upper case, such as PIPELINING or AUTH=PLAIN`,
  );
}

function name(entry: Entry, key: keyof typeof NAMES): string | undefined {
  const text = entry.text(`\`${key}\``);
  if (text === undefined || NAMES[key].test(text)) return text;
  const example = key === 'policy' ? 'words joined by _, such as cleartext_login' : 'such as not-authenticated';
  return entry.complain(`\`${key}: ${text}\` must be a name in lower case, ${example}`);
}

const READERS: ReadonlyMap<string, (entry: Entry, depth: number) => Applies | undefined> = new Map<
  string,
  (entry: Entry, depth: number) => Applies | undefined
>([
  ['any', (e, depth) => wrap(several(e, 'any', depth), (any) => ({ any }))],
  ['all', (e, depth) => wrap(several(e, 'all', depth), (all) => ({ all }))],
  ['not', (e, depth) => wrap(readApplies(e, depth + 1), (not) => ({ not }))],
  ['service', (e) => wrap(e.oneOf('`service`', SERVICES), (service) => ({ service }))],
  ['revision', (e) => wrap(e.oneOf('`revision`', REVISIONS), (revision) => ({ revision }))],
  ['enabled', (e) => wrap(e.text('`enabled`'), (text) => ({ enabled: text.toUpperCase() }))],
  ['capability', (e) => wrap(capability(e), (keyword) => ({ capability: keyword }))],
  ['state', (e) => wrap(name(e, 'state'), (state) => ({ state }))],
  ['tls', (e) => wrap(flag(e, 'tls'), (tls) => ({ tls }))],
  ['auth', (e) => wrap(flag(e, 'auth'), (auth) => ({ auth }))],
  ['policy', (e) => wrap(name(e, 'policy'), (policy) => ({ policy }))],
]);

function wrap<T>(value: T | undefined, make: (value: T) => Applies): Applies | undefined {
  return value === undefined ? undefined : make(value);
}

/** Reads an expression: a mapping with exactly one of `any`, `all`, `not` and the facets of a situation. */
export function readApplies(entry: Entry, depth = 0): Applies | undefined {
  if (depth > MAX_DEPTH) return entry.complain(`\`applies\` is nested more than ${MAX_DEPTH} deep: make it flatter`);
  const fields = entry.fields('`applies`', KEYS);
  if (fields === undefined) return undefined;
  const [first, ...more] = fields;
  if (first === undefined || more.length > 0) {
    return entry.complain(
      'a condition of `applies` has exactly one key: put several into `any: [ … ]` or `all: [ … ]`',
    );
  }
  return READERS.get(first[0])?.(first[1], depth);
}
