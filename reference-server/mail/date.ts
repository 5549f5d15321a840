const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * RFC 5322 3.3 `date-time`, without obsolete forms.
 * @param ms since the epoch; the year must have four digits
 * @param zone minutes east of UTC
 */
export function printDate(ms: number, zone: number): string {
  // rfc5322-3.3-trace-date-is-possible, rfc5322-3.3-trace-date-with-single-spaces
  const d = new Date(ms + zone * 60_000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const east = Math.abs(zone);
  const time = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  // rfc5321-4.4-date-without-obsolete-forms, rfc5321-F.5-four-digit-years
  const day = `${DAYS[d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${String(d.getUTCFullYear()).padStart(4, '0')}`;
  // rfc5321-4.4-date-with-an-offset, rfc5321-4.4-zone-name-in-a-comment: a numeric offset and no name of a zone.
  return `${day} ${time} ${zone < 0 ? '-' : '+'}${two(Math.floor(east / 60))}${two(east % 60)}`;
}

/** Zone of this machine at that time, minutes east of UTC. */
export function localZone(ms: number): number {
  const offset = new Date(ms).getTimezoneOffset();
  return offset === 0 ? 0 : -offset;
}
