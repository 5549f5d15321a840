import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { match } from 'ts-pattern';
import type { Asked, Fault, Job, JobResults, Request, Response, WorkerData } from './protocol.ts';
import { Reader } from './reader.ts';
import { checkpoint, faultOf, migrate, openReader, openWriter } from './sqlite.ts';
import { Writer } from './writer.ts';

/** One thread, one connection: the writer (and its migrations), or the reader. Jobs run one after another, in the order they come. */
interface Opened {
  db: DatabaseSync;
  writer?: Writer;
  reader?: Reader;
}

const { role, file, maxOctets } = workerData as WorkerData;
const port = parentPort;
if (port === null) throw new Error('sqlite-worker runs as a worker only');
let opened: Opened | undefined;

async function open(): Promise<null> {
  if (role === 'write') {
    const db = openWriter(file, maxOctets);
    await migrate(db);
    opened = { db, writer: new Writer(db) };
  } else {
    const db = openReader(file);
    opened = { db, reader: new Reader(db) };
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

async function run(job: Job): Promise<JobResults[Job['do']]> {
  return match(job)
    .with({ do: 'open' }, () => open())
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

let turn = Promise.resolve();
port.on('message', ({ id, job }: Request) => {
  turn = turn.then(async () => {
    let response: Response;
    try {
      response = { id, result: await run(job) };
    } catch (e) {
      const fault: Fault = faultOf(e);
      response = { id, fault };
    }
    port.postMessage(response);
    if (job.do === 'close') port.close();
  });
});
