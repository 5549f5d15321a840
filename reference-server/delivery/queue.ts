import type { Logger } from 'pino';
import type { Config } from '../config-types.ts';
import type { Deferred, Store, Stored } from '../store/store.ts';
import { isRefusal, StoreFault } from '../store/store.ts';
import type { Envelope } from './envelope.ts';
import { type Attempt, advance, type Clock, type Left, type Progress } from './progress.ts';
import type { Reporting } from './reports.ts';
import { type Hold, tellSteps } from './settle.ts';
import type { LocalResolution } from './types.ts';

/** What the queue works with; a server's context is one. */
export interface QueueOptions extends Reporting {
  config: Pick<Config, 'domain' | 'hostname' | 'limits' | 'delivery'>;
  store: Pick<Store, 'put' | 'body' | 'read' | 'commit'>;
  log: Pick<Logger, 'error' | 'warn' | 'info'>;
}

/** Messages read at once. */
const PAGE = 64;
/** Longest wait of the timer: what another process has put into the store is found then. */
const TIMER_MAX = 60 * 60_000;

/** What is kept of a message that waits. */
interface Kept {
  envelope: Envelope;
  left: Progress[];
  tries: number;
}

/**
 * Messages that some of their mailboxes did not take. They are kept in the store and tried again after growing waits, until each mailbox has taken
 * them or they are too old; then their senders are told. What is tried and not yet noted when a process ends is tried again: a message may come
 * twice, and is not lost.
 */
export class Queue implements AsyncDisposable {
  readonly #o: QueueOptions;
  #timer: NodeJS.Timeout | undefined;
  #wakesAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  #started = false;
  #stopping = false;

  constructor(o: QueueOptions) {
    this.#o = o;
  }

  /** Keeps a message for what is left of it. */
  readonly hold: Hold = async (envelope, message, left) => {
    const { now, config, store, log } = this.#o;
    const due = now() + config.delivery.retryMs;
    const state = JSON.stringify({ envelope, left: [...left], tries: 0 } satisfies Kept);
    const kept = await store.commit({ do: 'defer', body: message, due, state, most: config.limits.smtpDeferred });
    if (isRefusal(kept)) {
      log.warn({ id: envelope.id, refused: kept.refused, why: kept.why }, 'a message cannot wait');
      return false;
    }
    log.info({ id: envelope.id, mailboxes: left.flatMap((p) => p.left).length }, 'a message waits');
    this.#wake(due);
    return true;
  };

  /** From now on what is due is tried, also what was left by the process before this. */
  start(): void {
    this.#started = true;
    this.#wake(this.#o.now());
  }

  /** Tries all that is due once. @returns when the next is due; infinite for never */
  async run(): Promise<number> {
    const { now, store } = this.#o;
    const until = now();
    for (;;) {
      const page = await store.read({ ask: 'deferred', due: until, limit: PAGE });
      for (const row of page) {
        if (this.#stopping) return Number.POSITIVE_INFINITY;
        // A store that cannot note what was done would have it done again at once.
        if (!(await this.#try(row))) return now() + this.#o.config.delivery.retryMs;
      }
      if (page.length < PAGE) break;
    }
    const [first] = await store.read({ ask: 'deferred', due: Number.POSITIVE_INFINITY, limit: 1 });
    return first?.due ?? Number.POSITIVE_INFINITY;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #wake(at: number): void {
    if (!this.#started || this.#stopping || at >= this.#wakesAt) return;
    clearTimeout(this.#timer);
    this.#wakesAt = at;
    const wait = Math.min(Math.max(at - this.#o.now(), 0), TIMER_MAX);
    this.#timer = setTimeout(() => {
      this.#wakesAt = Number.POSITIVE_INFINITY;
      this.#running = this.#round();
    }, wait).unref();
  }

  async #round(): Promise<void> {
    await this.#running;
    const later = this.#o.now() + TIMER_MAX;
    try {
      this.#wake(Math.min(await this.run(), later));
    } catch (err) {
      this.#o.log.error({ err }, 'messages that wait cannot be tried');
      this.#wake(this.#o.now() + this.#o.config.delivery.retryMs);
    }
  }

  /** @returns whether what came of it was noted */
  async #try(row: Deferred): Promise<boolean> {
    const { now, config, store, log } = this.#o;
    const { retryMs, retryMaxMs, delayReportMs, giveUpMs } = config.delivery;
    const kept = parse(row.state);
    if (kept === undefined) {
      log.error({ id: row.id }, 'a message that waits cannot be read');
      return !isRefusal(await store.commit({ do: 'postpone', id: row.id, due: now() + retryMaxMs, state: row.state }));
    }
    const { envelope, left, tries } = kept;
    const message: Stored = { id: row.body, size: row.size };
    const tried = await this.#attempt(
      message,
      left.flatMap((p) => p.left),
    );
    const clock: Clock = {
      now: now(),
      delayFrom: envelope.arrived + delayReportMs,
      giveUpFrom: envelope.arrived + giveUpMs,
    };
    let at = 0;
    const steps = left.map((p) => {
      const of = tried.slice(at, at + p.left.length);
      at += p.left.length;
      return advance(p, of, clock);
    });
    await tellSteps(this.#o, envelope, message, steps);
    const next = steps.flatMap((s) => (s.next === undefined ? [] : [s.next]));
    if (next.length === 0) return !isRefusal(await store.commit({ do: 'settle', id: row.id }));
    const wait = Math.min(retryMaxMs, retryMs * 2 ** Math.min(tries + 1, 30));
    const state = JSON.stringify({ envelope, left: next, tries: tries + 1 } satisfies Kept);
    const due = soonest(clock.now + wait, [clock.delayFrom, clock.giveUpFrom], clock.now);
    return !isRefusal(await store.commit({ do: 'postpone', id: row.id, due, state }));
  }

  /** Each mailbox by its own address: who stands behind a name was settled when the message was accepted. */
  async #attempt(message: Stored, all: readonly Left[]): Promise<Attempt[]> {
    const { deliver, store, log } = this.#o;
    const found: (LocalResolution | 'unknown')[] = [];
    try {
      for (const { address, keeper } of all) {
        const at = await store.read({ ask: 'inbox', address });
        const members = at === undefined || keeper === undefined ? {} : { members: [{ address, at, keeper }] };
        found.push(at === undefined ? 'unknown' : { to: 'local', ...at, ...members });
      }
      const outcomes = await deliver.deliver(
        message,
        found.filter((f) => f !== 'unknown'),
      );
      let at = 0;
      return found.map((f) => (f === 'unknown' ? f : (outcomes[at++]?.got ?? 'down')));
    } catch (err) {
      if (!(err instanceof StoreFault)) throw err;
      log.error({ err }, 'a message that waits cannot be tried');
      return all.map(() => 'down');
    }
  }
}

/** @returns `at`, or the first of these times between now and then */
function soonest(at: number, times: readonly number[], now: number): number {
  return Math.min(at, ...times.filter((t) => t > now));
}

function parse(state: string): Kept | undefined {
  try {
    const kept = JSON.parse(state) as Partial<Kept> | null;
    const { envelope, left, tries } = kept ?? {};
    return envelope === undefined || left === undefined || tries === undefined ? undefined : { envelope, left, tries };
  } catch (e) {
    if (e instanceof SyntaxError) return undefined;
    throw e;
  }
}
