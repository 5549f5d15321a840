import { sql } from 'kysely';
import { DELETED, SEEN } from '../flags.ts';
import { arg, compiler, query } from './query.ts';

/** Everything the reader asks the database, compiled. */
export function readQueries() {
  const k = compiler();
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
    account: query<{ key: string }>()(account.where('address_key', '=', t('key'))),
    accounts: query<Record<string, never>>()(account.orderBy('id')),
    inbox: query<{ key: string }>()(
      k
        .selectFrom('account')
        .innerJoin('mailbox', 'mailbox.account', 'account.id')
        .select(['account.id as account', 'account.address', 'mailbox.id as mailbox'])
        .where('account.address_key', '=', t('key'))
        .where('mailbox.name', '=', 'INBOX'),
    ),
    mailboxes: query<{ account: number }>()(
      mailbox.where('mailbox.account', '=', n('account')).orderBy('mailbox.name'),
    ),
    mailboxNamed: query<{ account: number; name: string }>()(
      mailbox.where('mailbox.account', '=', n('account')).where('mailbox.name', '=', t('name')),
    ),
    mailbox: query<{ mailbox: number }>()(mailbox.where('mailbox.id', '=', n('mailbox'))),
    subscriptions: query<{ account: number }>()(
      k.selectFrom('subscription').select('name').where('account', '=', n('account')).orderBy('name'),
    ),
    messages: query<{ mailbox: number; after: number; limit: number }>()(
      k
        .selectFrom('message')
        .selectAll()
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '>', n('after'))
        .orderBy('uid')
        .limit(n('limit')),
    ),
    count: query<{ mailbox: number }>()(
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
    recent: query<{ mailbox: number }>()(
      k
        .selectFrom('message')
        .select((e) => e.fn.countAll<number>().as('recent'))
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '>', (e) => e.selectFrom('mailbox').select('claimed').where('id', '=', n('mailbox'))),
    ),
    changed: query<{ mailbox: number; since: number }>()(
      k.selectFrom('message').selectAll().where('mailbox', '=', n('mailbox')).where('modseq', '>', n('since')),
    ),
    vanished: query<{ mailbox: number; since: number }>()(
      k
        .selectFrom('vanished')
        .select(['uid', 'modseq'])
        .where('mailbox', '=', n('mailbox'))
        .where('modseq', '>', n('since')),
    ),
    deferred: query<{ due: number; limit: number }>()(
      k.selectFrom('deferred').selectAll().where('due', '<=', n('due')).orderBy('due').orderBy('id').limit(n('limit')),
    ),
    body: query<{ id: string }>()(k.selectFrom('body').select('bytes').where('id', '=', t('id'))),
    known: query<{ id: string }>()(k.selectFrom('body').select('id').where('id', '=', t('id'))),
  };
}

export type ReadQueries = ReturnType<typeof readQueries>;
