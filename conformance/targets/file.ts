import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { UsageError } from '../runner/errors.ts';
import { ENDPOINTS } from './attach.ts';

const service = z.strictObject({
  endpoint: z.string().optional(),
  /** Inside a container, instead of an endpoint. */
  port: z.int().min(1).max(65535).optional(),
  /** `starttls` where it is offered there. Listeners named `…s` speak TLS from the first octet. */
  tls: z.enum(['none', 'starttls', 'implicit']).optional(),
});

const account = z.strictObject({
  login: z.string().min(1),
  address: z.string().regex(/^[^@\s]+@[^@\s]+$/, 'is no mail address'),
  password: z.string(),
  disposable: z.boolean().default(false),
});

/** Many accounts of one pattern: `{n}` is the number, as wide as `width`. */
const accounts = z.strictObject({
  count: z.int().min(1).max(1000),
  login: z.string().default('u{n}@{domain}'),
  address: z.string().default('u{n}@{domain}'),
  password: z.string(),
  disposable: z.boolean().default(false),
  width: z.int().min(1).max(4).default(2),
});

const start = z.strictObject({
  /** The launcher's own server command, run with these arguments. */
  serve: z.array(z.string()).optional(),
  command: z.array(z.string()).min(1).optional(),
  /** A Dockerfile; its folder is the context. */
  container: z.string().optional(),
  /** The Debian release it is built on, given to it as the argument BASE. */
  base: z
    .string()
    .regex(/^[a-z]+$/, 'must be the name of a Debian release')
    .optional(),
  args: z.record(z.string(), z.string()).default({}),
  /** Files beside the target file, and where they go in the container before it starts. */
  files: z.record(z.string(), z.string().startsWith('/', 'must be an absolute path in the container')).default({}),
  env: z.record(z.string(), z.string()).default({}),
  hostname: z.string().optional(),
  /** A command in the container that brings {file} to {login}: for seeding where no protocol can. */
  deliver: z.array(z.string()).min(1).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  ready_ms: z.int().min(100).default(30_000),
});

const schema = z.strictObject({
  name: z.string().min(1),
  version: z.string().optional(),
  variant: z.string().optional(),
  domain: z.string().default('example.test'),
  /** Where arrived mail lies: a folder with a message a file, or an mbox. */
  door: z.strictObject({ files: z.string().optional(), mbox: z.string().optional() }).optional(),
  service: z.partialRecord(z.enum(ENDPOINTS), service).default({}),
  account: z.array(account).default([]),
  accounts: accounts.optional(),
  start: start.optional(),
  trust: z.strictObject({ ca: z.string().optional(), servername: z.string().optional() }).optional(),
  /** The Debian package whose installed version the run records. */
  product: z.strictObject({ package: z.string() }).optional(),
  policy: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  limits: z
    .strictObject({
      lanes: z.int().min(1).max(256).optional(),
      per_user_connections: z.int().min(1).optional(),
      error_delay_ms: z.int().min(0).optional(),
    })
    .default({}),
});

export type TargetFile = z.output<typeof schema> & {
  /** Where it stands; relative paths in it start there. */
  folder: string;
  digest: string;
};

/** Turns what is wrong with a value into `key: what, with the allowed values`. */
function problems(error: z.ZodError): string[] {
  return error.issues.map((i) => {
    const key = i.path.map(String).join('.');
    if (i.code === 'unrecognized_keys') {
      const where = key === '' ? 'the file' : `[${key}]`;
      return `unknown key ${i.keys.map((k) => `"${k}"`).join(', ')} in ${where}; known: ${knownKeys(i.path).join(', ')}`;
    }
    if (i.code === 'invalid_value') return `${key}: must be one of ${i.values.map(String).join(', ')}`;
    return `${key === '' ? 'the file' : key}: ${i.message}`;
  });
}

function knownKeys(at: readonly PropertyKey[]): string[] {
  const shapes: Record<string, z.ZodObject> = { service, account, accounts, start };
  const first = at[0];
  if (first === undefined) return Object.keys(schema.shape);
  if (first === 'service' && at.length === 1) return [...ENDPOINTS];
  const shape = shapes[String(first)];
  if (shape) return Object.keys(shape.shape);
  const field: unknown = Object.entries(schema.shape).find(([k]) => k === first)?.[1];
  const inner = field instanceof z.ZodOptional || field instanceof z.ZodDefault ? field.unwrap() : field;
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** @throws UsageError naming file, key and allowed values. */
export function parseTarget(text: string, file: string): TargetFile {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (e) {
    throw new UsageError(`${file}: ${e instanceof Error ? (e.message.split('\n')[0] ?? '') : String(e)}`);
  }
  const read = schema.safeParse(raw);
  if (!read.success)
    throw new UsageError(
      problems(read.error)
        .map((p) => `${file}: ${p}`)
        .join('\n'),
    );
  const t = read.data;
  if (t.account.length > 0 && t.accounts) throw new UsageError(`${file}: give [[account]] or [accounts], not both`);
  const ways = [t.start?.serve, t.start?.command, t.start?.container].filter((w) => w !== undefined);
  if (t.start && ways.length !== 1) {
    throw new UsageError(`${file}: start: give exactly one of serve, command, container`);
  }
  if (!t.start && Object.keys(t.service).length === 0) {
    throw new UsageError(`${file}: service: name at least one of ${ENDPOINTS.map((e) => `[service.${e}]`).join(', ')}`);
  }
  for (const [name, s] of Object.entries(t.service)) {
    const key = t.start?.container === undefined ? 'endpoint' : 'port';
    if (s?.[key] === undefined || (s.endpoint !== undefined && s.port !== undefined)) {
      const what = key === 'port' ? 'the port inside the container, as in port = 143' : 'endpoint = "HOST:PORT"';
      throw new UsageError(`${file}: service.${name}: give ${what}, and nothing else`);
    }
  }
  if (t.start?.container !== undefined && Object.keys(t.service).length === 0) {
    throw new UsageError(`${file}: service: name the ports inside the container, as in [service.imap] port = 143`);
  }
  if (t.door && (t.door.files === undefined) === (t.door.mbox === undefined)) {
    throw new UsageError(`${file}: door: give exactly one of files, mbox`);
  }
  if (t.start && t.start.container === undefined) {
    const only = ['base', 'hostname', 'deliver'] as const;
    const wrong = only.find((k) => t.start?.[k] !== undefined);
    if (wrong !== undefined) throw new UsageError(`${file}: start.${wrong}: only beside start.container`);
  }
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { ...t, folder: path.dirname(path.resolve(file)), digest };
}

/** @throws UsageError */
export async function readTarget(file: string): Promise<TargetFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (e) {
    throw new UsageError(`${file}: cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  }
  return parseTarget(text, file);
}
