import { sql } from 'kysely';
import { MAX_UID } from '../uidset.ts';
import { arg, compiler, query } from './query.ts';

type InMailbox = { mailbox: number };
type Range = { mailbox: number; from: number; to: number };
type Named = { account: number; name: string };

/** Everything the writer says to the database, compiled. */
export function writeQueries() {
  const k = compiler();
  const n = (name: string) => arg<number>(name);
  const t = (name: string) => arg<string>(name);
  const box = k.selectFrom('mailbox').selectAll();
  const inRange = k
    .selectFrom('message')
    .selectAll()
    .where('mailbox', '=', n('mailbox'))
    .where('uid', '>=', n('from'))
    .where('uid', '<=', n('to'))
    .orderBy('uid');
  return {
    mailbox: query<InMailbox>()(box.where('id', '=', n('mailbox'))),
    mailboxNamed: query<Named>()(box.where('account', '=', n('account')).where('name', '=', t('name'))),
    mailboxesBelow: query<{ account: number; from: string; to: string }>()(
      box.where('account', '=', n('account')).where('name', '>=', t('from')).where('name', '<', t('to')),
    ),
    mailboxesOf: query<{ account: number }>()(box.where('account', '=', n('account'))),
    /** Takes `uids` UIDs and one modseq; answers the state reached. No row: no such mailbox, or no UIDs left. */
    step: query<{ mailbox: number; uids: number }>()(
      k
        .updateTable('mailbox')
        .set((e) => ({ uid_next: e('uid_next', '+', n('uids')), highest_modseq: e('highest_modseq', '+', 1) }))
        .where('id', '=', n('mailbox'))
        .where('noselect', '=', 0)
        .where((e) => e(e('uid_next', '+', n('uids')), '<=', MAX_UID + 1))
        .returning(['uid_next', 'highest_modseq', 'uid_validity']),
    ),
    insertMailbox: query<{
      account: number;
      name: string;
      validity: number;
      use: string | null;
      noselect: number;
      object: string;
    }>()(
      k
        .insertInto('mailbox')
        .values({
          account: n('account'),
          name: t('name'),
          uid_validity: n('validity'),
          uid_next: 1,
          highest_modseq: 1,
          claimed: 0,
          special_use: arg<string | null>('use'),
          noselect: n('noselect'),
          object_id: t('object'),
        })
        .returningAll(),
    ),
    renameMailbox: query<{ mailbox: number; name: string; validity: number }>()(
      k
        .updateTable('mailbox')
        .set({ name: t('name'), uid_validity: n('validity') })
        .where('id', '=', n('mailbox')),
    ),
    deleteMailbox: query<InMailbox>()(k.deleteFrom('mailbox').where('id', '=', n('mailbox'))),
    setClaimed: query<{ mailbox: number; claimed: number }>()(
      k
        .updateTable('mailbox')
        .set({ claimed: n('claimed') })
        .where('id', '=', n('mailbox')),
    ),
    nextValidity: query<{ least: number }>()(
      k
        .updateTable('counter')
        .set((e) => ({ value: e.fn<number>('max', [e('value', '+', 1), n('least')]) }))
        .where('name', '=', 'uid-validity')
        .returning('value'),
    ),
    retire: query<{ account: number; name: string; validity: number }>()(
      k
        .insertInto('retired')
        .values({ account: n('account'), name: t('name'), uid_validity: n('validity') })
        .onConflict((c) => c.columns(['account', 'name']).doUpdateSet({ uid_validity: n('validity') })),
    ),
    retired: query<Named>()(
      k.selectFrom('retired').select('uid_validity').where('account', '=', n('account')).where('name', '=', t('name')),
    ),

    insertBody: query<{ id: string; size: number; bytes: Uint8Array | null; now: number }>()(
      k
        .insertInto('body')
        .values({ id: t('id'), size: n('size'), bytes: arg<Uint8Array | null>('bytes'), created: n('now') })
        .onConflict((c) => c.column('id').doNothing()),
    ),
    insertMessage: query<{
      mailbox: number;
      uid: number;
      modseq: number;
      flags: number;
      keywords: string;
      date: number;
      zone: number;
      size: number;
      body: string;
      now: number;
    }>()(
      k.insertInto('message').values({
        mailbox: n('mailbox'),
        uid: n('uid'),
        modseq: n('modseq'),
        created: n('modseq'),
        flags: n('flags'),
        keywords: t('keywords'),
        date: n('date'),
        zone: n('zone'),
        size: n('size'),
        body: t('body'),
        saved: n('now'),
      }),
    ),
    range: query<Range>()(inRange),
    rangeWithFlag: query<Range & { mask: number }>()(inRange.where(sql<boolean>`flags & ${n('mask')} <> 0`)),
    setFlags: query<{ mailbox: number; uid: number; modseq: number; flags: number; keywords: string }>()(
      k
        .updateTable('message')
        .set({ modseq: n('modseq'), flags: n('flags'), keywords: t('keywords') })
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '=', n('uid')),
    ),
    deleteMessage: query<{ mailbox: number; uid: number }>()(
      k.deleteFrom('message').where('mailbox', '=', n('mailbox')).where('uid', '=', n('uid')),
    ),
    insertVanished: query<{ mailbox: number; uid: number; modseq: number }>()(
      k.insertInto('vanished').values({ mailbox: n('mailbox'), uid: n('uid'), modseq: n('modseq') }),
    ),
    discard: query<{ body: string; now: number }>()(
      k
        .insertInto('garbage')
        .values({ body: t('body'), since: n('now') })
        .onConflict((c) => c.column('body').doUpdateSet({ since: n('now') })),
    ),
    keyword: query<{ mailbox: number; fold: string }>()(
      k.selectFrom('keyword').select('name').where('mailbox', '=', n('mailbox')).where('fold', '=', t('fold')),
    ),
    insertKeyword: query<{ mailbox: number; fold: string; name: string }>()(
      k.insertInto('keyword').values({ mailbox: n('mailbox'), fold: t('fold'), name: t('name') }),
    ),

    /** Everything in a mailbox, when it goes. */
    discardAll: query<{ mailbox: number; now: number }>()(
      k
        .insertInto('garbage')
        .columns(['body', 'since'])
        .expression(
          k
            .selectFrom('message')
            .select(['body', n('now').as('since')])
            .distinct()
            .where('mailbox', '=', n('mailbox')),
        )
        .onConflict((c) => c.column('body').doUpdateSet({ since: n('now') })),
    ),
    deleteMessages: query<InMailbox>()(k.deleteFrom('message').where('mailbox', '=', n('mailbox'))),
    deleteVanished: query<InMailbox>()(k.deleteFrom('vanished').where('mailbox', '=', n('mailbox'))),
    deleteKeywords: query<InMailbox>()(k.deleteFrom('keyword').where('mailbox', '=', n('mailbox'))),

    account: query<{ account: number }>()(k.selectFrom('account').selectAll().where('id', '=', n('account'))),
    insertAccount: query<{ address: string; key: string; secret: string | null; now: number }>()(
      k
        .insertInto('account')
        .values({
          address: t('address'),
          address_key: t('key'),
          secret: arg<string | null>('secret'),
          created: n('now'),
        })
        .onConflict((c) => c.column('address_key').doNothing())
        .returning('id'),
    ),
    setSecret: query<{ account: number; secret: string | null }>()(
      k
        .updateTable('account')
        .set({ secret: arg<string | null>('secret') })
        .where('id', '=', n('account')),
    ),
    deleteAccount: query<{ account: number }>()(k.deleteFrom('account').where('id', '=', n('account'))),
    deleteSubscriptions: query<{ account: number }>()(k.deleteFrom('subscription').where('account', '=', n('account'))),
    deleteRetired: query<{ account: number }>()(k.deleteFrom('retired').where('account', '=', n('account'))),
    subscribe: query<Named>()(
      k
        .insertInto('subscription')
        .values({ account: n('account'), name: t('name') })
        .onConflict((c) => c.columns(['account', 'name']).doNothing()),
    ),
    subscribed: query<Named>()(
      k.selectFrom('subscription').select('name').where('account', '=', n('account')).where('name', '=', t('name')),
    ),
    unsubscribe: query<Named>()(
      k.deleteFrom('subscription').where('account', '=', n('account')).where('name', '=', t('name')),
    ),

    deferredCount: query<Record<string, never>>()(
      k.selectFrom('deferred').select((e) => e.fn.countAll<number>().as('count')),
    ),
    insertDeferred: query<{ body: string; size: number; due: number; state: string }>()(
      k
        .insertInto('deferred')
        .values({ body: t('body'), size: n('size'), due: n('due'), state: t('state') })
        .returning('id'),
    ),
    updateDeferred: query<{ id: number; due: number; state: string }>()(
      k
        .updateTable('deferred')
        .set({ due: n('due'), state: t('state') })
        .where('id', '=', n('id')),
    ),
    deleteDeferred: query<{ id: number }>()(k.deleteFrom('deferred').where('id', '=', n('id')).returning('body')),

    /** Bodies that lost a row before `before`. */
    garbage: query<{ before: number; limit: number }>()(
      k
        .selectFrom('garbage')
        .leftJoin('body', 'body.id', 'garbage.body')
        .select((e) => [
          'garbage.body',
          e
            .or([
              e.exists(e.selectFrom('message').select('message.uid').whereRef('message.body', '=', 'garbage.body')),
              e.exists(e.selectFrom('deferred').select('deferred.id').whereRef('deferred.body', '=', 'garbage.body')),
            ])
            .as('used'),
          e('body.bytes', 'is', null).as('file'),
        ])
        .where('garbage.since', '<=', n('before'))
        .limit(n('limit')),
    ),
    forgetGarbage: query<{ body: string }>()(k.deleteFrom('garbage').where('body', '=', t('body'))),
    deleteBody: query<{ id: string }>()(k.deleteFrom('body').where('id', '=', t('id'))),
  };
}

export type WriteQueries = ReturnType<typeof writeQueries>;
