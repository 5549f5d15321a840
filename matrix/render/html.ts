import type { RunRecord } from '../record.ts';
import { headline } from '../summary.ts';
import { escapeHtml, targetName } from './text.ts';

/** index.html: the whole report in one file. */
export function html(record: RunRecord): string {
  return `<!doctype html><meta charset="utf-8"><title>${escapeHtml(targetName(record))}</title><h1>${escapeHtml(headline(record).text)}</h1>\n`;
}
