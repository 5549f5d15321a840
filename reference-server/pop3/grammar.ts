import { decimal } from '../mail/cursor.ts';

/** A command line: its keyword in capitals and what stands behind the first space. Octets as latin1. */
export interface Line {
  keyword: string;
  args: string | undefined;
}

/** Digits of a number at most: more can name neither a message nor a line. */
const DIGITS = 10;

/** Splits a line without its end. Undefined where there is no keyword, or a control character anywhere (RFC 2449 section 3). */
export function parseLine(line: string): Line | undefined {
  for (let i = 0; i < line.length; i++) {
    const c = line.charCodeAt(i);
    if (c < 0x20 || c === 0x7f) return undefined;
  }
  const space = line.indexOf(' ');
  const keyword = (space < 0 ? line : line.slice(0, space)).toUpperCase();
  if (keyword.length < 3 || keyword.length > 4) return undefined;
  return { keyword, args: space < 0 ? undefined : line.slice(space + 1) };
}

/** No arguments. */
export function none(args: string | undefined): true | undefined {
  return args === undefined ? true : undefined;
}

/** A decimal number. */
export function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : decimal(text, DIGITS);
}

/** A number, or nothing at all. */
export function optionalNumber(args: string | undefined): { msg: number | undefined } | undefined {
  if (args === undefined) return { msg: undefined };
  const msg = number(args);
  return msg === undefined ? undefined : { msg };
}

/** Two numbers. */
export function twoNumbers(args: string | undefined): [number, number] | undefined {
  const space = args?.indexOf(' ') ?? -1;
  if (args === undefined || space < 0) return undefined;
  const a = number(args.slice(0, space));
  const b = number(args.slice(space + 1));
  return a === undefined || b === undefined ? undefined : [a, b];
}

/** Words, one space apart, at least one and at most `max`. */
export function words(args: string | undefined, max: number): string[] | undefined {
  const list = args?.split(' ') ?? [];
  return list.length === 0 || list.length > max || list.includes('') ? undefined : list;
}
