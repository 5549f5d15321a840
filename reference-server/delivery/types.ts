import type { AccountId, MailboxId, Stored } from '../store/store.ts';

/** A mailbox mail can be put into. */
export interface Mailbox {
  account: AccountId;
  mailbox: MailboxId;
  address: string;
}

/** One of several addresses behind a name; without `at` there is no such account. */
export interface Member {
  address: string;
  at?: Mailbox;
}

/** Where mail for one recipient address goes. */
export type Resolution =
  /** A mailbox. Where several stand behind the name it is the first that is there, and `members` are all of them. */
  | ({ to: 'local'; members?: readonly Member[] } & Mailbox)
  | { to: 'unknown' }
  /** Not a domain of ours. */
  | { to: 'remote' }
  | { to: 'unavailable' };

export type LocalResolution = Extract<Resolution, { to: 'local' }>;

/** Why a mailbox did not take a message: it is no longer there, there is no space, or the store does not answer. */
export type Trouble = 'gone' | 'full' | 'down';

/** What became of a message for one recipient. */
export interface Outcome {
  /** `ok`: durable in its mailbox, for an alias in one of them at least. */
  got: 'ok' | Trouble;
  /** Members of an alias it did not reach; `unknown`: there was none of that name from the start. */
  missed: readonly { address: string; why: Trouble | 'unknown' }[];
}

/** Local delivery: addresses to mailboxes, bodies to the store. */
export interface Deliverer {
  /** @param path a parsed mailbox; `postmaster` without a domain is RFC 5321 4.5.1's */
  resolve(local: string, domain: string | undefined): Promise<Resolution>;
  /** Addresses behind an alias that has several, for EXPN; undefined for any other name. */
  members(local: string, domain: string | undefined): Promise<readonly string[] | undefined>;
  /** One body, one commit, to all. Resolves when durable, with an outcome a recipient. */
  deliver(body: Stored, to: readonly LocalResolution[]): Promise<Outcome[]>;
}
