import type { RunRecord } from '../record.ts';

/** run.json: the record itself, indented, with a final line end. */
export function json(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
