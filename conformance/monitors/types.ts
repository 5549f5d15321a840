import type { Service } from '../../spec/types.ts';
import type { Said } from '../wire/said.ts';

export type { Said } from '../wire/said.ts';

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

/** Where a monitor says what it saw. */
export interface Report {
  /** The connection held something the requirement is about: without a fault it has been kept. */
  asked(requirement: string): void;
  fault(requirement: string, what: string, raw: Buffer, at: number): void;
}

/** A rule that always holds. `watch` is pure but for what it tells the report. */
export interface Monitor {
  id: string;
  requirements: readonly string[];
  services: readonly Service[];
  watch(w: Watched, report: Report): void;
}

export interface Violation extends Fault {
  monitor: string;
  conn: string;
  service: Service;
}
