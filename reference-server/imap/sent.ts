import { decimal } from '../mail/cursor.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAY = 86_400_000;

/** The calendar day a Date field names where it was written (RFC 5322 section 3.3, years of two digits as in 4.3), in days since the epoch. */
export function parseSentDay(value: string): number | undefined {
  const comma = value.indexOf(',');
  const words = value
    .slice(comma < 0 ? 0 : comma + 1)
    .split(' ')
    .filter((w) => w !== '');
  const [day, mon, year] = words;
  if (day === undefined || mon === undefined || year === undefined) return undefined;
  const d = decimal(day, 2);
  const m = MONTHS.indexOf(mon.toUpperCase());
  const y = decimal(year, 4);
  if (d === undefined || m < 0 || y === undefined) return undefined;
  // rfc5322-4.3-short-years-understood
  const full = year.length === 2 ? y + (y < 50 ? 2000 : 1900) : year.length === 3 ? y + 1900 : y;
  const t = new Date(0);
  t.setUTCFullYear(full, m, d);
  return t.getUTCDate() === d ? t.getTime() / DAY : undefined;
}
