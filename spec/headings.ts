/** Finds the section headings of an RFC text. Second stage of the sentence extractor (see `sentences.ts`). */
import { HEADING, LEADER, type Row } from './pages.ts';

export interface Heading {
  /** `4.5.2`, `A.1`; empty where the heading has no number. */
  number: string;
  title: string;
  /** Index of the last row of the heading. */
  last: number;
}

interface Candidate {
  at: number;
  indent: number;
  key: number[];
  number: string;
  title: string;
  last: number;
}

/** Deeper headings are figures or lists. */
const MAX_INDENT = 9;
/** A numbered line longer than this that ends in a full stop is a sentence. */
const MAX_STOPPED_TITLE = 50;
/** An unnumbered flush title is shorter than this. */
const MAX_FLUSH_TITLE = 70;
/** Numbers may jump this far where a heading was missed. */
const MAX_GAP = 3;
/** Letters sort behind all numbers. */
const LETTER_BASE = 100;

function keyOf(first: string, rest: string): number[] {
  const head = /^\d/.test(first) ? Number(first) : LETTER_BASE + first.charCodeAt(0);
  return [head, ...rest.split('.').filter(Boolean).map(Number)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

const same = (a: readonly number[], b: readonly number[]): boolean => compare(a, b) === 0;
const blankAt = (rows: readonly Row[], i: number): boolean => (rows[i]?.text.trim() ?? '') === '';

/** Whether a numbered line with this title can head a section at all. */
function plausibleTitle(title: string, indent: string, subNumber: string): boolean {
  if (/[;,]$/.test(title)) return false;
  const stopped = title.endsWith('.');
  return !(stopped && (indent !== '' || subNumber === '' || title.length > MAX_STOPPED_TITLE));
}

function candidateAt(rows: readonly Row[], i: number): Candidate | undefined {
  const { text } = rows[i]!;
  const m = HEADING.exec(text);
  if (!m || text.trim() === '' || LEADER.test(text) || !blankAt(rows, i - 1)) return undefined;
  const [, indent = '', appendix = '', first = '', rest = '', mark = '', tail = ''] = m;
  if (indent.length > MAX_INDENT) return undefined;
  let last = i;
  while (!blankAt(rows, last + 1) && last < i + 2) last++;
  if (!blankAt(rows, last + 1)) return undefined; // a paragraph that begins with a number
  const numbered = /^\d/.test(first) || appendix !== '' || mark !== '' || rest !== '';
  const more = rows.slice(i + 1, last + 1).map((row) => row.text.trim());
  const title = [tail, ...more].join(' ').trim();
  if (!numbered || (title === '' && appendix === '') || !plausibleTitle(title, indent, rest)) return undefined;
  return { at: i, indent: indent.length, key: keyOf(first, rest), number: first + rest, title, last };
}

/** Whether a heading with this key may follow the heading `current` (empty at the start). */
function follows(key: readonly number[], current: readonly number[], flush: boolean): boolean {
  const depth = key.length - 1;
  const own = key[depth]!;
  const parent = key.slice(0, depth);
  if (depth < current.length && same(parent, current.slice(0, depth))) {
    const step = own - current[depth]!;
    if (step > 0 && step <= MAX_GAP) return true;
  }
  if (same(parent, current) && own <= 1) return true;
  if (current.length === 0 && (same(key, [1]) || same(key, [0]) || (flush && depth > 0))) return true;
  const later = compare(key, current) > 0;
  if (key[0]! > LETTER_BASE && later) return true;
  return flush && current.length > 0 && later && key[0]! <= current[0]! + MAX_GAP;
}

/** Short flush lines between blank ones, where the body is indented: titles without a number. */
function addFlushTitles(rows: readonly Row[], found: Map<number, Heading>): void {
  const flushLeft = (text: string): boolean => text !== '' && text.slice(0, 1).trim() !== '';
  const filled = rows.filter((row) => row.text.trim() !== '').length;
  if (rows.filter((row) => flushLeft(row.text)).length >= 0.3 * filled) return;
  rows.forEach(({ text }, i) => {
    if (found.has(i) || !flushLeft(text) || text.length >= MAX_FLUSH_TITLE) return;
    if (!blankAt(rows, i - 1) || !blankAt(rows, i + 1) || !/^[A-Z"']/.test(text) || text.includes('=')) return;
    const named = /^([A-Z]+(?:\.[\p{L}\p{N}_]+)+)\. /u.exec(text); // "BASE.6.4.SORT. SORT Command"
    found.set(i, { number: named?.[1] ?? '', title: text.trim().replace(/[.:]+$/, ''), last: i });
  });
}

/**
 * @param rows the body without page furniture
 * @returns headings by the index of their first row
 */
export function findHeadings(rows: readonly Row[]): Map<number, Heading> {
  const candidates = rows.map((_, i) => candidateAt(rows, i)).filter((c) => c !== undefined);
  const atMargin = candidates.filter((c) => c.indent === 0);
  const flush = atMargin.length >= 3 || !candidates.some((c) => same(c.key, [1]) && c.indent > 0);
  const onlyChaptersFlush = flush && !atMargin.some((c) => c.key.length > 1);
  const found = new Map<number, Heading>();
  let current: number[] = [];
  for (const { at, indent, key, number, title, last } of candidates) {
    if (flush && indent > 0 && !(onlyChaptersFlush && key.length > 1)) continue;
    if (!follows(key, current, flush)) continue;
    found.set(at, { number, title, last });
    current = key;
  }
  addFlushTitles(rows, found);
  return found;
}
