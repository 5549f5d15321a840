import type { FlagSet } from './store.ts';

/** System flags in their bit order; the SQL store keeps them as a mask. \Recent is not among them: it is a watermark of the mailbox. */
export const SYSTEM_FLAGS = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'] as const;
export const SEEN = 1;
export const DELETED = 8;

const systemByFold = new Map<string, string>(SYSTEM_FLAGS.map((f) => [f.toLowerCase(), f]));
const bitByFlag = new Map<string, number>(SYSTEM_FLAGS.map((f, i) => [f, 1 << i]));

/** Case is no difference between flags (RFC 9051 section 2.3.2); ASCII only, as flags are. */
export function foldFlag(flag: string): string {
  return flag.toLowerCase();
}

/**
 * Brings flags into one spelling: system flags as IMAP writes them, keywords as `spelling` says (the first use in the mailbox),
 * duplicates and \Recent dropped, system flags first.
 */
export function canonicalFlags(flags: readonly string[], spelling: (keyword: string) => string): FlagSet {
  const system = new Set<string>();
  const keywords = new Map<string, string>();
  for (const flag of flags) {
    const fold = foldFlag(flag);
    const known = systemByFold.get(fold);
    if (known !== undefined) system.add(known);
    else if (fold !== '\\recent' && !keywords.has(fold)) keywords.set(fold, spelling(flag));
  }
  return [...SYSTEM_FLAGS.filter((f) => system.has(f)), ...keywords.values()];
}

/** What becomes of `old` when `flags` are added, removed or set; both already canonical in one mailbox. */
export function combineFlags(old: FlagSet, op: 'add' | 'remove' | 'set', flags: FlagSet): FlagSet {
  if (op === 'set') return flags;
  if (op === 'remove') return old.filter((f) => !flags.includes(f));
  const joined = [...old, ...flags.filter((f) => !old.includes(f))];
  return [...SYSTEM_FLAGS.filter((f) => joined.includes(f)), ...joined.filter((f) => !bitByFlag.has(f))];
}

/** Same flags in any order. */
export function sameFlags(a: FlagSet, b: FlagSet): boolean {
  return a.length === b.length && a.every((f) => b.includes(f));
}

/** Splits a canonical set into the mask of system flags and the keywords. */
export function packFlags(flags: FlagSet): { mask: number; keywords: string[] } {
  let mask = 0;
  const keywords: string[] = [];
  for (const flag of flags) {
    const bit = bitByFlag.get(flag);
    if (bit === undefined) keywords.push(flag);
    else mask |= bit;
  }
  return { mask, keywords };
}

/** Undoes `packFlags`. */
export function unpackFlags(mask: number, keywords: string[]): FlagSet {
  const flags: FlagSet = [];
  SYSTEM_FLAGS.forEach((flag, i) => {
    if ((mask & (1 << i)) !== 0) flags.push(flag);
  });
  flags.push(...keywords);
  return flags;
}
