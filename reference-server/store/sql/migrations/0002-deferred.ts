import type { Kysely } from 'kysely';
import { addressKey } from '../../names.ts';
import type { Schema } from '../schema.ts';

/** Messages that wait for mailboxes which did not take them; and addresses are found in any form of their accents. */
export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('deferred')
    .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('size', 'integer', (c) => c.notNull())
    .addColumn('due', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('deferred_due').on('deferred').column('due').execute();
  await db.schema.createIndex('deferred_body').on('deferred').column('body').execute();
  const accounts = await db.selectFrom('account').select(['id', 'address', 'address_key']).orderBy('id').execute();
  const taken = new Set(accounts.map((a) => a.address_key));
  for (const { id, address, address_key: old } of accounts) {
    const key = addressKey(address);
    // Two accounts that have become one name: the first keeps it, and the other is found as it was.
    if (taken.has(key)) continue;
    taken.delete(old);
    taken.add(key);
    await db.updateTable('account').set({ address_key: key }).where('id', '=', id).execute();
  }
}
