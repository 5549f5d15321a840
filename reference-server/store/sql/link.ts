import { Worker } from 'node:worker_threads';
import { EngineLost } from '../committer.ts';
import { sibling } from '../sibling.ts';
import { StoreFault } from '../store.ts';
import type { Job, JobResults, Opening, Request, Response, WorkerData } from './protocol.ts';

interface Pending {
  resolve: (r: JobResults[Job['do']]) => void;
  reject: (e: Error) => void;
}

/** Milliseconds between attempts to start a worker that died. */
const RESTART_MS = 1000;

/** The main thread's end of a worker. A worker that dies fails what was asked of it with `down` and is started again at the next job. */
export class WorkerLink {
  readonly #data: WorkerData;
  readonly #died: (e: Error) => void;
  readonly #pending = new Map<number, Pending>();
  #opening: Opening | undefined;
  /** The worker that has done the opening. */
  #openIn: Worker | undefined;
  #worker: Worker | undefined;
  #started = Number.NEGATIVE_INFINITY;
  #closed = false;
  #lastId = 0;

  /** @param died told of each unexpected end */
  constructor(data: WorkerData, died: (e: Error) => void) {
    this.#data = data;
    this.#died = died;
  }

  /** Starts loading the worker's code without opening the database. */
  warm(): void {
    this.#ready();
  }

  /** Opens the database, now and whenever the worker has been started again. @throws StoreFault */
  async open(opening: Opening): Promise<void> {
    this.#opening = opening;
    await this.#opened();
  }

  /** @throws StoreFault */
  async run<J extends Exclude<Job, Opening>>(job: J): Promise<JobResults[J['do']]> {
    return (await this.#send(await this.#opened(), job)) as JobResults[J['do']];
  }

  /** Closes the database and ends the thread. */
  async close(): Promise<void> {
    if (this.#closed) return;
    const worker = this.#worker;
    if (worker !== undefined) await this.#send(worker, { do: 'close' });
    this.#closed = true;
  }

  async #opened(): Promise<Worker> {
    const worker = this.#ready();
    if (worker === undefined) throw new StoreFault('down', 'the database is being started again');
    if (this.#openIn !== worker && this.#opening !== undefined) {
      await this.#send(worker, this.#opening);
      this.#openIn = worker;
    }
    return worker;
  }

  #ready(): Worker | undefined {
    if (this.#worker !== undefined) return this.#worker;
    if (this.#closed || performance.now() - this.#started < RESTART_MS) return undefined;
    this.#started = performance.now();
    const worker = new Worker(sibling(import.meta.url, './sqlite-worker'), { workerData: this.#data });
    worker.on('message', (r: Response) => this.#settle(r));
    worker.on('error', (e) => this.#fail(worker, e instanceof Error ? e : new Error(String(e))));
    worker.on('exit', (code) => this.#fail(worker, new Error(`the database thread ended with ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #send(worker: Worker, job: Job): Promise<JobResults[Job['do']]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#worker !== worker) return reject(new EngineLost('the database thread has ended'));
      this.#pending.set(id, { resolve, reject });
      const request: Request = { id, job };
      worker.postMessage(request);
    });
  }

  #settle(r: Response): void {
    const pending = this.#pending.get(r.id);
    this.#pending.delete(r.id);
    if ('fault' in r) pending?.reject(new StoreFault(r.fault.refused, r.fault.why));
    else pending?.resolve(r.result);
  }

  #fail(worker: Worker, e: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const p of pending) p.reject(new EngineLost(e.message));
    if (!this.#closed) this.#died(e);
  }
}
