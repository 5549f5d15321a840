import type { Logger } from 'pino';
import type { Authenticator } from './auth/types.ts';
import type { Config } from './config.ts';
import type { Queue } from './delivery/queue.ts';
import type { Deliverer } from './delivery/types.ts';
import type { Gauge } from './gauge.ts';
import type { Store } from './store/store.ts';

/** What every session is given: nothing global, so that tests can build their own. */
export interface ServerContext {
  config: Config;
  store: Store;
  auth: Authenticator;
  deliver: Deliverer;
  /** Keeps messages that some of their mailboxes did not take; without it they have failed at once. */
  queue?: Pick<Queue, 'hold'>;
  log: Logger;
  /** Messages on their way from clients, in all sessions. */
  underWay: Gauge;
  /** Milliseconds since the epoch; injected so that tests own time. */
  now(): number;
  /** Unique, unguessable token for ids (queue id, object id). */
  token(): string;
}
