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
  /** It is there by way of a list, whose keeper this is: the reverse-path of what it gets. */
  keeper?: string;
}

/** Where mail for one recipient address goes. */
export type Resolution =
  /** A mailbox. Where several stand behind the name, or a list, it is the first that is there, and `members` are all of them. */
  | ({ to: 'local'; members?: readonly Member[] } & Mailbox)
  | { to: 'unknown' }
  /** Not a domain of ours. */
  | { to: 'remote' }
  | { to: 'unavailable' };

export type LocalResolution = Extract<Resolution, { to: 'local' }>;

/** Why a mailbox did not take a message: it is no longer there, there is no space, or the store does not answer. */
export type Trouble = 'gone' | 'full' | 'down';

/** A member a message did not reach; `unknown`: there was none of that name from the start. */
export interface Missed {
  address: string;
  why: Trouble | 'unknown';
  keeper?: string;
}

/** What became of a message for one recipient. */
export interface Outcome {
  /** `ok`: durable in its mailbox, for an alias in one of them at least. */
  got: 'ok' | Trouble;
  /** Members of an alias it did not reach. */
  missed: readonly Missed[];
}

/** Local delivery: addresses to mailboxes, bodies to the store. */
export interface Deliverer {
  /** @param path a parsed mailbox; `postmaster` without a domain is RFC 5321 4.5.1's */
  resolve(local: string, domain: string | undefined): Promise<Resolution>;
  /** One body, one commit, to all; a body of its own for each list among them. Resolves when durable, with an outcome a recipient. */
  deliver(body: Stored, to: readonly LocalResolution[]): Promise<Outcome[]>;
}
