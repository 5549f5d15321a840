/**
 * The normative sentences of an RFC text: every sentence that holds an RFC 2119 keyword, and in documents older than
 * these keywords every sentence with a modal verb in lower case. The inventories name them by section and hash.
 */
import { createHash } from 'node:crypto';
import { findHeadings, type Heading } from './headings.ts';
import { ABNF, BULLET, LEADER, type Row, splitLines, stripPages } from './pages.ts';
import type { Level } from './types.ts';

export interface Sentence {
  rfc: number;
  /** Section number, the title of an unnumbered section, or empty before the first heading. */
  section: string;
  title: string;
  /** 1-based line of the unmodified file in which the sentence begins. */
  line: number;
  /** The strongest keyword. */
  level: Level;
  /** Every keyword in order, as written. */
  keywords: string[];
  /** `lower` where only lower or mixed case keywords stand in it. */
  case: 'upper' | 'lower';
  /** `2119`: the document cites RFC 2119 or BCP 14; `own`: it defines the words itself; `none`: it is older. */
  basis: '2119' | 'own' | 'none';
  context: 'prose' | 'abnf' | 'signature' | 'changes' | 'example' | 'table';
  /** The list or figure after the sentence belongs to the requirement. */
  open: boolean;
  /** An earlier sentence of this document has the same hash. */
  dup: boolean;
  /** First 12 hex digits of SHA-256 over the lower-cased, space-normalised text. */
  hash: string;
  text: string;
}

export interface ExtractOptions {
  /** Whether modal verbs in lower case count: `auto` where the basis is `none`. Default `auto`. */
  lower?: 'auto' | 'always' | 'never';
  /** Keep boilerplate, references and definitions of keywords. Default false. */
  everything?: boolean;
}

const WORDS = 'MUST NOT|MUST|SHALL NOT|SHALL|SHOULD NOT|SHOULD|NOT RECOMMENDED|RECOMMENDED|REQUIRED|MAY|OPTIONAL';
const W = '\\p{L}\\p{N}_';
const UPPER = new RegExp(`(?<![${W}"'\\-])(?:${WORDS})(?![${W}"'])(?!-\\d)`, 'gu');
const LOWER = new RegExp(`(?<![${W}"'\\-])(?:MAY NOT|CANNOT|CAN NOT|NEED NOT|${WORDS})(?![${W}"'\\-])(?! \\d)`, 'giu');
const QUOTED = new RegExp(`["'](?:${WORDS})[.,]?["']`, 'gu');
const RANK: readonly Level[] = ['MUST NOT', 'MUST', 'SHOULD NOT', 'SHOULD', 'MAY'];
const LEVEL_OF: ReadonlyMap<string, Level> = new Map([
  ...RANK.map((level): [string, Level] => [level, level]),
  ['SHALL NOT', 'MUST NOT'],
  ['SHALL', 'MUST'],
  ['REQUIRED', 'MUST'],
  ['CANNOT', 'MUST NOT'],
  ['CAN NOT', 'MUST NOT'],
  ['NEED NOT', 'MAY'],
  ['MAY NOT', 'MUST NOT'],
  ['RECOMMENDED', 'SHOULD'],
  ['NOT RECOMMENDED', 'SHOULD NOT'],
  ['OPTIONAL', 'MAY'],
]);
const SKIPPED_SECTION = new RegExp(
  '^(?:status of this|copyright|full copyright|abstract$|(?:(?:normative|informative|non-normative)\\s+)?' +
    "references\\s*$|acknowledg|authors?\\b|author'|table of contents|contents$|index$|intellectual prop|" +
    'disclaimer|contributors|editors?\\b|iesg note|trademark|bibliography|contact info)',
  'i',
);
const KEYWORD_DEFINITION = /^(?:NB: )?(?:The )?[Kk]ey ?words?:? ["'(]?(?:MUST|SHALL)/;
const SIGNATURE =
  /^(?:(?:Arguments|Responses?|Result|Data|Contents|Possible Responses|Restrictions):|(?:OPTIONAL|REQUIRED)\b[^.]*$)/;
const CHANGES = /^(?:changes|differences|major changes)\b/i;
const DIALOGUE = /^\s*(?:C|S|R|Client|Server|[CS]\d|>>>|<<<)\s*:(?:\s|$)/;
const SENTENCE_END = /[.!?]["')\]]*(?=\s{2,}\S|\s["'([<]*[A-Z0-9])/g;
const CLOSED = /[.!?]["')\]]*$/;
const ABBREVIATION = new RegExp(
  `(?:(?<![${W}])(?:e\\.g|i\\.e|etc|vs|cf|al|Sec|Sect|Fig|No|Dr|Mr|Ms|St|Inc|resp|viz|approx|[A-Z])|\\()\\.$`,
  'u',
);
const LATIN_ABBREVIATION = /(?:e\.g|i\.e)\.$/;
const GOES_ON = /\b(?:and|or|to|of|section|version)$/i;
const DOTS = /\.{4}|(?:\. ){3}/;
/** Dotted leaders count only to the right of this column: the left half may be a title of its own. */
const LEADER_COLUMN = 40;
/** A heading longer than this that holds a keyword is a requirement itself. */
const TITLE_SENTENCE = 40;
/** Stands for a line that is not prose, so that sentences do not run across it. */
const BREAK = '. ';

interface Block {
  section: string;
  title: string;
  rows: Row[];
}

type RawContext = Exclude<Sentence['context'], 'signature' | 'changes'>;

/** What the document says about its keywords. */
export function basisOf(text: string): Sentence['basis'] {
  const body = splitLines(text).join('\n');
  if (/RFC[ -]?2119|BCP[ -]?14(?![\p{L}\p{N}_])/u.test(body)) return '2119';
  return /"(?:MUST|REQUIRED|SHALL)"/.test(body) ? 'own' : 'none';
}

/** The hash that names a sentence. */
export function sentenceHash(text: string): string {
  return createHash('sha256').update(text.replace(/\s+/g, ' ').trim().toLowerCase()).digest('hex').slice(0, 12);
}

/** Paragraphs and list items with the section they stand in. */
function blocksOf(rows: readonly Row[], headings: ReadonlyMap<number, Heading>): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let title = '';
  let open: Row[] = [];
  let skipTo = -1;
  const close = (): void => {
    if (open.length > 0) blocks.push({ section, title, rows: open });
    open = [];
  };
  rows.forEach((row, i) => {
    if (i <= skipTo) return;
    const { text } = row;
    const heading = headings.get(i);
    const item = open.length > 0 && BULLET.test(text) && !GOES_ON.test(open.at(-1)!.text);
    if (heading || text.trim() === '' || item) close();
    if (heading) {
      section = heading.number || heading.title;
      title = heading.title;
      skipTo = heading.last;
      if (title.length > TITLE_SENTENCE && title.search(UPPER) >= 0) {
        blocks.push({ section, title, rows: [{ line: row.line, text: title }] });
      }
    } else if (text.trim() !== '' && !(DOTS.test(text) && LEADER.test(text.slice(LEADER_COLUMN)))) {
      open.push(row);
    }
  });
  close();
  return blocks;
}

function contextOf(rows: readonly Row[]): RawContext {
  if (rows.some((row) => ABNF.test(row.text)) || rows.every((row) => row.text.trimStart().startsWith(';'))) {
    return 'abnf';
  }
  if (rows.some((row) => DIALOGUE.test(row.text))) return 'example';
  return rows.filter((row) => row.text.split('|').length > 2).length >= 2 ? 'table' : 'prose';
}

/** The part of a grammar line that is prose: its comment; else a break after what came before. */
function grammarComment(text: string, sofar: string): string {
  const comment = /(?:^|\s);+(.*)$/s.exec(text) ?? /\(\*(.*)\*\)/s.exec(text);
  if (comment) return comment[1]!;
  return sofar !== '' && !sofar.trimEnd().endsWith('.') ? BREAK : '';
}

function proseOf(text: string, context: RawContext, sofar: string): string {
  let prose = text;
  if (context === 'abnf') prose = grammarComment(text, sofar);
  else if (context === 'example' && DIALOGUE.test(text)) prose = BREAK;
  if (prose === BREAK) return prose;
  return context === 'table' ? prose.replace(/^[ |+]+|[ |+]+$/g, '') : prose.trim();
}

/** The lines of a block as one text, and at which offset each begins. */
function joined(
  rows: readonly Row[],
  context: RawContext,
): { text: string; marks: { offset: number; line: number }[] } {
  const marks: { offset: number; line: number }[] = [];
  let text = '';
  for (const row of rows) {
    const prose = proseOf(row.text, context, text);
    if (prose === '') continue;
    const hyphen = /[A-Za-z]-$/.test(text) && /^[a-zA-Z]/.test(prose);
    const glue = text === '' || hyphen ? '' : ' ';
    marks.push({ offset: text.length + glue.length, line: row.line });
    text += glue + prose;
  }
  return { text, marks };
}

/** Offsets at which sentences end. */
function cutsOf(text: string): number[] {
  const cuts: number[] = [];
  for (const m of text.matchAll(SENTENCE_END)) {
    const upToStop = text.slice(0, m.index + 1);
    const end = m.index + m[0].length;
    const wide = /^\s{2}/.test(text.slice(end)) && !LATIN_ABBREVIATION.test(upToStop);
    if (!ABBREVIATION.test(upToStop) || wide) cuts.push(end);
  }
  return cuts;
}

/** Shorter pieces are list marks. */
const SHORTEST = 4;

function* piecesOf(rows: readonly Row[]): Generator<{ line: number; context: RawContext; text: string }> {
  const context = contextOf(rows);
  const { text, marks } = joined(rows, context);
  let start = 0;
  for (const end of [...cutsOf(text), text.length]) {
    const piece = text.slice(start, end);
    const at = start + piece.length - piece.trimStart().length;
    const clean = piece.replace(/\s+/g, ' ').trim();
    const line = marks.findLast((mark) => mark.offset <= at)?.line ?? rows[0]!.line;
    if (clean.length >= SHORTEST) yield { line, context, text: clean };
    start = end;
  }
}

function isShouted(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, '');
  return letters.length > 40 && letters.replace(/[^A-Z]/g, '').length > 0.7 * letters.length;
}

const definesKeywords = (text: string): boolean =>
  (text.match(QUOTED)?.length ?? 0) >= 2 || KEYWORD_DEFINITION.test(text);

function finalContext(context: RawContext, text: string, title: string): Sentence['context'] {
  if (context !== 'prose') return context;
  if (SIGNATURE.test(text)) return 'signature';
  return CHANGES.test(title) ? 'changes' : 'prose';
}

function strongest(keywords: readonly string[]): Level {
  const levels = keywords.map((word) => LEVEL_OF.get(word.toUpperCase())!);
  return RANK.find((level) => levels.includes(level))!;
}

/**
 * Lists the normative sentences of an RFC text, in order of the text.
 *
 * @param text the unmodified file
 * @param rfc its number
 */
export function extract(text: string, rfc: number, options: ExtractOptions = {}): Sentence[] {
  const { lower = 'auto', everything = false } = options;
  const basis = basisOf(text);
  const alsoLower = lower === 'always' || (lower === 'auto' && basis === 'none');
  const rows = stripPages(splitLines(text));
  const seen = new Set<string>();
  const found: Sentence[] = [];
  for (const { section, title, rows: block } of blocksOf(rows, findHeadings(rows))) {
    if (!everything && SKIPPED_SECTION.test(title)) continue;
    for (const { line, context, text: sentence } of piecesOf(block)) {
      const upper = sentence.match(UPPER) ?? [];
      const readable = context === 'prose' || context === 'abnf';
      const keywords =
        upper.length > 0 || !alsoLower || section === '' || !readable ? upper : (sentence.match(LOWER) ?? []);
      if (keywords.length === 0) continue;
      if (!everything && (isShouted(sentence) || definesKeywords(sentence))) continue;
      const hash = sentenceHash(sentence);
      found.push({
        rfc,
        section,
        title,
        line,
        level: strongest(keywords),
        keywords: [...keywords],
        case: upper.length > 0 ? 'upper' : 'lower',
        basis,
        context: finalContext(context, sentence, title),
        open: !CLOSED.test(sentence),
        dup: seen.has(hash),
        hash,
        text: sentence,
      });
      seen.add(hash);
    }
  }
  return found;
}

/** The section numbers (and titles of unnumbered sections) of an RFC text. */
export function sectionsOf(text: string): Set<string> {
  const headings = findHeadings(stripPages(splitLines(text)));
  return new Set([...headings.values()].map((heading) => heading.number || heading.title));
}

/** Hashes by section, in order of the text: the `sentences:` of an inventory. */
export function sentencesBySection(sentences: readonly Sentence[]): Record<string, string[]> {
  const groups = Map.groupBy(sentences, (sentence) => sentence.section);
  return Object.fromEntries([...groups].map(([section, found]) => [section, found.map(({ hash }) => hash)]));
}
