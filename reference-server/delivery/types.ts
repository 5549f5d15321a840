import type { AccountId, MailboxId, Stored } from '../store/store.ts';

/** Where mail for one recipient address goes. */
export type Resolution =
  | { to: 'local'; account: AccountId; mailbox: MailboxId; address: string }
  | { to: 'unknown' }
  /** Not a domain of ours. */
  | { to: 'remote' }
  | { to: 'unavailable' };

/** Local delivery: addresses to mailboxes, bodies to the store. Knows postmaster, subaddresses (`user+detail`) and case rules. */
export interface Deliverer {
  /** @param path a parsed mailbox; `postmaster` without a domain is RFC 5321 4.5.1's */
  resolve(local: string, domain: string | undefined): Promise<Resolution>;
  /** One body, one commit, to all. Resolves when durable; per recipient: `ok`, or a refusal to be answered 4xx. */
  deliver(body: Stored, to: Extract<Resolution, { to: 'local' }>[]): Promise<('ok' | 'gone' | 'full' | 'down')[]>;
}
