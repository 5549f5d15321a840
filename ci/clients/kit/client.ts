import type { Bench } from './bench.ts';
import type { Evidence } from './types.ts';

/** Real work by one client, checked by something else. Throws where the result is not what it should be. */
export interface Check {
  name: string;
  /** What was done, for the table. */
  what: string;
  run(b: Bench): Promise<void>;
  /** Refusals that are part of the work, as `COMMAND => ANSWER` begins or holds. Any other refusal of a command fails the check. */
  refusals?: readonly RegExp[];
}

/** Something a client wants that the server has not. */
export interface Gap {
  /** The wanted thing with its RFC. */
  wanted: string;
  /** What the client does without it. */
  instead: string;
  /** Tries it with the client. Undefined: it works now, and the gap is to become a check. */
  probe(b: Bench): Promise<Evidence | undefined>;
}

export interface Client {
  name: string;
  /** Debian packages that have to be there; the first is the client itself. None: it comes with the repository. */
  packages: readonly string[];
  /** Version, where there is no package to ask. */
  version?: string;
  checks: readonly Check[];
  gaps?: readonly Gap[];
}
