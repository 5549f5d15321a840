/**
 * RFC text files as rows: page furniture is taken out and a paragraph that a page break cut in two is joined again.
 * First stage of the sentence extractor (see `sentences.ts`).
 */
import { readFileSync } from 'node:fs';

/** A line of the body with the 1-based number it has in the unmodified file. */
export interface Row {
  line: number;
  text: string;
}

/** A dotted leader, or wide blanks before a number: a line of a table of contents. */
export const LEADER = /\.{4}|(?:\. ){3}|\S\s{4,}\d+\s*$/;
/** `name = …` or `name ::= …`. */
export const ABNF = /^\s*[A-Za-z<][\p{L}\p{N}_>-]*(?:\s+=\/?|\s*::?=)(?:\s|$)/u;
/** The first line of a list item. */
export const BULLET = /^\s*(?:[-*+o•]|\(?\d{1,2}[.)]|\([a-z]{1,3}\)|[a-z]\)|\[\d+\])\s+\S/u;
/** A line that may be a section heading: indent, "Appendix", number, sub-numbers, mark, title. */
export const HEADING = /^( *)((?:Appendix |APPENDIX |Annex )?)([A-Z]|\d+)((?:\.\d+)*)([.:]?)(?:\s+|$)(.*)$/s;

const FOOTER = /\[\s*Page\s+[\p{L}\p{N}_-]+\s*\]/u;
const RUNNING_HEAD = /^\s*(?:RFC[ -]*\d+\b.*|.*\bRFC[ -]*\d+\s*)$/is;
const UNFINISHED = /[\p{L}\p{N}_,;)"'>\]-]$/u;
const CONTINUES = /^\s*[a-z("<\d]/;
/** Shorter lines with a page mark are prose about pages. */
const FOOTER_MIN = 8;
/** A line this long was filled to the margin, so the sentence goes on after the page break. */
const FILLED_LINE = 50;

/**
 * Reads an RFC text: UTF-8, else Latin-1, as some old files are.
 *
 * @param path file to read
 * @returns the text, without a byte order mark
 */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return bytes.toString('latin1');
    throw error;
  }
}

/** The lines of a text, line ends of all three kinds taken off, blanks at the end too. */
export function splitLines(text: string): string[] {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .split('\n')
    .map((line) => line.trimEnd());
}

export const indentOf = (line: string): number => line.length - line.trimStart().length;

const bare = (line: string): string => line.replace(/^[\f \t]+|[\f \t]+$/g, '');
const isBlank = (line: string): boolean => bare(line) === '';

function isFooter(line: string): boolean {
  return FOOTER.test(line) && line.trim().length > FOOTER_MIN && !LEADER.test(line);
}

/** Whether the line before a page break and the line after it belong to one paragraph. */
function isCut(before: string, after: string): boolean {
  if (!UNFINISHED.test(before) || ABNF.test(before)) return false;
  const sameMargin = before.length > FILLED_LINE && indentOf(after) === indentOf(before);
  if (!sameMargin && !CONTINUES.test(after)) return false;
  const startsAnew = BULLET.test(after) || ABNF.test(after) || (!after.startsWith(' ') && HEADING.test(after));
  return !startsAnew;
}

/** Index of the first line of the next page, given the index of a footer. */
function nextPage(lines: readonly string[], footer: number): number {
  const end = lines.length;
  let i = footer + 1;
  while (i < end && isBlank(lines[i]!)) i++;
  let heads = 0; // a running head has one line, or two
  while (i < end && heads < 2 && lines[i]!.replace(/^[\f ]+|[\f ]+$/g, '') !== '') {
    if (heads === 0 && !RUNNING_HEAD.test(lines[i]!.replace(/^\f+|\f+$/g, ''))) break;
    i++;
    heads++;
  }
  while (i < end && isBlank(lines[i]!)) i++;
  return i;
}

/**
 * Takes footers and running heads out.
 *
 * @param lines as `splitLines` gives them
 * @returns the rows of the body; an empty row stands where a page break ended a paragraph
 */
export function stripPages(lines: readonly string[]): Row[] {
  const rows: Row[] = [];
  let i = 0;
  while (i < lines.length) {
    const line = lines[i]!;
    if (!isFooter(line)) {
      rows.push({ line: i + 1, text: line.replaceAll('\f', '') });
      i++;
      continue;
    }
    while (rows.length > 0 && rows.at(-1)!.text.trim() === '') rows.pop();
    i = nextPage(lines, i);
    if (!isCut(rows.at(-1)?.text ?? '', lines[i] ?? '')) rows.push({ line: i, text: '' });
  }
  return rows;
}
