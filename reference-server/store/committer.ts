import { type AnyResult, octetsWith } from './dispatch.ts';
import type { Command, Refusal, ResultOf } from './store.ts';
import { StoreFault } from './store.ts';

/** What a committer writes to: all of a batch is durable when this resolves, nothing of it is kept when it rejects (StoreFault). */
export interface Engine {
  apply(batch: Command[]): Promise<AnyResult[]>;
}

/** The engine ended before it answered: what it was given may be kept or not, so it is not tried again. */
export class EngineLost extends StoreFault {
  constructor(why: string) {
    super('down', why);
  }
}

export const BATCH_COMMANDS = 256;
export const BATCH_OCTETS = 4 * 1024 * 1024;
/** Octets that may wait for their turn; more is refused. */
export const QUEUE_OCTETS = 128 * 1024 * 1024;
/** What a command weighs beyond its body. */
const COMMAND_OCTETS = 256;

interface Waiting {
  command: Command;
  octets: number;
  settle: (r: AnyResult) => void;
}

/**
 * Group commit: while one batch commits, the next gathers. It has no timer: a command that comes alone is committed at once.
 * When a batch fails its commands are tried again one by one, so that each is refused for its own fault only.
 */
export class Committer {
  readonly #engine: Engine;
  #queue: Waiting[] = [];
  #octets = 0;
  #running: Promise<void> | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Resolves when durable, or with why not; never rejects. */
  async submit<C extends Command>(command: C): Promise<ResultOf<C>> {
    const octets = COMMAND_OCTETS + octetsWith(command);
    if (this.#octets + octets > QUEUE_OCTETS) return { refused: 'down', why: 'too much waits to be written' };
    this.#octets += octets;
    const result = await new Promise<AnyResult>((settle) => {
      this.#queue.push({ command, octets, settle });
      this.#running ??= this.#run();
    });
    return result as ResultOf<C>;
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // Lets the commands of the same turn of the event loop share the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#take();
      const results = await this.#apply(batch);
      batch.forEach((w, i) => {
        this.#octets -= w.octets;
        w.settle(results[i] ?? { refused: 'down', why: 'the engine gave no answer' });
      });
    }
    this.#running = undefined;
  }

  #take(): Waiting[] {
    let octets = 0;
    let count = 0;
    for (const w of this.#queue) {
      if (count === BATCH_COMMANDS || (count > 0 && octets + w.octets > BATCH_OCTETS)) break;
      octets += w.octets;
      count++;
    }
    const batch = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return batch;
  }

  async #apply(batch: Waiting[]): Promise<AnyResult[]> {
    try {
      return await this.#engine.apply(batch.map((w) => w.command));
    } catch (e) {
      if (batch.length === 1 || e instanceof EngineLost) return batch.map(() => asRefusal(e));
    }
    const results: AnyResult[] = [];
    for (const w of batch) results.push(...(await this.#apply([w])));
    return results;
  }
}

function asRefusal(e: unknown): Refusal {
  if (e instanceof StoreFault) return { refused: e.refused, why: e.message };
  return { refused: 'down', why: e instanceof Error ? e.message : String(e) };
}
