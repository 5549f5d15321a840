import { DatabaseSync } from 'node:sqlite';
import { StoreFault } from '../store.ts';

/** Milliseconds to wait for another process that writes. */
const BUSY_MS = 5000;
/** The WAL file is cut back to this when it is written anew. */
const WAL_OCTETS = 64 * 1024 * 1024;
const PAGE_OCTETS = 8192;

/** Opens the database for writing: WAL, and every commit synced (the one durability class for all that is acknowledged). */
export function openWriter(file: string, maxOctets?: number): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  db.exec(`PRAGMA page_size = ${PAGE_OCTETS}`);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec('PRAGMA synchronous = FULL');
  // Checkpoints are the reader's, so that they hold up no commit.
  db.exec('PRAGMA wal_autocheckpoint = 0');
  db.exec(`PRAGMA journal_size_limit = ${WAL_OCTETS}`);
  db.exec('PRAGMA cache_size = -16384');
  if (maxOctets !== undefined) db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxOctets / PAGE_OCTETS))}`);
  return db;
}

/** Opens it for reading and checkpoints: a connection that was opened read-only could not make these. */
export function openReader(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS });
  db.exec('PRAGMA query_only = ON');
  db.exec('PRAGMA wal_autocheckpoint = 0');
  db.exec('PRAGMA cache_size = -16384');
  return db;
}

/** Copies what is in the WAL into the database. Passive: waits for nobody; truncate: waits for readers, then empties the WAL. */
export function checkpoint(db: DatabaseSync, mode: 'PASSIVE' | 'TRUNCATE'): void {
  db.prepare(`PRAGMA wal_checkpoint(${mode})`).all();
}

const SQLITE_FULL = 13;

/** What an exception of the database means to a client: no space, or out of order. */
export function faultOf(e: unknown): { refused: 'full' | 'down' | 'gone'; why: string } {
  if (e instanceof StoreFault) return { refused: e.refused, why: e.message };
  const why = e instanceof Error ? e.message : String(e);
  const code = e instanceof Error && 'errcode' in e && typeof e.errcode === 'number' ? e.errcode & 0xff : 0;
  const full =
    code === SQLITE_FULL || (e instanceof Error && 'code' in e && (e.code === 'ENOSPC' || e.code === 'EDQUOT'));
  return { refused: full ? 'full' : 'down', why };
}
