import { match } from 'ts-pattern';
import { type Cursor, isAtom } from './cursor.ts';
import { printAstring } from './print.ts';

export type SectionText = 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME';

/** section of RFC 3501 section 9. No `part` and no `text`: the whole message. `fields` goes with the two FIELDS forms. */
export interface Section {
  part: number[];
  text?: SectionText;
  fields?: string[];
}
export type Simple =
  | 'ENVELOPE'
  | 'FLAGS'
  | 'INTERNALDATE'
  | 'RFC822.SIZE'
  | 'RFC822.HEADER'
  | 'RFC822.TEXT'
  | 'RFC822'
  | 'BODYSTRUCTURE'
  | 'BODY'
  | 'UID';
export type FetchItem =
  | { item: Simple }
  | { item: 'BODY[]'; peek: boolean; section: Section; partial?: { offset: number; length: number } };

/** Levels of part numbers a section may have; more can name no part that the MIME parser would find. */
export const SECTION_DEPTH = 100;

const simple: readonly Simple[] = [
  'ENVELOPE',
  'FLAGS',
  'INTERNALDATE',
  'RFC822.SIZE',
  'RFC822.HEADER',
  'RFC822.TEXT',
  'RFC822',
  'BODYSTRUCTURE',
  'UID',
];
const MACROS: Record<string, Simple[]> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};

function sectionText(c: Cursor, section: Section): void {
  if (c.eatAnyCase('HEADER.FIELDS')) {
    section.text = c.eatAnyCase('.NOT') ? 'HEADER.FIELDS.NOT' : 'HEADER.FIELDS';
    c.sp();
    section.fields = c.list(() => c.astring());
  } else if (c.eatAnyCase('HEADER')) section.text = 'HEADER';
  else if (c.eatAnyCase('TEXT')) section.text = 'TEXT';
  else if (section.part.length > 0 && c.eatAnyCase('MIME')) section.text = 'MIME';
  else throw c.fault('expected a section');
}

function parseSection(c: Cursor): Section {
  c.expect('[');
  const section: Section = { part: [] };
  if (c.eat(']')) return section;
  const digit = (): boolean => c.peek() >= '0' && c.peek() <= '9';
  if (digit()) {
    do {
      if (section.part.length === SECTION_DEPTH) throw c.fault('too many part numbers');
      section.part.push(c.nzNumber());
      if (!c.eat('.')) {
        c.expect(']');
        return section;
      }
    } while (digit());
  }
  sectionText(c, section);
  c.expect(']');
  return section;
}

function parseItem(c: Cursor): FetchItem {
  // `[` is part of an atom, so BODY and its section come before the plain words.
  const peek = c.eatAnyCase('BODY.PEEK');
  if (peek || c.eatAnyCase('BODY')) {
    if (c.peek() === '[') {
      const item: FetchItem = { item: 'BODY[]', peek, section: parseSection(c) };
      if (c.eat('<')) {
        const offset = c.number();
        c.expect('.');
        item.partial = { offset, length: c.nzNumber() };
        c.expect('>');
      }
      return item;
    }
    if (peek) throw c.fault('expected [');
    return { item: c.eatAnyCase('STRUCTURE') ? 'BODYSTRUCTURE' : 'BODY' };
  }
  const word = c.atom().toUpperCase();
  const item = simple.find((s) => s === word);
  if (item === undefined) throw c.fault('no such data item');
  return { item };
}

/** The last argument of FETCH: a macro, one item, or a list of items. */
export function parseFetchItems(c: Cursor): FetchItem[] {
  if (c.peek() === '(') return c.list(() => parseItem(c));
  for (const [macro, items] of Object.entries(MACROS)) {
    if (c.eatAnyCase(macro)) return items.map((item) => ({ item }));
  }
  return [parseItem(c)];
}

/** Prints a section with its brackets, names in capitals, as FETCH answers show it. */
export function printSection({ part, text, fields }: Section): string {
  const path = part.join('.');
  const name = text === undefined ? '' : `${path === '' ? '' : '.'}${text}`;
  const list = fields === undefined ? '' : ` (${fields.map(printField).join(' ')})`;
  return `[${path}${name}${list}]`;
}

const printField = (s: string): string => (isAtom(s) ? s : printAstring(s));

export function printFetchItem(item: FetchItem): string {
  return match(item)
    .with({ item: 'BODY[]' }, ({ peek, section, partial }) => {
      const range = partial === undefined ? '' : `<${partial.offset}.${partial.length}>`;
      return `${peek ? 'BODY.PEEK' : 'BODY'}${printSection(section)}${range}`;
    })
    .otherwise(({ item: name }) => name);
}
