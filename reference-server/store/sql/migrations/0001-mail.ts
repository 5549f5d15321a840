import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Schema v1: accounts, mailboxes, messages with modseq and save date, bodies, what vanished, keywords, subscriptions. */
export async function up(db: Kysely<Schema>): Promise<void> {
  const s = db.schema;
  // Rows stand in the tree of their key: one tree less to write for each message.
  const clustered = sql`without rowid`;
  await s
    .createTable('account')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('address_key', 'text', (c) => c.notNull().unique())
    .addColumn('secret', 'text')
    .addColumn('created', 'integer', (c) => c.notNull())
    .execute();
  // An id is never used again (AUTOINCREMENT): a session that holds one of a deleted mailbox must find nothing.
  await s
    .createTable('mailbox')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('account', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('uid_validity', 'integer', (c) => c.notNull())
    .addColumn('uid_next', 'integer', (c) => c.notNull())
    .addColumn('highest_modseq', 'integer', (c) => c.notNull())
    .addColumn('claimed', 'integer', (c) => c.notNull())
    .addColumn('special_use', 'text')
    .addColumn('noselect', 'integer', (c) => c.notNull())
    .addColumn('object_id', 'text', (c) => c.notNull())
    .addUniqueConstraint('mailbox_name', ['account', 'name'])
    .execute();
  await s
    .createTable('message')
    .addColumn('mailbox', 'integer', (c) => c.notNull())
    .addColumn('uid', 'integer', (c) => c.notNull())
    .addColumn('modseq', 'integer', (c) => c.notNull())
    .addColumn('created', 'integer', (c) => c.notNull())
    .addColumn('flags', 'integer', (c) => c.notNull())
    .addColumn('keywords', 'text', (c) => c.notNull())
    .addColumn('date', 'integer', (c) => c.notNull())
    .addColumn('zone', 'integer', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('saved', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('message_uid', ['mailbox', 'uid'])
    .modifyEnd(clustered)
    .execute();
  await s.createIndex('message_modseq').on('message').columns(['mailbox', 'modseq']).execute();
  await s.createIndex('message_body').on('message').column('body').execute();
  await s
    .createTable('body')
    .addColumn('seq', 'integer', (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('bytes', 'blob')
    .addColumn('created', 'integer', (c) => c.notNull())
    .execute();
  await s
    .createTable('keyword')
    .addColumn('mailbox', 'integer', (c) => c.notNull())
    .addColumn('fold', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('keyword_fold', ['mailbox', 'fold'])
    .execute();
  await s
    .createTable('vanished')
    .addColumn('mailbox', 'integer', (c) => c.notNull())
    .addColumn('modseq', 'integer', (c) => c.notNull())
    .addColumn('uid', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('vanished_modseq', ['mailbox', 'modseq', 'uid'])
    .modifyEnd(clustered)
    .execute();
  await s
    .createTable('subscription')
    .addColumn('account', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('subscription_name', ['account', 'name'])
    .execute();
  await s
    .createTable('retired')
    .addColumn('account', 'integer', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('uid_validity', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('retired_name', ['account', 'name'])
    .execute();
  await s
    .createTable('garbage')
    .addColumn('body', 'text', (c) => c.primaryKey())
    .addColumn('since', 'integer', (c) => c.notNull())
    .execute();
  await s.createIndex('garbage_since').on('garbage').column('since').execute();
  await s
    .createTable('counter')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'integer', (c) => c.notNull())
    .execute();
  await db.insertInto('counter').values({ name: 'uid-validity', value: 0 }).execute();
}
