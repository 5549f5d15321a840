import { DatabaseSync } from 'node:sqlite';
import { StoreFault } from './store.ts';

const SQLITE_BUSY = 5;

/**
 * Holds a file as this process's own until disposed, or until the process ends in whatever way: the lock is the operating system's.
 * Keeps two servers off one folder, whose sessions would not hear of each other's changes.
 * @throws StoreFault when another process holds it, or the file cannot be made
 */
export function holdLock(file: string): Disposable {
  const db = openLock(file);
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (e) {
    db.close();
    const held = e instanceof Error && 'errcode' in e && e.errcode === SQLITE_BUSY;
    const why = held ? 'another server runs on this folder and holds it' : e instanceof Error ? e.message : String(e);
    throw new StoreFault('down', `${file}: ${why}`);
  }
  return {
    [Symbol.dispose]: () => db.close(),
  };
}

function openLock(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (e) {
    throw new StoreFault('down', `${file}: ${e instanceof Error ? e.message : String(e)}`);
  }
}
