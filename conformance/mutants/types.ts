import type { ClientUnit, ServerUnit } from '../wire/types.ts';

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
  per?: 'connection' | 'scenario';
  /** `wire` unless said: what stands for the broken server. */
  kind?: 'wire' | 'tls' | 'module' | 'harness';
  /** One line: what the broken server does wrong. */
  does: string;
  wire(): Filter;
}
