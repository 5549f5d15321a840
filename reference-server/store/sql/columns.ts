import { unpackFlags } from '../flags.ts';
import type { MessageRow } from '../store.ts';
import type { MessageTable } from './schema.ts';

/** Messages by column: a page of them crosses from the reader as a few arrays instead of thousands of objects. */
export interface MessageColumns {
  /** Rows of NUMBERS each: uid, modseq, date, zone, size, saved, mask of flags. */
  numbers: Float64Array;
  bodies: string[];
  /** Keywords separated by spaces; undefined when no message has any. */
  keywords: string[] | undefined;
}

const NUMBERS = 7;

export function packMessages(rows: MessageTable[]): MessageColumns {
  const numbers = new Float64Array(rows.length * NUMBERS);
  rows.forEach((r, i) => {
    numbers.set([r.uid, r.modseq, r.date, r.zone, r.size, r.saved, r.flags], i * NUMBERS);
  });
  const keywords = rows.some((r) => r.keywords !== '') ? rows.map((r) => r.keywords) : undefined;
  return { numbers, bodies: rows.map((r) => r.body), keywords };
}

export function unpackMessages(columns: MessageColumns): MessageRow[] {
  const { numbers, bodies, keywords } = columns;
  return bodies.map((body, i) => {
    const at = (column: number): number => numbers[i * NUMBERS + column] ?? 0;
    const words = keywords?.[i] ?? '';
    return {
      uid: at(0),
      modseq: at(1),
      flags: unpackFlags(at(6), keywordsOf(words)),
      date: at(2),
      zone: at(3),
      size: at(4),
      body,
      saved: at(5),
    };
  });
}

/** The column of keywords as a list. */
export function keywordsOf(column: string): string[] {
  return column === '' ? [] : column.split(' ');
}
