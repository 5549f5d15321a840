import { z } from 'zod';
import type { Config, Limits, ListenerName, Place } from './config-types.ts';
import { splitAddress } from './delivery/names.ts';
import { parseRoutes } from './delivery/routes.ts';

/** Every key of the configuration by path. */
export type KeyPath =
  | 'domain'
  | 'hostname'
  | 'dataDir'
  | 'postmaster'
  | 'aliases'
  | 'catchAll'
  | `delivery.${keyof Config['delivery']}`
  | `listen.${ListenerName}`
  | 'tls.cert'
  | 'tls.key'
  | 'auth.cleartextLogin'
  | 'auth.argon2.memory'
  | 'auth.argon2.passes'
  | 'auth.cacheMs'
  | 'smtp.vrfy'
  | 'smtp.checkSubmitted'
  | `limits.${keyof Limits}`
  | 'log.level';

/** How the value of a key is read, what an error says it may be, and what it is when nobody gives it. */
export interface Key {
  schema: z.ZodType;
  says: string;
  default?: unknown;
}

const MIB = 1024 * 1024;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Values from the environment are text. */
const whole = (least: number, most: number): z.ZodType =>
  z.union([
    z.int().min(least).max(most),
    z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(Number)
      .pipe(z.int().min(least).max(most)),
  ]);
const number = (standard: number, least: number, most: number): Key => ({
  schema: whole(least, most),
  says: `a whole number from ${least} to ${most}`,
  default: standard,
});
const yesNo = (standard: boolean): Key => ({
  schema: z.union([z.boolean(), z.enum(['true', 'false']).transform((t) => t === 'true')]),
  says: 'true or false',
  default: standard,
});
const oneOf = (values: string[], standard: string): Key => ({
  schema: z.enum(values),
  says: `one of ${values.join(', ')}`,
  default: standard,
});
const text = (says: string, standard?: string): Key => {
  const key: Key = { schema: z.string().min(1), says };
  return standard === undefined ? key : { ...key, default: standard };
};

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^${LABEL}(\\.${LABEL})*$`);
const domain = (standard?: string): Key => {
  const schema = z.string().toLowerCase().max(253).regex(DOMAIN);
  const key: Key = { schema, says: 'a domain name of letters, digits, hyphens and dots' };
  return standard === undefined ? key : { ...key, default: standard };
};

/** `host:port`, `[v6]:port`, or a path. */
export function parsePlace(given: string): Place | undefined {
  if (given.startsWith('/') || given.startsWith('./')) return { path: given };
  const match = /^(\[[0-9a-fA-F:.]+\]|[^:\s]+):(\d{1,5})$/.exec(given);
  const port = Number(match?.[2]);
  const host = match?.[1] ?? '';
  if (host === '' || port > 65535) return undefined;
  return { host: host.startsWith('[') ? host.slice(1, -1) : host, port };
}

const place: Key = {
  schema: z.string().transform((given, context) => {
    const parsed = parsePlace(given);
    if (parsed === undefined) context.addIssue('no place');
    return parsed;
  }),
  says: '"host:port" (port 0 to 65535; 0 is chosen by the system) or the path of a unix socket',
};

/** A table; from the environment as JSON. What its names and addresses may be is checked when the domain is known. */
const aliases: Key = {
  schema: z
    .preprocess(
      (given) => (typeof given === 'string' ? fromJson(given) : given),
      z.record(z.string().min(1), targets()),
    )
    .transform((table) =>
      Object.fromEntries(Object.entries(table).map(([n, t]) => [n, typeof t === 'string' ? [t] : t])),
    ),
  says: 'a table of names, each with an address or a list of addresses',
  default: {},
};

function targets() {
  return z.union([z.string().min(1), z.array(z.string().min(1))]);
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const limits: Record<keyof Limits, Key> = {
  connections: number(10_000, 1, 1_000_000),
  connectionsPerAddress: number(2_000, 1, 1_000_000),
  // RFC 5321 4.5.3.1.4 asks for 512; extensions add parameters.
  smtpCommandLine: number(4096, 1024, MIB),
  // RFC 4954 section 4.
  smtpAuthLine: number(12_288, 12_288, MIB),
  // RFC 5321 4.5.3.1.8.
  smtpRecipients: number(1000, 100, 100_000),
  smtpErrors: number(20, 1, 10_000),
  // RFC 5321 4.5.3.1.7.
  smtpMessage: number(50 * MIB, 64 * 1024, 2 ** 40),
  // RFC 5321 section 6.3.
  smtpReceivedHops: number(100, 100, 10_000),
  // RFC 5321 4.5.3.2.7.
  smtpIdleMs: number(5 * MINUTE, 100, 24 * 60 * MINUTE),
  smtpMessages: number(10_000, 1, 1_000_000),
  smtpTransactions: number(2000, 1, 1_000_000),
  // Held in memory while a report is made.
  smtpReturned: number(64 * 1024, 0, 16 * MIB),
  smtpDeferred: number(1000, 0, 100_000),
  imapLine: number(64 * 1024, 8192, 16 * MIB),
  imapLiteral: number(64 * 1024, 4096, 64 * MIB),
  imapAppend: number(50 * MIB, 64 * 1024, 2 ** 32 - 1),
  imapErrors: number(20, 1, 10_000),
  imapIdleMs: number(30 * MINUTE, 100, 24 * 60 * MINUTE),
  imapLoginIdleMs: number(30 * MINUTE, 100, 24 * 60 * MINUTE),
  pop3Line: number(12_288, 255, MIB),
  pop3Errors: number(20, 1, 10_000),
  pop3IdleMs: number(10 * MINUTE, 100, 24 * 60 * MINUTE),
  authFailures: number(5, 1, 1000),
  handshakeMs: number(10_000, 100, 10 * MINUTE),
  shutdownMs: number(5000, 0, 10 * MINUTE),
  inlineBody: number(32 * 1024, 0, MIB),
};

const listeners: Record<ListenerName, string> = {
  smtp: '127.0.0.1:2525',
  submission: '127.0.0.1:2587',
  submissions: '127.0.0.1:2465',
  lmtp: '127.0.0.1:2424',
  imap: '127.0.0.1:2143',
  imaps: '127.0.0.1:2993',
  pop3: '127.0.0.1:2110',
  pop3s: '127.0.0.1:2995',
};

export const KEYS: ReadonlyMap<KeyPath, Key> = new Map<KeyPath, Key>([
  ['domain', domain('example.test')],
  ['hostname', domain()],
  ['dataDir', text('the path of a folder', './data')],
  ['postmaster', text('an address of this server')],
  ['aliases', aliases],
  ['catchAll', text('an address of this server')],
  ['delivery.subaddress', { schema: z.string().max(1), says: 'one character, or nothing', default: '+' }],
  ['delivery.retryMs', number(MINUTE, 10, 24 * HOUR)],
  ['delivery.retryMaxMs', number(HOUR, 10, 24 * HOUR)],
  ['delivery.delayReportMs', number(4 * HOUR, 10, 30 * 24 * HOUR)],
  ['delivery.giveUpMs', number(5 * 24 * HOUR, 10, 30 * 24 * HOUR)],
  ...(Object.keys(listeners) as ListenerName[]).map((name): [KeyPath, Key] => [`listen.${name}`, place]),
  ['tls.cert', text('the path of a PEM file')],
  ['tls.key', text('the path of a PEM file')],
  ['auth.cleartextLogin', yesNo(false)],
  ['auth.argon2.memory', number(19_456, 8, MIB)],
  ['auth.argon2.passes', number(2, 1, 64)],
  ['auth.cacheMs', number(5 * MINUTE, 0, 60 * MINUTE)],
  ['smtp.vrfy', yesNo(false)],
  ['smtp.checkSubmitted', yesNo(true)],
  ...Object.entries(limits).map(([name, key]): [KeyPath, Key] => [`limits.${name as keyof Limits}`, key]),
  ['log.level', oneOf(['silent', 'error', 'warn', 'info', 'debug'], 'info')],
]);

/** Where the server listens when nobody says where. */
export const NETWORK_DEFAULTS: [KeyPath, unknown][] = Object.entries(listeners).map(([name, at]) => [
  `listen.${name as ListenerName}`,
  parsePlace(at),
]);

/** Values of keys that have one, listeners apart. */
export function defaults(): [KeyPath, unknown][] {
  return [...KEYS].flatMap(([path, key]): [KeyPath, unknown][] =>
    key.default === undefined ? [] : [[path, key.default]],
  );
}

/** Values below these are for tests only: a domain that ends in .test, which nobody can have (RFC 6761). */
const FLOORS: [KeyPath, number, string][] = [
  ['auth.argon2.memory', 19_456, 'weaker hashes'],
  ['auth.argon2.passes', 2, 'weaker hashes'],
  ['limits.smtpIdleMs', 5 * MINUTE, 'shorter waits (RFC 5321 section 4.5.3.2.7)'],
  ['limits.imapIdleMs', 30 * MINUTE, 'shorter waits (RFC 3501 section 5.4)'],
  ['limits.pop3IdleMs', 10 * MINUTE, 'shorter waits (RFC 1939 section 3)'],
  ['delivery.giveUpMs', 4 * 24 * HOUR, 'giving up sooner (RFC 5321 section 4.5.4.1)'],
];

/** What does not go together in a whole configuration. */
export function checkFloors(values: Map<KeyPath, unknown>): string[] {
  const faults: string[] = [];
  const served = String(values.get('domain'));
  if (served !== 'test' && !served.endsWith('.test')) {
    for (const [path, least, what] of FLOORS) {
      const value = Number(values.get(path));
      if (value < least) {
        faults.push(`${path} is ${value}, but must be at least ${least}: ${what} only where domain ends in .test`);
      }
    }
  }
  checkRoutes(values, served, faults);
  if (values.has('tls.cert') !== values.has('tls.key')) faults.push('tls.cert and tls.key are given together');
  return faults;
}

/** Names of this server that stand for others: nothing leaves it, so they are all in its domain. */
function checkRoutes(values: Map<KeyPath, unknown>, served: string, faults: string[]): void {
  parseRoutes(values.get('aliases') as Config['aliases'], served, (name, what) => {
    faults.push(name === '' ? `aliases: ${what}` : `aliases: ${JSON.stringify(name)}: ${what}`);
  });
  for (const key of ['postmaster', 'catchAll'] as const) {
    const given = values.get(key);
    if (given === undefined) continue;
    const parts = splitAddress(String(given));
    if (parts === undefined || (parts.domain ?? served).toLowerCase() !== served)
      faults.push(`${key} is ${JSON.stringify(given)}, but must be an address in ${served}`);
  }
}
