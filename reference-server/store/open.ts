import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { makeFolder } from '../folder.ts';
import { randomHex } from '../random.ts';
import { FileBodies } from './body/fs.ts';
import { Committer } from './committer.ts';
import { octetsWith } from './dispatch.ts';
import { Feed } from './feed.ts';
import { receive } from './receive.ts';
import { unpackMessages } from './sql/columns.ts';
import { WorkerLink } from './sql/link.ts';
import { prepareDatabase } from './sql/prepare.ts';
import type { Asked, WorkerData } from './sql/protocol.ts';
import type { ChangeColumns, Question, ReaderAnswers } from './sql/reader.ts';
import type { AnswerOf, Change, Command, MailboxId, Query, ResultOf, Store, Stored } from './store.ts';
import { StoreFault } from './store.ts';

export interface StoreOptions {
  /** Folder of the database and the bodies; made when missing. */
  dir: string;
  /** Bodies up to this many octets are kept in the database. */
  inlineBody: number;
  log: Logger;
  now?: () => number;
  /** Octets at which the database is full. */
  maxOctets?: number;
  /** Milliseconds for which a body that nothing names is kept: sessions may still be reading it. */
  graceMs?: number;
  /** Milliseconds between collections of garbage; 0 for none. */
  sweepMs?: number;
}

/** The store on SQLite and files. */
export interface SqlStore extends Store {
  /** Removes bodies that nothing has named for the grace time. @returns how many files */
  sweep(): Promise<number>;
}

/** Octets of WAL after which the reader copies it into the database. */
const CHECKPOINT_OCTETS = 16 * 1024 * 1024;
/** Octets of WAL after which the writer stops for a whole checkpoint, so that the file cannot grow for ever. */
const WAL_OCTETS = 64 * 1024 * 1024;
/** Octets of WAL at which nothing more is taken until a checkpoint has succeeded. */
const WAL_CAP = 1024 * 1024 * 1024;
const IDLE_MS = 2000;
const DATABASE = 'mail.db';
const GRACE_MS = 60 * 60 * 1000;
const SWEEP_MS = 10 * 60 * 1000;
const SWEEP_PAGE = 256;
const CHUNK = 256 * 1024;

/** Ids of bodies begin with where they are, so that a file is read without asking the database. */
const INLINE = 'i';
const FILE = 'f';

/** @throws StoreFault when the folder cannot be written or the database not opened */
export async function openStore(options: StoreOptions): Promise<SqlStore> {
  const store = new SqliteStore(options);
  try {
    await store.open();
  } catch (e) {
    await store[Symbol.asyncDispose]();
    throw e;
  }
  return store;
}

class SqliteStore implements SqlStore {
  readonly #options: StoreOptions;
  readonly #now: () => number;
  readonly #bodies: FileBodies;
  readonly #database: WorkerData;
  readonly #writer: WorkerLink;
  readonly #reader: WorkerLink;
  readonly #committer: Committer;
  readonly #feed = new Feed();
  #asked: { q: Question; resolve: (a: ReaderAnswers[Question['ask']]) => void; reject: (e: Error) => void }[] = [];
  #timers: NodeJS.Timeout[] = [];
  #sweeping: Promise<unknown> = Promise.resolve();
  /** Octets written since the last checkpoint, about. */
  #unchecked = 0;
  #checking = false;
  #wal = 0;
  #committed = 0;
  #closed = false;

  constructor(options: StoreOptions) {
    const { dir, log, maxOctets } = options;
    const file = join(dir, DATABASE);
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#bodies = new FileBodies(join(dir, 'bodies'));
    const died = (role: string) => (err: Error) => {
      if (!this.#closed) log.error({ err, role }, 'the database thread ended');
    };
    this.#database = { file, ...(maxOctets === undefined ? {} : { maxOctets }) };
    this.#writer = new WorkerLink(this.#database, died('write'));
    this.#reader = new WorkerLink(this.#database, died('read'));
    this.#committer = new Committer({ apply: (batch) => this.#apply(batch) });
  }

  async open(): Promise<void> {
    try {
      await makeFolder(this.#options.dir);
      await this.#bodies.open();
      // SQLite gives its other files the mode of this one.
      await (await open(join(this.#options.dir, DATABASE), 'a', 0o600)).close();
    } catch (e) {
      throw new StoreFault('down', e instanceof Error ? e.message : String(e));
    }
    const preparing = prepareDatabase(this.#database);
    this.#writer.warm();
    this.#reader.warm();
    try {
      const { write, read } = await preparing;
      await this.#writer.open({ do: 'open', as: 'writer', queries: write });
      await this.#reader.open({ do: 'open', as: 'reader', queries: read });
    } catch (e) {
      if (!(e instanceof StoreFault)) throw e;
      throw new StoreFault(e.refused, `${join(this.#options.dir, DATABASE)}: ${e.message}`);
    }
    this.#every(IDLE_MS, () => this.#checkpointIfIdle());
    this.#every(this.#options.sweepMs ?? SWEEP_MS, () => {
      this.sweep().catch((err: unknown) => this.#options.log.warn({ err }, 'garbage was not collected'));
    });
  }

  async put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Stored | { tooLarge: true }> {
    const name = this.#now().toString(16).padStart(12, '0') + randomHex(10);
    const got = await receive(bytes, limit, this.#options.inlineBody, () => this.#bodies.create(FILE + name));
    if (got.got === 'too-large') return { tooLarge: true };
    if (got.got === 'spilled') return { id: FILE + name, size: got.size };
    return { id: INLINE + name, size: got.bytes.length, inline: got.bytes };
  }

  commit<C extends Command>(c: C): Promise<ResultOf<C>> {
    return this.#committer.submit(c);
  }

  async read<Q extends Query>(q: Q): Promise<AnswerOf<Q>> {
    const answer = await this.#ask(q);
    if (q.ask === 'messages') return unpackMessages(answer as ReaderAnswers['messages']) as AnswerOf<Q>;
    return answer as AnswerOf<Q>;
  }

  async *body(id: string, from = 0, to = Number.POSITIVE_INFINITY): AsyncIterable<Uint8Array> {
    if (id.startsWith(FILE)) {
      yield* this.#bodies.read(id, from, to);
      return;
    }
    const bytes = (await this.#ask({ ask: 'body', id })) as ReaderAnswers['body'];
    if (bytes === undefined) throw new StoreFault('gone', `no body ${id}`);
    const end = Math.min(to, bytes.length);
    for (let at = from; at < end; at += CHUNK) yield bytes.subarray(at, Math.min(at + CHUNK, end));
  }

  async changes(mailbox: MailboxId, since: number): Promise<Change[]> {
    return mergeChanges((await this.#ask({ ask: 'changes', mailbox, since })) as ChangeColumns, since);
  }

  watch(m: MailboxId, wake: (highest: number) => void): Disposable {
    return this.#feed.watch(m, wake);
  }

  sweep(): Promise<number> {
    const swept = this.#sweeping.then(() => this.#sweep());
    this.#sweeping = swept.catch(() => 0);
    return swept;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    await this.#committer.drained();
    for (const timer of this.#timers) clearInterval(timer);
    await this.#sweeping;
    this.#closed = true;
    // The writer last: the last connection moves the WAL into the database.
    await this.#reader.close();
    await this.#writer.close();
  }

  async #apply(batch: Command[]) {
    if (this.#wal > WAL_CAP) {
      this.#checkpoint('TRUNCATE');
      throw new StoreFault('full', 'the log of the database is at its limit');
    }
    const { results, touched, wal } = await this.#writer.run({ do: 'apply', batch, now: this.#now() });
    this.#wal = wal;
    for (const [mailbox, highest] of touched) this.#feed.touch(mailbox, highest);
    this.#committed++;
    this.#unchecked += batch.reduce((sum, c) => sum + weight(c), 0);
    // Not awaited: the batch is durable, whatever becomes of the checkpoint.
    if (wal > WAL_OCTETS) this.#checkpoint('TRUNCATE');
    else if (this.#unchecked > CHECKPOINT_OCTETS) this.#checkpoint('PASSIVE');
    return results;
  }

  #checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void {
    if (this.#checking) return;
    this.#checking = true;
    this.#unchecked = 0;
    // The reader's holds up no commit; the writer's comes to an end also under unbroken load.
    (mode === 'PASSIVE' ? this.#reader : this.#writer)
      .run({ do: 'checkpoint', mode })
      .then((wal) => {
        this.#wal = wal;
      })
      .catch((err: unknown) => this.#options.log.warn({ err }, 'no checkpoint of the database'))
      .finally(() => {
        this.#checking = false;
      });
  }

  #checkpointIfIdle(): void {
    const idle = this.#committed === 0;
    this.#committed = 0;
    if (idle && this.#unchecked > 0) this.#checkpoint('PASSIVE');
  }

  #every(ms: number, work: () => void): void {
    if (ms > 0) this.#timers.push(setInterval(work, ms).unref());
  }

  /** Questions of one turn of the event loop go as one message. */
  #ask(q: Question): Promise<ReaderAnswers[Question['ask']]> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ q, resolve, reject });
      if (this.#asked.length === 1) queueMicrotask(() => void this.#askAll());
    });
  }

  async #askAll(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    let answers: Asked[];
    try {
      answers = await this.#reader.run({ do: 'ask', questions: asked.map((a) => a.q) });
    } catch (e) {
      const fault = e instanceof Error ? e : new StoreFault('down', String(e));
      for (const a of asked) a.reject(fault);
      return;
    }
    asked.forEach((a, i) => {
      const got = answers[i];
      if (got === undefined) a.reject(new StoreFault('down', 'the database gave no answer'));
      else if ('fault' in got) a.reject(new StoreFault(got.fault.refused, got.fault.why));
      else a.resolve(got.answer);
    });
  }

  async #sweep(): Promise<number> {
    const before = this.#now() - (this.#options.graceMs ?? GRACE_MS);
    let removed = 0;
    for (let more = true; more; ) {
      const page = await this.#writer.run({ do: 'sweep', before, limit: SWEEP_PAGE });
      for (const id of page.files) await this.#bodies.remove(id);
      removed += page.files.length;
      more = page.more;
    }
    // Files that never got a row: a delivery that was refused, or a process that ended between the two.
    for (const folder of await this.#bodies.folders()) {
      const old = await this.#bodies.older(folder, before);
      for (let i = 0; i < old.length; i += SWEEP_PAGE) {
        const page = old.slice(i, i + SWEEP_PAGE);
        const known = new Set((await this.#ask({ ask: 'known', ids: page })) as string[]);
        for (const name of page.filter((n) => !known.has(n))) {
          await this.#bodies.discard(folder, name);
          removed++;
        }
      }
    }
    return removed;
  }
}

/** Octets a command adds to the WAL, about: whole pages of the trees it touches. */
function weight(c: Command): number {
  return 16 * 1024 + octetsWith(c);
}

function mergeChanges(columns: ChangeColumns, since: number): Change[] {
  const found: { at: number; change: Change }[] = unpackMessages(columns.messages).map((row, i) => {
    const { uid, modseq, flags } = row;
    const created = columns.created[i] ?? 0;
    if (created > since) return { at: created, change: { kind: 'exists', uid, modseq, row } };
    return { at: modseq, change: { kind: 'flags', uid, modseq, flags } };
  });
  for (const [uid, modseq] of columns.vanished) found.push({ at: modseq, change: { kind: 'vanished', uid, modseq } });
  return found.sort((a, b) => a.at - b.at || a.change.uid - b.change.uid).map((f) => f.change);
}
