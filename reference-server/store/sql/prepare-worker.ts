import { parentPort, workerData } from 'node:worker_threads';
import { migrate } from './migrate.ts';
import type { Made } from './prepare.ts';
import type { WorkerData } from './protocol.ts';
import { readQueries } from './read-queries.ts';
import { faultOf, openWriter } from './sqlite.ts';
import { writeQueries } from './write-queries.ts';

/** A thread that brings the schema up to date, compiles every query, and ends: what that takes in memory ends with it. */
const { file, maxOctets } = workerData as WorkerData;

async function make(): Promise<Made> {
  try {
    const db = openWriter(file, maxOctets);
    try {
      await migrate(db);
    } finally {
      db.close();
    }
    return { made: { write: writeQueries(), read: readQueries() } };
  } catch (e) {
    return { fault: faultOf(e) };
  }
}

parentPort?.postMessage(await make());
