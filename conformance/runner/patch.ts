import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Envelope, Pickle } from '@cucumber/messages';
import { HarnessError } from './errors.ts';

/** The release whose inside is patched. A package upgrade has to come with a look at the three touches below. */
export const PINNED = '13.3.0';

interface Assembled {
  pickle: Pickle;
}

interface Executor {
  eventBroadcaster: EventEmitter;
  runTestCase(item: Assembled, failing: boolean): Promise<boolean>;
}

interface Adapter {
  executor: Executor;
  setup(): Promise<void>;
  runTestCases(items: readonly Assembled[]): Promise<boolean>;
}

type Handler = (e: Error) => void;

interface Inside {
  InProcessAdapter: { prototype: Adapter };
}

interface Uncaught {
  default: { registerHandler(h: Handler): void; unregisterHandler(h: Handler): void };
}

/** What a patched run needs to know. */
export interface LaneRun {
  lanes: number;
  /** Pickles made by us, to be announced before anything runs. */
  clones: Pickle[];
  /** Errors nobody was running for. */
  stray: (e: Error) => void;
}

/** Set around `runCucumber`: without it the engine behaves as it came. */
export const laneRun = new AsyncLocalStorage<LaneRun>();

interface Slot {
  handlers: Set<Handler>;
}

const slots = new AsyncLocalStorage<Slot>();
let patched = false;

function onUncaught(e: Error): void {
  const handlers = slots.getStore()?.handlers;
  if (handlers && handlers.size > 0) {
    for (const h of [...handlers]) h(e);
    return;
  }
  const run = laneRun.getStore() ?? lastRun;
  if (run) run.stray(e);
}

let lastRun: LaneRun | undefined;
let running = 0;

/** Runs `work` with lanes; an uncaught error fails the scenario it came from and no other. */
export async function withLanes<T>(run: LaneRun, work: () => Promise<T>): Promise<T> {
  patch();
  lastRun = run;
  if (running++ === 0) process.on('uncaughtException', onUncaught);
  try {
    return await laneRun.run(run, work);
  } finally {
    if (--running === 0) process.removeListener('uncaughtException', onUncaught);
  }
}

/**
 * Replaces three functions of the engine, once in a process: the loop over test cases (lanes), the adapter's empty
 * set-up (envelopes of cloned pickles), and who hears of an uncaught error.
 * @throws HarnessError where the engine is not the one this was written for.
 */
export function patch(): void {
  if (patched) return;
  const require = createRequire(import.meta.url);
  const version = (require('@cucumber/cucumber/package.json') as { version: string }).version;
  const { InProcessAdapter } = require('@cucumber/cucumber/lib/runtime/serial/adapter') as Inside;
  const uncaught = (require('@cucumber/cucumber/lib/uncaught_exception_manager') as Uncaught).default;
  const { setup, runTestCases } = InProcessAdapter.prototype;
  if (
    version !== PINNED ||
    setup?.length !== 0 ||
    runTestCases?.length !== 1 ||
    uncaught?.registerHandler?.length !== 1 ||
    uncaught.unregisterHandler?.length !== 1
  ) {
    throw new HarnessError(`the suite needs @cucumber/cucumber ${PINNED} as published; found ${version}`);
  }
  InProcessAdapter.prototype.setup = async function (this: Adapter) {
    await setup.call(this);
    for (const pickle of laneRun.getStore()?.clones ?? []) {
      this.executor.eventBroadcaster.emit('envelope', { pickle } satisfies Envelope);
    }
  };
  InProcessAdapter.prototype.runTestCases = async function (this: Adapter, items) {
    const run = laneRun.getStore();
    return run ? await inLanes(this.executor, items, run.lanes) : await runTestCases.call(this, items);
  };
  const { registerHandler, unregisterHandler } = uncaught;
  uncaught.registerHandler = (h) => {
    const slot = slots.getStore();
    if (slot) slot.handlers.add(h);
    else registerHandler(h);
  };
  uncaught.unregisterHandler = (h) => {
    const slot = slots.getStore();
    if (slot) slot.handlers.delete(h);
    else unregisterHandler(h);
  };
  patched = true;
}

/** Everything but `@serial` side by side, then the `@serial` ones alone. */
async function inLanes(executor: Executor, items: readonly Assembled[], lanes: number): Promise<boolean> {
  const serial = (item: Assembled) => item.pickle.tags.some((t) => t.name === '@serial');
  let good = true;
  const one = async (item: Assembled) => {
    const ok = await slots.run({ handlers: new Set() }, () => executor.runTestCase(item, !good));
    if (!ok) good = false;
  };
  const waiting = items.filter((i) => !serial(i));
  let next = 0;
  const lane = async () => {
    for (let item = waiting[next++]; item; item = waiting[next++]) await one(item);
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(lanes, waiting.length)) }, lane));
  for (const item of items.filter(serial)) await one(item);
  return good;
}
