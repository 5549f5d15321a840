import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { kyselyOf } from './migrate.ts';
import { migrations } from './migrations/index.ts';

test('accounts made before are found in any form of their accents, and none takes the name of another', async () => {
  const db = new DatabaseSync(':memory:');
  const k = kyselyOf(db);
  await migrations['0001-mail']!.up(k);
  const insert = db.prepare('insert into account (address, address_key, created) values (?, ?, 0)');
  const decomposed = 'désirée@example.test'.normalize('NFD');
  for (const address of ['Ann@example.test', decomposed, 'Ω-Σ@example.test', 'é@x', 'é@x'.normalize('NFD')])
    insert.run(address, address.toLowerCase());
  await migrations['0002-deferred']!.up(k);
  const keys = db.prepare('select address_key from account order by id').all();
  expect(keys.map((r) => r.address_key)).toEqual([
    'ann@example.test',
    'désirée@example.test',
    'ω-σ@example.test',
    'é@x',
    'é@x'.normalize('NFD'),
  ]);
  expect(db.prepare('select count(*) as n from deferred').get()).toEqual({ n: 0 });
  db.close();
});
