import { randomBytes } from 'node:crypto';
import { Leases } from './leases.ts';
import type { Account, Door, Housekeeping, Lease, Need, Target, TargetFacts } from './types.ts';

export interface TargetParts {
  facts: TargetFacts;
  accounts: readonly Account[];
  door?: Door;
  /** The accounts are known to be empty: the run made them. */
  pristine: boolean;
  restart?: () => Promise<void>;
  deliver?: (a: Account, message: Buffer) => Promise<void>;
  stop?: () => Promise<void>;
}

/** How to see what arrived: IMAP where it is offered, else POP3. */
export function doorOf(services: TargetFacts['services']): Door | undefined {
  if (services.imap?.length) return { kind: 'imap' };
  if (services.pop3?.length) return { kind: 'pop3' };
  return undefined;
}

/** A target out of its parts, with leases on its accounts. */
export function makeTarget(parts: TargetParts): Target {
  const { facts, accounts } = parts;
  let housekeeping: Housekeeping | undefined;
  const leases = new Leases(accounts, {
    // A door, a client or two and the housekeeping may be open for each at once.
    sharers: Math.max(1, Math.floor(facts.limits.perUserConnections / 4)),
    run: `ms${randomBytes(3).toString('hex')}`,
    empty: async (a) => await housekeeping?.empty(a),
    tidy: async (a, root) => await housekeeping?.tidy(a, root),
  });
  if (!parts.pristine) leases.markUsed();
  const door = parts.door ?? doorOf(facts.services);
  return {
    facts,
    accounts,
    lease: (need: Need, s: AbortSignal): Promise<Lease> => leases.lease(need, s),
    door: () => door,
    housekeeping: (h) => {
      housekeeping = h;
    },
    ...(parts.restart ? { restart: parts.restart } : {}),
    ...(parts.deliver ? { deliver: parts.deliver } : {}),
    [Symbol.asyncDispose]: async () => await parts.stop?.(),
  };
}
