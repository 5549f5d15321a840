import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type RunRecord, VERDICTS } from '../matrix/record.ts';
import { targetTable } from '../matrix/targets-table.ts';

/** What the servers in containers came to when they were last all asked; committed, and shown in the README. */
export const RESULTS = 'conformance/targets/results.json';

const result = z.strictObject({
  /** Target file. */
  file: z.string(),
  target: z.strictObject({
    name: z.string(),
    version: z.string().nullable(),
    variant: z.string().exactOptional(),
    release: z.string().exactOptional(),
  }),
  /** Digest of the inventory that was asked. */
  inventory: z.string(),
  counts: z.record(z.enum(VERDICTS), z.int().min(0)),
});

export type Result = z.output<typeof result>;

/** @throws where the file is none of ours */
export function parseResults(text: string): Result[] {
  return z.array(result).parse(JSON.parse(text));
}

/** A run as a line of the committed results. */
export function resultOf(file: string, record: RunRecord): Result {
  const { name, version, variant, release } = record.target;
  return {
    file,
    target: {
      name,
      version,
      ...(variant === undefined ? {} : { variant }),
      ...(release === undefined ? {} : { release }),
    },
    inventory: record.suite.inventory,
    counts: record.counts,
  };
}

/** Puts new results in the place of older ones of the same target files, and leaves out files that are no more. Pure. */
export function merged(old: readonly Result[], now: readonly Result[], files: readonly string[]): Result[] {
  const byFile = new Map([...old, ...now].map((r) => [r.file, r]));
  return files.flatMap((f) => byFile.get(f) ?? []);
}

/** Renews the committed results. @param files all target files there are, in the order of the table */
export async function saveResults(now: readonly Result[], files: readonly string[]): Promise<void> {
  const text = await readFile(RESULTS, 'utf8').catch(() => '[]');
  await writeFile(RESULTS, `${JSON.stringify(merged(parseResults(text), now, files), null, 2)}\n`);
}

/** The table of the README. */
export function resultsTable(text: string): string {
  return targetTable(parseResults(text)).trimEnd();
}
