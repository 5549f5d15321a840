/** Ids are opaque to callers; integers of the SQL store. */
export type MailboxId = number;
export type AccountId = number;
export type DeferredId = number;
export type Uid = number;
/** Strictly growing number of the mailbox (RFC 7162 calls it mod-sequence). 1 is the first. */
export type ModSeq = number;
/** Name of an immutable body. */
export type BodyId = string;

/** System flags as IMAP spells them (`\Seen` …) and keywords, each as first written. \Recent is no flag: see `claimRecent`. */
export type FlagSet = string[];

/** Inclusive UID ranges, ascending, not overlapping. `Infinity` as end means `*`. */
export type UidSet = [from: Uid, to: Uid][];

/** What `put` made: bytes held in memory until commit (small) or already durable in the body store. */
export interface Stored {
  id: BodyId;
  size: number;
  /** Small bodies only; committed in the same transaction. */
  inline?: Uint8Array;
}

export interface Mailbox {
  id: MailboxId;
  account: AccountId;
  /** UTF-8, hierarchy separated by `/`, INBOX in capitals. */
  name: string;
  uidValidity: number;
  uidNext: Uid;
  highestModSeq: ModSeq;
  subscribed: boolean;
  /** RFC 6154 attribute (`\Sent` …). */
  specialUse?: string;
  /** A name that only has children (RFC 3501 \Noselect). */
  noselect: boolean;
}

/** Columns of one message, oldest first in every answer. */
export interface MessageRow {
  uid: Uid;
  modseq: ModSeq;
  flags: FlagSet;
  /** INTERNALDATE, milliseconds since the epoch. */
  date: number;
  /** Zone the client gave with APPEND, minutes east of UTC; 0 otherwise. */
  zone: number;
  size: number;
  body: BodyId;
  /** Milliseconds since the epoch when it came into this mailbox (RFC 8514). */
  saved: number;
}

/** A message that waits for mailboxes which did not take it. */
export interface Deferred {
  id: DeferredId;
  body: BodyId;
  size: number;
  /** When it is to be tried again, milliseconds since the epoch. */
  due: number;
  /** What its owner wants to know of it then; opaque here. */
  state: string;
}

export type Change =
  | { kind: 'exists'; uid: Uid; modseq: ModSeq; row: MessageRow }
  | { kind: 'flags'; uid: Uid; modseq: ModSeq; flags: FlagSet }
  | { kind: 'vanished'; uid: Uid; modseq: ModSeq };

export interface Account {
  id: AccountId;
  /** Canonical address, lower-case domain. */
  address: string;
  /** PHC string of Argon2id, or null: cannot log in. */
  secret: string | null;
}

/**
 * Writes. Every command is plain data, so that it can cross to the worker, be batched and be replayed.
 * `commit` resolves only when the command is durable.
 */
export type Command =
  /** One message an entry of `to`. */
  | { do: 'deliver'; body: Stored; to: { mailbox: MailboxId; flags: FlagSet; date: number; zone: number }[] }
  | {
      do: 'flag';
      mailbox: MailboxId;
      uids: UidSet;
      op: 'add' | 'remove' | 'set';
      flags: FlagSet;
      unchangedSince?: ModSeq;
    }
  | { do: 'copy' | 'move'; from: MailboxId; to: MailboxId; uids: UidSet }
  /** Removes messages with \Deleted (all, or those in `uids`); with `force` whatever is in `uids` (POP3). */
  | { do: 'expunge'; mailbox: MailboxId; uids?: UidSet; force?: boolean }
  /** Makes missing superior names too. A name left by `deleteMailbox` for its children becomes selectable, as another mailbox. */
  | { do: 'createMailbox'; account: AccountId; name: string; specialUse?: string }
  /** RFC 3501 6.3.4: a mailbox with children leaves a \Noselect name; `invalid` for INBOX and for such a name that still has children. */
  | { do: 'deleteMailbox'; mailbox: MailboxId }
  /** With everything below it. `invalid` for INBOX: to rename that is to create a mailbox and to move all messages. */
  | { do: 'renameMailbox'; mailbox: MailboxId; name: string }
  | { do: 'subscribe'; account: AccountId; name: string; on: boolean }
  /** Hands the messages above the \Recent watermark to the caller and moves it up. */
  | { do: 'claimRecent'; mailbox: MailboxId }
  | { do: 'createAccount'; address: string; secret: string | null; mailboxes: { name: string; specialUse?: string }[] }
  | { do: 'setSecret'; account: AccountId; secret: string | null }
  | { do: 'deleteAccount'; account: AccountId }
  /** Keeps a message that waits for mailboxes; `full` when `most` wait already. */
  | { do: 'defer'; body: Stored; due: number; state: string; most: number }
  /** It has been tried, and waits on. */
  | { do: 'postpone'; id: DeferredId; due: number; state: string }
  /** It waits no more. */
  | { do: 'settle'; id: DeferredId };

/** Answers by command; a refusal is data, not an exception. */
export interface Results {
  /** A mailbox that is gone is left out; `gone` when none is left. */
  deliver: { uids: { mailbox: MailboxId; uidValidity: number; uid: Uid }[] };
  /** `changed`: every message the command was applied to, with its flags now, in order of UID; `modified`: those `unchangedSince` kept it from. */
  flag: { changed: { uid: Uid; modseq: ModSeq; flags: FlagSet }[]; modified: Uid[] };
  copy: { uidValidity: number; pairs: [from: Uid, to: Uid][] };
  move: { uidValidity: number; pairs: [from: Uid, to: Uid][] };
  expunge: { uids: Uid[]; modseq: ModSeq };
  createMailbox: { mailbox: Mailbox };
  deleteMailbox: Record<string, never>;
  renameMailbox: { mailbox: Mailbox };
  subscribe: Record<string, never>;
  /** UIDs above the old watermark: `from` inclusive, or `from > to` for none. */
  claimRecent: { from: Uid; to: Uid };
  createAccount: { account: Account };
  setSecret: Record<string, never>;
  deleteAccount: Record<string, never>;
  defer: { id: DeferredId };
  postpone: Record<string, never>;
  settle: Record<string, never>;
}
/** `gone`: the mailbox, account or message is no longer there; `exists`: the name is taken; `full`: no space; `down`: the database does not answer. */
export type Refusal = { refused: 'gone' | 'exists' | 'full' | 'down' | 'invalid'; why: string };
export type ResultOf<C extends Command> = Results[C['do']] | Refusal;

/** Reads. Bounded pages; `after` and `limit` page through messages by UID. */
export type Query =
  | { ask: 'account'; address: string }
  | { ask: 'accounts' }
  /** Where mail for an account goes: one question where delivery would have two. */
  | { ask: 'inbox'; address: string }
  | { ask: 'mailboxes'; account: AccountId }
  | { ask: 'subscriptions'; account: AccountId }
  | { ask: 'mailbox'; account: AccountId; name: string }
  | { ask: 'mailboxById'; mailbox: MailboxId }
  | { ask: 'messages'; mailbox: MailboxId; after: Uid; limit: number }
  | { ask: 'count'; mailbox: MailboxId }
  /** Messages that wait and are due by then, the first due first. */
  | { ask: 'deferred'; due: number; limit: number };
export interface Answers {
  account: Account | undefined;
  accounts: Account[];
  inbox: { account: AccountId; address: string; mailbox: MailboxId } | undefined;
  mailboxes: Mailbox[];
  subscriptions: string[];
  mailbox: Mailbox | undefined;
  mailboxById: Mailbox | undefined;
  messages: MessageRow[];
  /** `recent`: messages above the \Recent watermark; `size`: sum of octets; `deleted`: with \Deleted. */
  count: { messages: number; unseen: number; recent: number; size: number; deleted: number };
  deferred: Deferred[];
}
export type AnswerOf<Q extends Query> = Answers[Q['ask']];

/** Where mail is kept. The only way in or out for protocols; one contract test holds every implementation. */
export interface Store extends AsyncDisposable {
  /**
   * Takes a message body. Small bodies stay in memory until committed, larger ones are durable in the body store when this resolves.
   * The source is read to its end in every case, so that its reader stays in step with the client.
   * @param limit octets; more ends with `tooLarge` and nothing kept
   * @throws StoreFault, and whatever the source throws
   */
  put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Stored | { tooLarge: true }>;
  /** Resolves when durable. Concurrent commits share transactions; order per mailbox is the order of calls. */
  commit<C extends Command>(c: C): Promise<ResultOf<C>>;
  read<Q extends Query>(q: Q): Promise<AnswerOf<Q>>;
  /** Octets `from` (inclusive) to `to` (exclusive) of a body, in chunks of at most 256 KB. */
  body(id: BodyId, from?: number, to?: number): AsyncIterable<Uint8Array>;
  /**
   * What changed after `since`; the same call serves IDLE, NOOP and resynchronisation. In order of modseq, but a new message stands where
   * it came (so that UIDs ascend) with its present flags and modseq: the state reached is the greatest modseq in the answer.
   * A message that came and went after `since` is only `vanished`. Nothing for a mailbox that is gone.
   */
  changes(m: MailboxId, since: ModSeq): Promise<Change[]>;
  /** Calls `wake` after commits that touched the mailbox; several may be one call. */
  watch(m: MailboxId, wake: (highest: ModSeq) => void): Disposable;
}

/**
 * The store cannot work: thrown by `put`, `read`, `body` and `changes` (`commit` answers with a Refusal instead).
 * `gone`: the body asked for is no longer there.
 */
export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly refused: 'full' | 'down' | 'gone';

  constructor(refused: 'full' | 'down' | 'gone', why: string) {
    super(why);
    this.refused = refused;
  }
}

export function isRefusal(x: object): x is Refusal {
  return 'refused' in x;
}
