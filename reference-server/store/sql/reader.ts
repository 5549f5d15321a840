import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { DELETED, SEEN } from '../flags.ts';
import { canonicalName } from '../names.ts';
import type { Account, Answers, Mailbox, MailboxId, ModSeq, Query } from '../store.ts';
import { type MessageColumns, packMessages } from './columns.ts';
import { arg, hot } from './hot.ts';
import { toMailbox } from './mailboxes.ts';
import type { MailboxTable } from './schema.ts';
import { kyselyOf } from './sqlite.ts';

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

function statements(db: DatabaseSync) {
  const k = kyselyOf(db);
  const n = (name: string) => arg<number>(name);
  const t = (name: string) => arg<string>(name);
  const account = k.selectFrom('account').select(['id', 'address', 'secret']);
  const mailbox = k
    .selectFrom('mailbox')
    .leftJoin('subscription', (j) =>
      j.onRef('subscription.account', '=', 'mailbox.account').onRef('subscription.name', '=', 'mailbox.name'),
    )
    .selectAll('mailbox')
    .select((e) => e('subscription.name', 'is not', null).as('subscribed'));
  return {
    account: hot<{ key: string }>(db)(account.where('address_key', '=', t('key'))),
    accounts: hot<Record<string, never>>(db)(account.orderBy('id')),
    inbox: hot<{ key: string }>(db)(
      k
        .selectFrom('account')
        .innerJoin('mailbox', 'mailbox.account', 'account.id')
        .select(['account.id as account', 'account.address', 'mailbox.id as mailbox'])
        .where('account.address_key', '=', t('key'))
        .where('mailbox.name', '=', 'INBOX'),
    ),
    mailboxes: hot<{ account: number }>(db)(
      mailbox.where('mailbox.account', '=', n('account')).orderBy('mailbox.name'),
    ),
    mailboxNamed: hot<{ account: number; name: string }>(db)(
      mailbox.where('mailbox.account', '=', n('account')).where('mailbox.name', '=', t('name')),
    ),
    mailbox: hot<{ mailbox: number }>(db)(mailbox.where('mailbox.id', '=', n('mailbox'))),
    subscriptions: hot<{ account: number }>(db)(
      k.selectFrom('subscription').select('name').where('account', '=', n('account')).orderBy('name'),
    ),
    messages: hot<{ mailbox: number; after: number; limit: number }>(db)(
      k
        .selectFrom('message')
        .selectAll()
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '>', n('after'))
        .orderBy('uid')
        .limit(n('limit')),
    ),
    count: hot<{ mailbox: number }>(db)(
      k
        .selectFrom('message')
        .select((e) => [
          e.fn.countAll<number>().as('messages'),
          sql<number>`coalesce(sum(flags & ${SEEN} = 0), 0)`.as('unseen'),
          sql<number>`coalesce(sum(flags & ${DELETED} <> 0), 0)`.as('deleted'),
          sql<number>`coalesce(sum(size), 0)`.as('size'),
        ])
        .where('mailbox', '=', n('mailbox')),
    ),
    recent: hot<{ mailbox: number }>(db)(
      k
        .selectFrom('message')
        .select((e) => e.fn.countAll<number>().as('recent'))
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '>', (e) => e.selectFrom('mailbox').select('claimed').where('id', '=', n('mailbox'))),
    ),
    changed: hot<{ mailbox: number; since: number }>(db)(
      k.selectFrom('message').selectAll().where('mailbox', '=', n('mailbox')).where('modseq', '>', n('since')),
    ),
    vanished: hot<{ mailbox: number; since: number }>(db)(
      k
        .selectFrom('vanished')
        .select(['uid', 'modseq'])
        .where('mailbox', '=', n('mailbox'))
        .where('modseq', '>', n('since')),
    ),
    body: hot<{ id: string }>(db)(k.selectFrom('body').select('bytes').where('id', '=', t('id'))),
    known: hot<{ id: string }>(db)(k.selectFrom('body').select('id').where('id', '=', t('id'))),
  };
}

/** Answers questions from a SQLite database; synchronous, for the thread that owns the connection. */
export class Reader {
  readonly #db: DatabaseSync;
  readonly #ask: ReturnType<typeof statements>;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#ask = statements(db);
  }

  /** @throws what the database throws */
  answer(q: Question): ReaderAnswers[Question['ask']] {
    return (this.#handlers[q.ask] as (q: Question) => ReaderAnswers[Question['ask']])(q);
  }

  readonly #handlers: Handlers = {
    account: (q) => this.#ask.account.get({ key: q.address.toLowerCase() }) as Account | undefined,
    accounts: () => this.#ask.accounts.all({}) as Account[],
    inbox: (q) => this.#ask.inbox.get({ key: q.address.toLowerCase() }),
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
