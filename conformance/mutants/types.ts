import type { Command } from '../wire/exchange.ts';
import type { ClientUnit, Layer, ServerUnit } from '../wire/types.ts';

export type MutantId = string;

/** A filter's hands. Each call that changes what would have passed counts as one intervention. */
export interface Io {
  toServer(b: Uint8Array): void;
  toClient(b: Uint8Array): void;
  /** Passes the unit on unchanged: not an intervention. */
  pass(): void;
  /** Swallows the unit. */
  drop(): void;
  /** Ends the connection towards the client. */
  hangUp(): void;
  /** Shared by the connection, or by the whole scenario with `per: 'scenario'`. */
  state: Map<string, unknown>;
  /** State of this connection alone, whatever `per` says. */
  own: Map<string, unknown>;
  /** In `client`: the command this unit belongs to. In `server`: the command it answers; untagged IMAP responses have the one in progress. */
  command: Command | undefined;
  /** POP3: `status`, a `line` of a multi-line answer, or its `end`; everything else is `status`. */
  part: 'status' | 'line' | 'end';
  /** Sends a command of the mutant's own to the server and keeps its answer from the client; `then` sees it. An intervention. */
  ask(command: Uint8Array, then?: (answer: ServerUnit) => void): void;
  /** The connection's facts. */
  conn: { name: string; service: string; secured: boolean };
}

/** Between wire client and socket, above TLS. A missing method passes everything through. A method that calls neither pass, drop, toServer nor toClient drops. */
export interface Filter {
  client?(unit: ClientUnit, io: Io): void;
  server?(unit: ServerUnit, io: Io): void;
}

export interface Mutant {
  /** `<requirement id>` or `<requirement id>/<variant>`. */
  id: MutantId;
  kills: string;
  /** What else in the same feature it is known to turn red. */
  also?: string[];
  /** A rule that a monitor alone watches: the scenarios that show it have these words. Any of the service's unless given. */
  where?: RegExp;
  per?: 'connection' | 'scenario';
  /** `wire` unless said: what stands for the broken server. */
  kind?: 'wire' | 'tls' | 'module' | 'harness';
  /** One line: what the broken server does wrong. */
  does: string;
  wire(): Filter;
}

/** A mutant made ready for one scenario: one layer a connection, one count for all. */
export interface Armed {
  readonly mutant: Mutant;
  /** How often it changed what would have passed. 0 at the end of a scenario that should die: a harness error. */
  readonly interventions: number;
  /** What a handler of the mutant threw, if one did: a harness error, whatever the scenario says. The unit it threw at has passed. */
  readonly error: unknown;
  layer(): Layer;
}
