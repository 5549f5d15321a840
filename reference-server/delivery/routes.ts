import { addressKey } from '../store/names.ts';
import { splitAddress } from './names.ts';

/** Names the table may hold. */
export const ALIASES_MAX = 10_000;
/** Addresses one name may stand for. */
export const TARGETS_MAX = 1000;
/** Octets of a local part that patterns are tried on: RFC 5321 4.5.3.1.1, with room. */
const PATTERN_INPUT_MAX = 256;

const STAR = '*';
/** An alias with this before the name of another makes that a mailing list: it is the keeper's, who is told of what cannot be delivered. */
const KEEPER = 'owner-';

/** Names and what they stand for, as configured. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/** What a name stands for: local parts of this server's domain, at least one. */
export interface Route {
  targets: readonly string[];
}

/** The table of aliases, without a word on which accounts there are. */
export interface Routes {
  /** An alias of exactly this name, in any case. */
  named(local: string): Route | undefined;
  /** The pattern that fits and has the most letters beside its `*`, what stood for the `*` put into its targets. */
  matching(local: string): Route | undefined;
  /** Local part of the keeper of this alias, where it has one: then it is a list (RFC 5321 3.9.2). */
  keeper(local: string): string | undefined;
}

interface Pattern {
  before: string;
  after: string;
  targets: string[];
}

/**
 * Reads the table: a name is a local part or an address of this domain, and so is each of its targets, because nothing leaves this server. One `*` in
 * a name stands for one character or more, and for the same in the targets.
 * @param fault told of each mistake, with the name it is in
 */
export function parseRoutes(aliases: Aliases, domain: string, fault: (name: string, what: string) => void): Routes {
  const named = new Map<string, Route>();
  const patterns = new Map<string, Pattern>();
  const entries = Object.entries(aliases);
  if (entries.length > ALIASES_MAX) fault('', `there are ${entries.length} names, but there may be ${ALIASES_MAX}`);
  for (const [name, given] of entries.slice(0, ALIASES_MAX)) {
    const say = (what: string): void => fault(name, what);
    const local = ours(name, domain, say);
    const stars = local === undefined ? 0 : count(local);
    if (stars > 1) say('a name has one * at most');
    if (given.length === 0 || given.length > TARGETS_MAX) say(`stands for one to ${TARGETS_MAX} addresses`);
    const targets = given.flatMap((target) => {
      const at = ours(target, domain, say);
      if (at === undefined) return [];
      if (count(at) > stars) say(`${target} has a * that the name has not`);
      return [at];
    });
    if (local === undefined || stars > 1) continue;
    const key = addressKey(local);
    if (named.has(key) || patterns.has(key)) say('is there twice, perhaps in another case');
    const at = key.indexOf(STAR);
    if (at < 0) named.set(key, { targets });
    else patterns.set(key, { before: key.slice(0, at), after: key.slice(at + 1), targets });
  }
  // The longest first; of two as long, the one whose beginning is longer.
  const ordered = [...patterns.values()].sort(
    (a, b) => b.before.length + b.after.length - a.before.length - a.after.length || b.before.length - a.before.length,
  );
  return {
    named: (local) => named.get(addressKey(local)),
    matching(local) {
      if (local.length > PATTERN_INPUT_MAX) return undefined;
      const key = addressKey(local);
      const fits = ordered.find((p) => isMatch(p, key));
      if (fits === undefined) return undefined;
      const middle = key.slice(fits.before.length, key.length - fits.after.length);
      const targets = fits.targets.map((t) => t.split(STAR).join(middle));
      return { targets };
    },
    keeper(local) {
      const key = KEEPER + addressKey(local);
      // A pattern that fits everything keeps no list.
      const kept = named.has(key) || ordered.some((p) => p.before.startsWith(KEEPER) && isMatch(p, key));
      return kept ? key : undefined;
    },
  };
}

function isMatch(p: Pattern, key: string): boolean {
  return key.length > p.before.length + p.after.length && key.startsWith(p.before) && key.endsWith(p.after);
}

/** The local part of an address of this server; a name without a domain is one. */
function ours(given: string, domain: string, say: (what: string) => void): string | undefined {
  const parts = splitAddress(given);
  if (parts === undefined) say(`${JSON.stringify(given)} is no address`);
  else if (parts.domain !== undefined && parts.domain.toLowerCase() !== domain.toLowerCase())
    say(`${given} is not in ${domain}: mail does not leave this server`);
  else return parts.local;
  return undefined;
}

function count(text: string): number {
  return text.split(STAR).length - 1;
}
