import { z } from 'zod';
import { LEVELS, ROLES, SERVICES } from '../spec/types.ts';
import { OUTCOMES, type RunRecord, VERDICTS } from './record.ts';

/** A file that is no run record: names the place in it. Usage error (exit 2). */
export class RecordError extends Error {
  override name = 'RecordError';
}

const count = z.int().nonnegative();
const share = { tested: count, testable: count };

const failure = z.strictObject({
  message: z.string(),
  requirement: z.string().exactOptional(),
  at: z.string().exactOptional(),
  expected: z.string().exactOptional(),
  got: z.string().exactOptional(),
  bytes: z.string().exactOptional(),
  reproduce: z.string().exactOptional(),
});

const run = z.strictObject({
  cell: z.string(),
  outcome: z.enum(OUTCOMES),
  ms: z.number().nonnegative(),
  why: failure.exactOptional(),
  transcript: z.string().exactOptional(),
  spared: z.array(z.string()).exactOptional(),
});

const observation = z.strictObject({
  requirement: z.string(),
  by: z.string(),
  outcome: z.enum(OUTCOMES),
  scenario: z.string().exactOptional(),
  cell: z.string().exactOptional(),
  why: failure.exactOptional(),
});

const requirement = z.strictObject({
  id: z.string(),
  rfc: z.int().positive(),
  section: z.string(),
  level: z.enum(LEVELS),
  role: z.array(z.enum(ROLES)),
  asks: z.string(),
  verdict: z.enum(VERDICTS),
  killed: z.boolean().nullable(),
  flaky: z.boolean().exactOptional(),
  note: z.string().exactOptional(),
  scenarios: z.array(z.string()),
  observations: z.array(observation).exactOptional(),
});

const scenario = z.strictObject({
  id: z.string(),
  title: z.string(),
  feature: z.string(),
  line: z.int().positive(),
  requirements: z.array(z.string()),
  runs: z.array(run),
});

/** The shape of run.json, as a check at run time; `run.schema.json` is the same for others. */
export const recordSchema = z.strictObject({
  schema: z.literal('mailspec/run/1'),
  suite: z.strictObject({ name: z.literal('mailspec'), version: z.string(), inventory: z.string() }),
  target: z.strictObject({
    name: z.string(),
    version: z.string().nullable(),
    release: z.string().exactOptional(),
    variant: z.string().exactOptional(),
    banners: z.partialRecord(z.enum(SERVICES), z.string()),
    announced: z.record(z.string(), z.array(z.string())),
    policy: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    config: z.string(),
  }),
  profile: z.string(),
  selection: z.array(z.string()).exactOptional(),
  started: z.iso.datetime({ offset: true }),
  seconds: z.number().nonnegative(),
  host: z.strictObject({ os: z.string(), node: z.string(), cpus: count }),
  counts: z.record(z.enum(VERDICTS), count),
  violations: count,
  complete: z.boolean(),
  coverage: z.strictObject({ ...share, musts: z.strictObject(share) }),
  requirements: z.array(requirement),
  scenarios: z.array(scenario),
});

/** The published JSON schema of run.json. */
export function jsonSchema(): object {
  return { ...z.toJSONSchema(recordSchema), title: 'mailspec run record' };
}

/** Checks what a run.json held. `source` names the file in messages. @throws RecordError */
export function parseRecord(data: unknown, source: string): RunRecord {
  const read = recordSchema.safeParse(data);
  if (read.success) return read.data;
  const first = read.error.issues[0];
  throw new RecordError(`${source} is no run record: ${first?.path.join('.') || 'top'}: ${first?.message}`);
}

/** Reads the text of a run.json. @throws RecordError */
export function parseRecordText(text: string, source: string): RunRecord {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw new RecordError(`${source} is no JSON: ${e instanceof Error ? e.message : String(e)}`);
  }
  return parseRecord(data, source);
}
