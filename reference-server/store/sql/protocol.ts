import type { Command, StoreFault } from '../store.ts';
import type { ReadQueries } from './read-queries.ts';
import type { Question, ReaderAnswers } from './reader.ts';
import type { WriteQueries } from './write-queries.ts';
import type { Applied } from './writer.ts';

/** What a worker is started with. */
export interface WorkerData {
  file: string;
  /** Octets at which the database is full. */
  maxOctets?: number;
}

/** Makes a worker the writer or the reader. */
export type Opening =
  | { do: 'open'; as: 'writer'; queries: WriteQueries }
  | { do: 'open'; as: 'reader'; queries: ReadQueries };

/** What a worker is asked to do; answers carry the same `id`. */
export type Job =
  | Opening
  | { do: 'apply'; batch: Command[]; now: number }
  | { do: 'sweep'; before: number; limit: number }
  | { do: 'ask'; questions: Question[] }
  | { do: 'checkpoint'; mode: 'PASSIVE' | 'TRUNCATE' }
  | { do: 'close' };

export interface Fault {
  refused: StoreFault['refused'];
  why: string;
}

export type Asked = { answer: ReaderAnswers[Question['ask']] } | { fault: Fault };

/** What each job comes to. */
export interface JobResults {
  open: null;
  /** `wal`: octets of the WAL file after the commit. */
  apply: Applied & { wal: number };
  sweep: { files: string[]; more: boolean };
  ask: Asked[];
  /** Octets of the WAL file afterwards. */
  checkpoint: number;
  close: null;
}

export type Request = { id: number; job: Job };
export type Response = { id: number; result: JobResults[Job['do']] } | { id: number; fault: Fault };
