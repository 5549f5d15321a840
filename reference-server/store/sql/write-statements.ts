import type { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { MAX_UID } from '../uidset.ts';
import { arg, hot } from './hot.ts';
import { kyselyOf } from './sqlite.ts';

type InMailbox = { mailbox: number };
type Range = { mailbox: number; from: number; to: number };
type Named = { account: number; name: string };

/** Everything the writer says to the database, compiled and prepared. */
export function writeStatements(db: DatabaseSync) {
  const k = kyselyOf(db);
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
    mailbox: hot<InMailbox>(db)(box.where('id', '=', n('mailbox'))),
    mailboxNamed: hot<Named>(db)(box.where('account', '=', n('account')).where('name', '=', t('name'))),
    mailboxesBelow: hot<{ account: number; from: string; to: string }>(db)(
      box.where('account', '=', n('account')).where('name', '>=', t('from')).where('name', '<', t('to')),
    ),
    mailboxesOf: hot<{ account: number }>(db)(box.where('account', '=', n('account'))),
    /** Takes `uids` UIDs and one modseq; answers the state reached. No row: no such mailbox, or no UIDs left. */
    step: hot<{ mailbox: number; uids: number }>(db)(
      k
        .updateTable('mailbox')
        .set((e) => ({ uid_next: e('uid_next', '+', n('uids')), highest_modseq: e('highest_modseq', '+', 1) }))
        .where('id', '=', n('mailbox'))
        .where('noselect', '=', 0)
        .where((e) => e(e('uid_next', '+', n('uids')), '<=', MAX_UID + 1))
        .returning(['uid_next', 'highest_modseq', 'uid_validity']),
    ),
    insertMailbox: hot<{
      account: number;
      name: string;
      validity: number;
      use: string | null;
      noselect: number;
      object: string;
    }>(db)(
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
    renameMailbox: hot<{ mailbox: number; name: string; validity: number }>(db)(
      k
        .updateTable('mailbox')
        .set({ name: t('name'), uid_validity: n('validity') })
        .where('id', '=', n('mailbox')),
    ),
    deleteMailbox: hot<InMailbox>(db)(k.deleteFrom('mailbox').where('id', '=', n('mailbox'))),
    setClaimed: hot<{ mailbox: number; claimed: number }>(db)(
      k
        .updateTable('mailbox')
        .set({ claimed: n('claimed') })
        .where('id', '=', n('mailbox')),
    ),
    nextValidity: hot<{ least: number }>(db)(
      k
        .updateTable('counter')
        .set((e) => ({ value: e.fn<number>('max', [e('value', '+', 1), n('least')]) }))
        .where('name', '=', 'uid-validity')
        .returning('value'),
    ),
    retire: hot<{ account: number; name: string; validity: number }>(db)(
      k
        .insertInto('retired')
        .values({ account: n('account'), name: t('name'), uid_validity: n('validity') })
        .onConflict((c) => c.columns(['account', 'name']).doUpdateSet({ uid_validity: n('validity') })),
    ),
    retired: hot<Named>(db)(
      k.selectFrom('retired').select('uid_validity').where('account', '=', n('account')).where('name', '=', t('name')),
    ),

    insertBody: hot<{ id: string; size: number; bytes: Uint8Array | null; now: number }>(db)(
      k
        .insertInto('body')
        .values({ id: t('id'), size: n('size'), bytes: arg<Uint8Array | null>('bytes'), created: n('now') })
        .onConflict((c) => c.column('id').doNothing()),
    ),
    insertMessage: hot<{
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
    }>(db)(
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
    range: hot<Range>(db)(inRange),
    rangeWithFlag: hot<Range & { mask: number }>(db)(inRange.where(sql<boolean>`flags & ${n('mask')} <> 0`)),
    setFlags: hot<{ mailbox: number; uid: number; modseq: number; flags: number; keywords: string }>(db)(
      k
        .updateTable('message')
        .set({ modseq: n('modseq'), flags: n('flags'), keywords: t('keywords') })
        .where('mailbox', '=', n('mailbox'))
        .where('uid', '=', n('uid')),
    ),
    deleteMessage: hot<{ mailbox: number; uid: number }>(db)(
      k.deleteFrom('message').where('mailbox', '=', n('mailbox')).where('uid', '=', n('uid')),
    ),
    insertVanished: hot<{ mailbox: number; uid: number; modseq: number }>(db)(
      k.insertInto('vanished').values({ mailbox: n('mailbox'), uid: n('uid'), modseq: n('modseq') }),
    ),
    discard: hot<{ body: string; now: number }>(db)(
      k
        .insertInto('garbage')
        .values({ body: t('body'), since: n('now') })
        .onConflict((c) => c.column('body').doUpdateSet({ since: n('now') })),
    ),
    keyword: hot<{ mailbox: number; fold: string }>(db)(
      k.selectFrom('keyword').select('name').where('mailbox', '=', n('mailbox')).where('fold', '=', t('fold')),
    ),
    insertKeyword: hot<{ mailbox: number; fold: string; name: string }>(db)(
      k.insertInto('keyword').values({ mailbox: n('mailbox'), fold: t('fold'), name: t('name') }),
    ),

    /** Everything in a mailbox, when it goes. */
    discardAll: hot<{ mailbox: number; now: number }>(db)(
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
    deleteMessages: hot<InMailbox>(db)(k.deleteFrom('message').where('mailbox', '=', n('mailbox'))),
    deleteVanished: hot<InMailbox>(db)(k.deleteFrom('vanished').where('mailbox', '=', n('mailbox'))),
    deleteKeywords: hot<InMailbox>(db)(k.deleteFrom('keyword').where('mailbox', '=', n('mailbox'))),

    account: hot<{ account: number }>(db)(k.selectFrom('account').selectAll().where('id', '=', n('account'))),
    insertAccount: hot<{ address: string; key: string; secret: string | null; now: number }>(db)(
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
    setSecret: hot<{ account: number; secret: string | null }>(db)(
      k
        .updateTable('account')
        .set({ secret: arg<string | null>('secret') })
        .where('id', '=', n('account')),
    ),
    deleteAccount: hot<{ account: number }>(db)(k.deleteFrom('account').where('id', '=', n('account'))),
    deleteSubscriptions: hot<{ account: number }>(db)(k.deleteFrom('subscription').where('account', '=', n('account'))),
    deleteRetired: hot<{ account: number }>(db)(k.deleteFrom('retired').where('account', '=', n('account'))),
    subscribe: hot<Named>(db)(
      k
        .insertInto('subscription')
        .values({ account: n('account'), name: t('name') })
        .onConflict((c) => c.columns(['account', 'name']).doNothing()),
    ),
    subscribed: hot<Named>(db)(
      k.selectFrom('subscription').select('name').where('account', '=', n('account')).where('name', '=', t('name')),
    ),
    unsubscribe: hot<Named>(db)(
      k.deleteFrom('subscription').where('account', '=', n('account')).where('name', '=', t('name')),
    ),

    /** Bodies that lost a row before `before`. */
    garbage: hot<{ before: number; limit: number }>(db)(
      k
        .selectFrom('garbage')
        .leftJoin('body', 'body.id', 'garbage.body')
        .select((e) => [
          'garbage.body',
          e
            .exists(e.selectFrom('message').select('message.uid').whereRef('message.body', '=', 'garbage.body'))
            .as('used'),
          e('body.bytes', 'is', null).as('file'),
        ])
        .where('garbage.since', '<=', n('before'))
        .limit(n('limit')),
    ),
    forgetGarbage: hot<{ body: string }>(db)(k.deleteFrom('garbage').where('body', '=', t('body'))),
    deleteBody: hot<{ id: string }>(db)(k.deleteFrom('body').where('id', '=', t('id'))),
  };
}

export type WriteStatements = ReturnType<typeof writeStatements>;
