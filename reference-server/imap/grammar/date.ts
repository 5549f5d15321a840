import type { Cursor } from './cursor.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAY = 86_400_000;
const MINUTE = 60_000;

/** A calendar day as whole days since the epoch. */
export type Day = number;

function month(c: Cursor): number {
  const at = MONTHS.indexOf(c.text.substring(c.pos, c.pos + 3).toUpperCase());
  if (at < 0) throw c.fault('expected a month');
  c.pos += 3;
  return at;
}

function utc(c: Cursor, year: number, mon: number, day: number): number {
  const t = new Date(0);
  t.setUTCFullYear(year, mon, day);
  if (t.getUTCMonth() !== mon || t.getUTCDate() !== day) throw c.fault('no such day');
  return t.getTime();
}

/** date: 1-Feb-1994, bare or quoted. */
export function parseDate(c: Cursor): Day {
  const quoted = c.eat('"');
  const from = c.pos;
  const day = c.number();
  if (c.pos - from > 2) throw c.fault('a day has at most two digits');
  c.expect('-');
  const mon = month(c);
  c.expect('-');
  const year = c.digits(4);
  if (quoted) c.expect('"');
  return utc(c, year, mon, day) / DAY;
}

const two = (n: number): string => String(n).padStart(2, '0');
const four = (n: number): string => String(n).padStart(4, '0');

export function printDate(day: Day): string {
  const t = new Date(day * DAY);
  return `${t.getUTCDate()}-${NAMES[t.getUTCMonth()]}-${four(t.getUTCFullYear())}`;
}

/** An instant in milliseconds since the epoch, and the zone it was written in, minutes east of UTC. */
export interface DateTime {
  date: number;
  zone: number;
}

/** date-time: "17-Jul-1996 02:44:25 -0700", a day below ten with a space in front. */
export function parseDateTime(c: Cursor): DateTime {
  c.expect('"');
  const day = c.eat(' ') ? c.digits(1) : c.digits(2);
  c.expect('-');
  const mon = month(c);
  c.expect('-');
  const year = c.digits(4);
  c.sp();
  const hour = c.digits(2);
  c.expect(':');
  const minute = c.digits(2);
  c.expect(':');
  const second = c.digits(2);
  if (hour > 23 || minute > 59 || second > 60) throw c.fault('no such time');
  c.sp();
  const west = c.peek() === '-';
  if (!west && c.peek() !== '+') throw c.fault('expected a zone');
  c.pos++;
  const hh = c.digits(2);
  const mm = c.digits(2);
  if (hh > 23 || mm > 59) throw c.fault('no such zone');
  c.expect('"');
  const zone = (west ? -1 : 1) * (hh * 60 + mm);
  const local = utc(c, year, mon, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  return { date: local - zone * MINUTE, zone: zone === 0 ? 0 : zone };
}

/** The calendar day of an instant where it was written: searches disregard time and zone. */
export function dayOf({ date, zone }: DateTime): Day {
  return Math.floor((date + zone * MINUTE) / DAY);
}

/** Prints date-time with its quotes, in the zone it was given in. */
export function printDateTime({ date, zone }: DateTime): string {
  const t = new Date(Math.floor(date / 1000) * 1000 + zone * MINUTE);
  const day = String(t.getUTCDate()).padStart(2, ' ');
  const time = `${two(t.getUTCHours())}:${two(t.getUTCMinutes())}:${two(t.getUTCSeconds())}`;
  const east = Math.abs(zone);
  const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(east / 60))}${two(east % 60)}`;
  return `"${day}-${NAMES[t.getUTCMonth()]}-${four(t.getUTCFullYear())} ${time} ${offset}"`;
}
