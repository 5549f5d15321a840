import type { Cursor } from './cursor.ts';

export const SYSTEM = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] as const;
const byFold = new Map<string, string>(SYSTEM.map((f) => [f.toUpperCase(), f]));

/** A flag as a client may set it: a keyword as written, a system flag in its usual spelling. \Recent is no such flag (RFC 3501 section 2.3.2). */
export function parseFlag(c: Cursor): string {
  if (!c.eat('\\')) return c.atom();
  const name = `\\${c.atom()}`;
  // rfc3501-2.3.2-recent-not-settable
  if (name.toUpperCase() === '\\RECENT') throw c.fault('\\Recent is not for clients to set');
  return byFold.get(name.toUpperCase()) ?? name;
}

/** flag-list: in parentheses, may be empty. */
export function parseFlagList(c: Cursor): string[] {
  return c.list(() => parseFlag(c), true);
}

/** Drops flags that look like system flags and are none: they cannot be kept (PERMANENTFLAGS). */
export function keepable(flags: readonly string[]): string[] {
  return flags.filter((f) => !f.startsWith('\\') || byFold.has(f.toUpperCase()));
}
