import type { DatabaseSync } from 'node:sqlite';
import { addressKey, canonicalName } from '../names.ts';
import type { Account, Answers, Mailbox, MailboxId, ModSeq, Query } from '../store.ts';
import { type MessageColumns, packMessages } from './columns.ts';
import { type Prepared, prepare } from './hot.ts';
import { toMailbox } from './mailboxes.ts';
import type { ReadQueries } from './read-queries.ts';
import type { MailboxTable } from './schema.ts';

/** Changes of a mailbox by column; `created` is the modseq at which each message came. */
export interface ChangeColumns {
  messages: MessageColumns;
  created: number[];
  /** Pairs of UID and modseq. */
  vanished: [uid: number, modseq: number][];
}

/** What the reader is asked. */
export type Question =
  | Query
  | { ask: 'changes'; mailbox: MailboxId; since: ModSeq }
  | { ask: 'body'; id: string }
  /** Which of these bodies are rows. */
  | { ask: 'known'; ids: string[] };

/** What it answers: as the contract, or by column. */
export interface ReaderAnswers extends Omit<Answers, 'messages'> {
  messages: MessageColumns;
  changes: ChangeColumns;
  body: Uint8Array | undefined;
  known: string[];
}

type Handlers = { [K in Question['ask']]: (q: Extract<Question, { ask: K }>) => ReaderAnswers[K] };

/** Answers questions from a SQLite database; synchronous, for the thread that owns the connection. */
export class Reader {
  readonly #db: DatabaseSync;
  readonly #ask: Prepared<ReadQueries>;

  constructor(db: DatabaseSync, queries: ReadQueries) {
    this.#db = db;
    this.#ask = prepare(db, queries);
  }

  /** @throws what the database throws */
  answer(q: Question): ReaderAnswers[Question['ask']] {
    return (this.#handlers[q.ask] as (q: Question) => ReaderAnswers[Question['ask']])(q);
  }

  readonly #handlers: Handlers = {
    account: (q) => this.#ask.account.get({ key: addressKey(q.address) }) as Account | undefined,
    accounts: () => this.#ask.accounts.all({}) as Account[],
    inbox: (q) => this.#ask.inbox.get({ key: addressKey(q.address) }),
    mailboxes: (q) => this.#ask.mailboxes.all({ account: q.account }).map(asMailbox),
    subscriptions: (q) => this.#ask.subscriptions.all({ account: q.account }).map((r) => r.name),
    mailbox: (q) => {
      const row = this.#ask.mailboxNamed.get({ account: q.account, name: canonicalName(q.name) });
      return row === undefined ? undefined : asMailbox(row);
    },
    mailboxById: (q) => {
      const row = this.#ask.mailbox.get({ mailbox: q.mailbox });
      return row === undefined ? undefined : asMailbox(row);
    },
    deferred: (q) => this.#ask.deferred.all({ due: finite(q.due), limit: finite(q.limit) }),
    messages: (q) => {
      const { mailbox, after, limit } = q;
      return packMessages(this.#ask.messages.all({ mailbox, after: finite(after), limit: finite(limit) }));
    },
    count: ({ mailbox }) => {
      const { messages = 0, unseen = 0, deleted = 0, size = 0 } = this.#ask.count.get({ mailbox }) ?? {};
      const { recent = 0 } = this.#ask.recent.get({ mailbox }) ?? {};
      return { messages, unseen, recent, size, deleted };
    },
    changes: ({ mailbox, since }) => {
      // Both lists are of one state.
      this.#db.exec('BEGIN');
      try {
        const rows = this.#ask.changed.all({ mailbox, since });
        const vanished = this.#ask.vanished.all({ mailbox, since });
        return {
          messages: packMessages(rows),
          created: rows.map((r) => r.created),
          vanished: vanished.map((v) => [v.uid, v.modseq]),
        };
      } finally {
        this.#db.exec('COMMIT');
      }
    },
    body: (q) => this.#ask.body.get({ id: q.id })?.bytes ?? undefined,
    known: (q) => q.ids.filter((id) => this.#ask.known.get({ id }) !== undefined),
  };
}

function asMailbox(row: MailboxTable & { subscribed: unknown }): Mailbox {
  return toMailbox(row, Number(row.subscribed) !== 0);
}

function finite(x: number): number {
  return Math.min(x, Number.MAX_SAFE_INTEGER);
}
