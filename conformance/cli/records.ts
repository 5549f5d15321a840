import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from '../../matrix/record.ts';
import { parseRecordText } from '../../matrix/schema.ts';
import { UsageError } from './exit.ts';

/** Reads a run record from its file or its report folder. @throws UsageError, RecordError */
export async function readRecord(path: string): Promise<RunRecord> {
  const found = await stat(path).catch(() => undefined);
  const file = found?.isDirectory() ? join(path, 'run.json') : path;
  const text = await readFile(file, 'utf8').catch((e: unknown) => {
    throw new UsageError(`${file} cannot be read: ${e instanceof Error ? e.message : String(e)}`);
  });
  return parseRecordText(text, file);
}
