import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { match } from 'ts-pattern';
import type { Asked, Fault, Job, JobResults, Opening, Request, Response, WorkerData } from './protocol.ts';
import { Reader } from './reader.ts';
import { checkpoint, faultOf, openReader, openWriter } from './sqlite.ts';
import { Writer } from './writer.ts';

/** One thread, one connection: the writer, or the reader. Jobs run one after another, in the order they come. */
interface Opened {
  db: DatabaseSync;
  writer?: Writer;
  reader?: Reader;
}

const { file, maxOctets } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('sqlite-worker runs as a worker only');
let opened: Opened | undefined;

function open(job: Opening): null {
  // Jobs that come together in front of a worker just started each ask for it.
  if (opened !== undefined) return null;
  if (job.as === 'writer') {
    const db = openWriter(file, maxOctets);
    opened = { db, writer: new Writer(db, job.queries) };
  } else {
    const db = openReader(file);
    opened = { db, reader: new Reader(db, job.queries) };
  }
  return null;
}

function writer(): Writer {
  if (opened?.writer === undefined) throw new Error('the database is not open for writing');
  return opened.writer;
}

function walOctets(): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function ask(questions: Extract<Job, { do: 'ask' }>['questions']): Asked[] {
  const reader = opened?.reader;
  if (reader === undefined) throw new Error('the database is not open for reading');
  return questions.map((q) => {
    try {
      return { answer: reader.answer(q) };
    } catch (e) {
      return { fault: faultOf(e) };
    }
  });
}

function run(job: Job): JobResults[Job['do']] {
  return match(job)
    .with({ do: 'open' }, open)
    .with({ do: 'apply' }, ({ batch, now }) => ({ ...writer().apply(batch, now), wal: walOctets() }))
    .with({ do: 'sweep' }, ({ before, limit }) => writer().sweep(before, limit))
    .with({ do: 'ask' }, ({ questions }) => ask(questions))
    .with({ do: 'checkpoint' }, ({ mode }) => {
      if (opened !== undefined) checkpoint(opened.db, mode);
      return walOctets();
    })
    .with({ do: 'close' }, () => {
      opened?.db.close();
      opened = undefined;
      return null;
    })
    .exhaustive();
}

port.on('message', ({ id, job }: Request) => {
  let response: Response;
  try {
    response = { id, result: run(job) };
  } catch (e) {
    const fault: Fault = faultOf(e);
    response = { id, fault };
  }
  port.postMessage(response);
  if (job.do === 'close') port.close();
});
