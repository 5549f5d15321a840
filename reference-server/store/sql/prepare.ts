import { Worker } from 'node:worker_threads';
import { sibling } from '../sibling.ts';
import { StoreFault } from '../store.ts';
import type { Fault, WorkerData } from './protocol.ts';
import type { ReadQueries } from './read-queries.ts';
import type { WriteQueries } from './write-queries.ts';

/** What the threads of the database say to it. */
export interface Queries {
  write: WriteQueries;
  read: ReadQueries;
}
export type Made = { made: Queries } | { fault: Fault };

/** Brings a database up to date, and compiles what will be said to it. @throws StoreFault */
export function prepareDatabase(data: WorkerData): Promise<Queries> {
  const worker = new Worker(sibling(import.meta.url, './prepare-worker'), { workerData: data });
  return new Promise((resolve, reject) => {
    const down = (why: string): void => reject(new StoreFault('down', why));
    worker.once('message', (m: Made) => {
      if ('made' in m) resolve(m.made);
      else reject(new StoreFault(m.fault.refused, m.fault.why));
    });
    worker.once('error', (e) => down(e instanceof Error ? e.message : String(e)));
    worker.once('exit', (code) => down(`the thread that prepares the database ended with ${code}`));
  });
}
