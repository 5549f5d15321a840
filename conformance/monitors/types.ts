import type { Service } from '../../spec/types.ts';
import type { Command } from '../wire/exchange.ts';
import type { ClientUnit, ServerUnit } from '../wire/types.ts';

/** One thing said on a connection, framed, in the order the client saw it. */
export type Said = { at: number; tls: boolean } & (
  | { from: 'C'; unit: ClientUnit; command: Command | undefined }
  | { from: 'S'; unit: ServerUnit; command: Command | undefined; part: 'status' | 'line' | 'end' }
  /** TLS began here; `leftover`: units the server had said in plaintext and that nobody read. */
  | { from: 'tls' }
);

/** A connection of a scenario, as monitors watch it. */
export interface Watched {
  conn: string;
  service: Service;
  said: readonly Said[];
}

export interface Fault {
  /** Which of the monitor's requirements. */
  requirement: string;
  /** One line: what is wrong. */
  what: string;
  /** The bytes that are. */
  raw: Buffer;
  /** Milliseconds since the transcript began. */
  at: number;
}

/** A rule that always holds. `watch` is pure. */
export interface Monitor {
  id: string;
  requirements: readonly string[];
  services: readonly Service[];
  watch(w: Watched): Fault[];
}

export interface Violation extends Fault {
  monitor: string;
  conn: string;
  service: Service;
}
