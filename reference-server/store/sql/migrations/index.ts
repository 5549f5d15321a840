import type { Migration } from 'kysely/migration';
import * as mail from './0001-mail.ts';
import * as deferred from './0002-deferred.ts';

/** Every migration by name, in order; each number once. */
export const migrations: Record<string, Migration> = {
  '0001-mail': mail,
  '0002-deferred': deferred,
};
