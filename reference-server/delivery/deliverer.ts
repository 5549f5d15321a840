import type { Logger } from 'pino';
import type { Config } from '../config-types.ts';
import { asciiDomain } from '../mail/address.ts';
import { addressKey } from '../store/names.ts';
import type { MailboxId, Store, Stored } from '../store/store.ts';
import { isRefusal, StoreFault } from '../store/store.ts';
import { splitAddress } from './names.ts';
import { withReturnPath } from './redirect.ts';
import { parseRoutes, type Route } from './routes.ts';
import type { Deliverer, LocalResolution, Member, Missed, Outcome, Resolution, Trouble } from './types.ts';

export interface DelivererOptions {
  store: Pick<Store, 'read' | 'commit' | 'put' | 'body'>;
  config: Pick<Config, 'domain' | 'postmaster' | 'aliases' | 'catchAll' | 'delivery'>;
  log: Pick<Logger, 'error'>;
  now(): number;
}

/** Aliases that may lead to one another. */
export const DEPTH_MAX = 10;
/** Accounts asked for on behalf of one name. */
export const LOOKUPS_MAX = 1000;

/** One look-up: the names on the way to where it is, what others have come to, and how much more may be asked. */
interface Search {
  path: readonly string[];
  known: Map<string, readonly Member[] | undefined>;
  budget: { left: number };
}

/**
 * Local delivery to INBOX. Local parts have no case here, as domains have none, and are compared in NFC. What a local part means, the first that fits:
 *
 * 1. an alias of that name (where it leads back to itself, that is the account of the name);
 * 2. an account of that name;
 * 3. with a subaddress, `user+detail`: 1 or 2 for what stands before the first separator;
 * 4. the pattern among the aliases that fits most closely;
 * 5. `postmaster`: the configured one, else the first account there is; `abuse`: what postmaster is (RFC 2142);
 * 6. the catch-all, for what a client gives and not for what an alias leads to.
 *
 * An alias is there when one of its members is; else what comes after it in this list is tried. An alias `x` beside which there is an alias `owner-x`
 * is a mailing list: what its members get has that as its reverse-path (RFC 5321 3.9).
 */
export function createDeliverer(o: DelivererOptions): Deliverer {
  const { domain } = o.config;
  // Mistakes have been told when the configuration was read.
  const routes = parseRoutes(o.config.aliases, domain, () => undefined);
  const separator = o.config.delivery.subaddress;

  const account = async (local: string, s: Search): Promise<readonly Member[] | undefined> => {
    s.budget.left -= 1;
    if (s.budget.left < 0) return undefined;
    const at = await o.store.read({ ask: 'inbox', address: `${local}@${domain}` });
    return at === undefined ? undefined : [{ address: at.address, at }];
  };

  const follow = async (route: Route, key: string, s: Search): Promise<readonly Member[] | undefined> => {
    const members = new Map<string, Member>();
    const inner = { ...s, path: [...s.path, key] };
    for (const target of route.targets) {
      const found = await collect(target, inner);
      // What leads back to a name on the way has no account of its own: it adds nobody, and misses nobody.
      if (found === undefined && inner.path.includes(addressKey(target))) continue;
      for (const m of found ?? [{ address: `${target}@${domain}` }]) members.set(addressKey(m.address), m);
    }
    // rfc5321-3.9-list-uses-all-addresses
    const keeper = routes.keeper(key);
    const all = [...members.values()].map((m) => (keeper === undefined ? m : { keeper: `${keeper}@${domain}`, ...m }));
    return all.some((m) => m.at !== undefined) ? all : undefined;
  };

  const direct = async (local: string, s: Search): Promise<readonly Member[] | undefined> => {
    const key = addressKey(local);
    const ends = s.path.includes(key) || s.path.length >= DEPTH_MAX;
    const route = ends ? undefined : routes.named(local);
    return (route && (await follow(route, key, s))) ?? account(local, s);
  };

  const find = async (local: string, s: Search): Promise<readonly Member[] | undefined> => {
    const key = addressKey(local);
    const at = separator === '' ? -1 : local.indexOf(separator);
    const base = at > 0 ? local.slice(0, at) : local;
    const here = (await direct(local, s)) ?? (base === local ? undefined : await direct(base, s));
    if (here !== undefined) return here;
    const ends = s.path.includes(key) || s.path.length >= DEPTH_MAX;
    const pattern = ends ? undefined : routes.matching(local);
    return (pattern && (await follow(pattern, key, s))) ?? role(addressKey(base), s);
  };

  const collect = async (local: string, s: Search): Promise<readonly Member[] | undefined> => {
    const key = addressKey(local);
    const onTheWay = s.path.includes(key);
    if (!onTheWay && s.known.has(key)) return s.known.get(key);
    const found = await find(local, s);
    if (!onTheWay) s.known.set(key, found);
    return found;
  };

  const role = async (key: string, s: Search): Promise<readonly Member[] | undefined> => {
    // rfc2142-2-abuse-of-the-domain-accepted, rfc2142-5-postmaster-of-the-domain-accepted, rfc2142-1-role-names-of-the-domain-accepted,
    // rfc2142-2-names-in-any-case: keys have no case.
    if (key === 'abuse') return collect('postmaster', s);
    // rfc5321-4.5.1-postmaster-in-any-case, rfc5321-4.5.1-postmaster-with-domain
    if (key !== 'postmaster') return undefined;
    const configured = o.config.postmaster === undefined ? undefined : splitAddress(o.config.postmaster)?.local;
    const path = [...s.path, key];
    const found =
      configured === undefined || s.path.includes(key) ? undefined : await collect(configured, { ...s, path });
    if (found !== undefined) return found;
    const [first] = await o.store.read({ ask: 'accounts' });
    return first === undefined ? undefined : account(splitAddress(first.address)?.local ?? '', s);
  };

  const look = async (local: string): Promise<readonly Member[] | undefined> => {
    const s: Search = { path: [], known: new Map(), budget: { left: LOOKUPS_MAX } };
    const found = await collect(local, s);
    const { catchAll } = o.config;
    return found ?? (catchAll === undefined ? undefined : collect(splitAddress(catchAll)?.local ?? catchAll, s));
  };

  const isOurs = (d: string | undefined): boolean => d === undefined || asciiDomain(d) === asciiDomain(domain);

  return {
    async resolve(local, given): Promise<Resolution> {
      // rfc5321-4.5.1-postmaster-without-domain
      if (given === undefined && addressKey(local) !== 'postmaster') return { to: 'unknown' };
      // rfc5321-2.4-domain-case-ignored
      if (!isOurs(given)) return { to: 'remote' };
      try {
        const found = await look(local);
        const first = found?.find((m) => m.at !== undefined)?.at;
        if (found === undefined || first === undefined) return { to: 'unknown' };
        return { to: 'local', ...first, ...(isPlain(found) ? {} : { members: found }) };
      } catch (err) {
        if (!(err instanceof StoreFault)) throw err;
        o.log.error({ err }, 'recipients cannot be looked up');
        return { to: 'unavailable' };
      }
    },

    // rfc5321-3.9-alias-and-list-expansion, rfc5321-3.9-list-uses-all-addresses, rfc5321-3.9.1-alias-leaves-the-reverse-path,
    // rfc5321-3.9.1-alias-leaves-the-message: as it came, to everybody who stands behind a name.
    async deliver(body, to) {
      const groups = new Map<string, Group>();
      for (const m of to.flatMap(membersOf)) {
        if (m.at === undefined) continue;
        const group = groups.get(m.keeper ?? '') ?? { mailboxes: new Set(), reached: new Set() };
        // Two names of one mailbox are one copy.
        groups.set(m.keeper ?? '', { ...group, mailboxes: group.mailboxes.add(m.at.mailbox) });
      }
      await Promise.all(
        [...groups].map(async ([keeper, group]) => {
          const done = await put(o, body, keeper, group.mailboxes);
          groups.set(keeper, { ...group, ...done });
        }),
      );
      return to.map((r) => outcome(membersOf(r), groups));
    },
  };
}

/** Mailboxes that get the same octets: all, but those of a list get a reverse-path of their own. */
interface Group {
  mailboxes: Set<MailboxId>;
  reached: ReadonlySet<MailboxId>;
  trouble?: Trouble;
}

async function put(
  o: DelivererOptions,
  body: Stored,
  keeper: string,
  mailboxes: ReadonlySet<MailboxId>,
): Promise<Pick<Group, 'reached' | 'trouble'>> {
  const nobody = new Set<MailboxId>();
  const date = o.now();
  try {
    // rfc5321-3.9-list-changes-the-reverse-path, rfc5321-3.9-list-leaves-the-header
    const copy = keeper === '' ? body : await withReturnPath(o.store, body, `<${keeper}>`);
    const to = [...mailboxes].map((mailbox) => ({ mailbox, flags: [], date, zone: 0 }));
    const result = await o.store.commit({ do: 'deliver', body: copy, to });
    if (!isRefusal(result)) return { reached: new Set(result.uids.map((u) => u.mailbox)) };
    o.log.error({ refused: result.refused, why: result.why, body: body.id }, 'a message was not kept');
    return {
      reached: nobody,
      trouble: result.refused === 'gone' || result.refused === 'full' ? result.refused : 'down',
    };
  } catch (err) {
    if (!(err instanceof StoreFault)) throw err;
    o.log.error({ err, body: body.id }, 'a message was not kept');
    return { reached: nobody, trouble: err.refused === 'full' ? 'full' : 'down' };
  }
}

/** One name leads to one mailbox, and not by way of a list. */
function isPlain(found: readonly Member[]): boolean {
  return found.length === 1 && found[0]?.keeper === undefined;
}

function membersOf(r: LocalResolution): readonly Member[] {
  return r.members ?? [{ address: r.address, at: r }];
}

function outcome(members: readonly Member[], groups: ReadonlyMap<string, Group>): Outcome {
  const missed = members.flatMap(({ address, at, keeper }): Missed[] => {
    const who = { address, ...(keeper === undefined ? {} : { keeper }) };
    if (at === undefined) return [{ ...who, why: 'unknown' }];
    const group = groups.get(keeper ?? '');
    return group?.reached.has(at.mailbox) ? [] : [{ ...who, why: group?.trouble ?? 'gone' }];
  });
  if (missed.length < members.length) return { got: 'ok', missed };
  const temporary = missed.find((m) => m.why === 'full' || m.why === 'down')?.why;
  return { got: temporary === 'full' || temporary === 'down' ? temporary : 'gone', missed: [] };
}
