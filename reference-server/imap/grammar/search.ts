import { match } from 'ts-pattern';
import type { Cursor } from './cursor.ts';
import { type Day, parseDate, printDate } from './date.ts';
import { printAstring } from './print.ts';
import { parseSequenceSet, printSequenceSet, type SequenceSet } from './sequence.ts';

export type TextField = 'BCC' | 'BODY' | 'CC' | 'FROM' | 'SUBJECT' | 'TEXT' | 'TO';
export type DateKey = 'BEFORE' | 'ON' | 'SINCE' | 'SENTBEFORE' | 'SENTON' | 'SENTSINCE';

/** A search key. Strings are the client's octets as latin1; flags are as `parseFlag` gives them. */
export type SearchKey =
  | { key: 'ALL' | 'NEW' | 'OLD' | 'RECENT' }
  | { key: 'FLAG'; flag: string; set: boolean }
  | { key: 'SEQ' | 'UID'; set: SequenceSet }
  | { key: 'DATE'; rule: DateKey; day: Day }
  | { key: 'SIZE'; rule: 'LARGER' | 'SMALLER'; octets: number }
  | { key: 'FIELD'; in: TextField; value: string }
  | { key: 'HEADER'; name: string; value: string }
  | { key: 'NOT'; of: SearchKey }
  | { key: 'OR'; a: SearchKey; b: SearchKey }
  | { key: 'AND'; of: SearchKey[] };

export interface Search {
  charset?: string;
  /** One or more, all of which must match. */
  keys: SearchKey[];
}

/** How deep NOT, OR and parentheses may nest. */
export const SEARCH_DEPTH = 64;
/** How many keys one search may have in all. */
export const SEARCH_KEYS = 1000;

const SYSTEM: Record<string, string> = {
  ANSWERED: '\\Answered',
  DELETED: '\\Deleted',
  DRAFT: '\\Draft',
  FLAGGED: '\\Flagged',
  SEEN: '\\Seen',
};
const FIELDS = new Set<string>(['BCC', 'BODY', 'CC', 'FROM', 'SUBJECT', 'TEXT', 'TO']);
const DATES = new Set<string>(['BEFORE', 'ON', 'SINCE', 'SENTBEFORE', 'SENTON', 'SENTSINCE']);

const isField = (w: string): w is TextField => FIELDS.has(w);
const isDate = (w: string): w is DateKey => DATES.has(w);

class Reader {
  readonly #c: Cursor;
  readonly #eightBit: boolean;
  #left = SEARCH_KEYS;

  constructor(c: Cursor, charset: string | undefined) {
    this.#c = c;
    this.#eightBit = charset?.toUpperCase() === 'UTF-8';
  }

  key(depth: number): SearchKey {
    const c = this.#c;
    if (depth > SEARCH_DEPTH) throw c.fault('the search nests too deep');
    if (this.#left-- === 0) throw c.fault('the search has too many keys');
    const ch = c.peek();
    if (ch === '(') return { key: 'AND', of: c.list(() => this.key(depth + 1)) };
    if (ch === '*' || (ch >= '0' && ch <= '9')) return { key: 'SEQ', set: parseSequenceSet(c) };
    const word = c.atom().toUpperCase();
    const flag = SYSTEM[word] ?? (word.startsWith('UN') ? SYSTEM[word.slice(2)] : undefined);
    if (flag !== undefined) return { key: 'FLAG', flag, set: !word.startsWith('UN') };
    if (isField(word)) return { key: 'FIELD', in: word, value: this.#argument() };
    if (isDate(word)) {
      c.sp();
      return { key: 'DATE', rule: word, day: parseDate(c) };
    }
    switch (word) {
      case 'ALL':
      case 'NEW':
      case 'OLD':
      case 'RECENT':
        return { key: word };
      case 'KEYWORD':
      case 'UNKEYWORD':
        c.sp();
        return { key: 'FLAG', flag: c.atom(), set: word === 'KEYWORD' };
      case 'LARGER':
      case 'SMALLER':
        c.sp();
        return { key: 'SIZE', rule: word, octets: c.number() };
      case 'HEADER': {
        const name = this.#argument();
        return { key: 'HEADER', name, value: this.#argument() };
      }
      case 'UID':
        c.sp();
        return { key: 'UID', set: parseSequenceSet(c) };
      case 'NOT':
        c.sp();
        return { key: 'NOT', of: this.key(depth + 1) };
      case 'OR': {
        c.sp();
        const a = this.key(depth + 1);
        c.sp();
        return { key: 'OR', a, b: this.key(depth + 1) };
      }
      default:
        throw c.fault('no such search key');
    }
  }

  #argument(): string {
    this.#c.sp();
    return this.#c.astring(this.#eightBit);
  }
}

/** What follows SEARCH and its space. */
export function parseSearch(c: Cursor): Search {
  const search: Search = { keys: [] };
  if (c.eatAnyCase('CHARSET ')) {
    search.charset = c.astring();
    c.sp();
  }
  const reader = new Reader(c, search.charset);
  do search.keys.push(reader.key(0));
  while (c.eat(' '));
  return search;
}

function systemName(flag: string): string | undefined {
  return Object.keys(SYSTEM).find((name) => SYSTEM[name] === flag);
}

export function printSearchKey(k: SearchKey): string {
  return match(k)
    .with({ key: 'FLAG' }, ({ flag, set }) => {
      const name = systemName(flag);
      return `${set ? '' : 'UN'}${name ?? `KEYWORD ${flag}`}`;
    })
    .with({ key: 'SEQ' }, ({ set }) => printSequenceSet(set))
    .with({ key: 'UID' }, ({ set }) => `UID ${printSequenceSet(set)}`)
    .with({ key: 'DATE' }, ({ rule, day }) => `${rule} ${printDate(day)}`)
    .with({ key: 'SIZE' }, ({ rule, octets }) => `${rule} ${octets}`)
    .with({ key: 'FIELD' }, (f) => `${f.in} ${printAstring(f.value)}`)
    .with({ key: 'HEADER' }, ({ name, value }) => `HEADER ${printAstring(name)} ${printAstring(value)}`)
    .with({ key: 'NOT' }, ({ of }) => `NOT ${printSearchKey(of)}`)
    .with({ key: 'OR' }, ({ a, b }) => `OR ${printSearchKey(a)} ${printSearchKey(b)}`)
    .with({ key: 'AND' }, ({ of }) => `(${of.map(printSearchKey).join(' ')})`)
    .otherwise(({ key }) => key);
}

export function printSearch({ charset, keys }: Search): string {
  const cs = charset === undefined ? '' : `CHARSET ${printAstring(charset)} `;
  return cs + keys.map(printSearchKey).join(' ');
}
