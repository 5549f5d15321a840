import type { Generated } from 'kysely';

type Numbered<T, K extends keyof T> = Omit<T, K> & { [P in K]: Generated<T[P]> };

/** Tables of schema v2 as Kysely knows them. Times are milliseconds since the epoch. */
export interface Schema {
  account: Numbered<AccountTable, 'id'>;
  mailbox: Numbered<MailboxTable, 'id'>;
  message: MessageTable;
  body: Numbered<BodyTable, 'seq'>;
  keyword: { mailbox: number; fold: string; name: string };
  /** Expunged UIDs, for resynchronisation. */
  vanished: { mailbox: number; uid: number; modseq: number };
  /** Of names, not of mailboxes: rfc3501-6.3.6-subscription-outlives-mailbox. */
  subscription: { account: number; name: string };
  /** UIDVALIDITY a name had when it was last given up. */
  retired: { account: number; name: string; uid_validity: number };
  /** Bodies that lost a message row, with the time: candidates of the garbage collector. */
  garbage: { body: string; since: number };
  counter: { name: string; value: number };
  deferred: Numbered<DeferredTable, 'id'>;
}

export interface AccountTable {
  id: number;
  address: string;
  /** What spellings of the address share (`addressKey`). */
  address_key: string;
  secret: string | null;
  created: number;
}

export interface MailboxTable {
  id: number;
  account: number;
  name: string;
  uid_validity: number;
  uid_next: number;
  highest_modseq: number;
  /** Highest UID some session has had as \Recent. */
  claimed: number;
  special_use: string | null;
  noselect: number;
  /** Stays through RENAME (RFC 8474 MAILBOXID). */
  object_id: string;
}

export interface MessageTable {
  mailbox: number;
  uid: number;
  modseq: number;
  /** modseq at which it came. */
  created: number;
  /** Mask of system flags. */
  flags: number;
  /** Keywords, separated by spaces. */
  keywords: string;
  date: number;
  zone: number;
  size: number;
  /** Id of the body; copies share it (RFC 8474 EMAILID). */
  body: string;
  saved: number;
}

/** A message that waits for mailboxes which did not take it. */
export interface DeferredTable {
  id: number;
  body: string;
  size: number;
  /** When it is tried again. */
  due: number;
  /** Opaque to the store. */
  state: string;
}

export interface BodyTable {
  seq: number;
  id: string;
  size: number;
  /** Null: in the body store. */
  bytes: Uint8Array | null;
  created: number;
}
