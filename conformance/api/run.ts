/** `mailspec/run`: asks a server what the RFCs ask of it, from code. */
import type { Outcome, RunRecord, ScenarioId } from '../../matrix/record.ts';
import type { Service } from '../../spec/types.ts';
import { runOnce } from '../cli/commands/run.ts';
import type { AttachFlags } from '../targets/attach.ts';

export type { RunRecord } from '../../matrix/record.ts';
export { ReportError } from '../../matrix/write.ts';
export { HarnessError, UsageError } from '../runner/errors.ts';
export { TargetError } from '../targets/types.ts';

/** A server that listens already: `host:port`, `[v6]:port` or the path of a socket by listener, and an account there. */
export type Server = AttachFlags;

/** One scenario in one cell has come to an end. */
export interface Done {
  scenario: ScenarioId;
  /** `base`, or the axes that differ from it. */
  cell: string;
  outcome: Outcome;
  /** How many have, and of how many. */
  done: number;
  total: number;
}

export interface RunOptions {
  /** A target file, one of the suite's own as `mailspec list targets` prints them, or where a server listens. */
  target: string | Server;
  /** Only these requirements or scenarios; a trailing `*` takes all that begin so. */
  ids?: readonly string[];
  /** Only these sections and those below them, as in `5321:4.5`. */
  sections?: readonly string[];
  tags?: readonly string[];
  protocols?: readonly Service[];
  /** Only the rows of a profile, and what it requires to be announced. */
  profile?: string;
  /** Also scenarios that wait for minutes. */
  slow?: boolean;
  /** `base` unless given: each scenario once, or in other transports and cuts too. */
  cells?: 'base' | 'axes';
  /** Scenarios at once. */
  lanes?: number;
  /** Milliseconds the server may take for one answer. */
  deadlineMs?: number;
  /** Folder of features to run instead of those of the suite. */
  features?: string;
  /** Folder to write run.json, index.html, matrix.md, junit.xml and the transcripts to. */
  report?: string;
  onDone?: (d: Done) => void;
  /** Told what is done before the server is there: an image is made, a container started. */
  onNotice?: (line: string) => void;
}

/**
 * Runs the suite once and returns its record. Nothing is printed.
 *
 * A server that a target file starts is ended with the run, and also when this process ends: from the first such run on, SIGINT, SIGTERM
 * and SIGHUP end the process.
 * @throws UsageError for what cannot be asked so; TargetError where the server is not reached or lets nobody in; ReportError where the
 * report cannot be written; HarnessError for faults of the suite
 */
export async function run(o: RunOptions): Promise<RunRecord> {
  const { target, profile, lanes, deadlineMs, features, report, onDone, onNotice } = o;
  let done = 0;
  const { record } = await runOnce({
    target: typeof target === 'string' ? target : undefined,
    flags: typeof target === 'string' ? {} : target,
    id: [...(o.ids ?? [])],
    section: [...(o.sections ?? [])],
    tag: [...(o.tags ?? [])],
    protocol: [...(o.protocols ?? [])],
    slow: o.slow ?? false,
    cells: o.cells ?? 'base',
    ...(profile === undefined ? {} : { profile }),
    ...(lanes === undefined ? {} : { lanes }),
    ...(deadlineMs === undefined ? {} : { deadline: deadlineMs }),
    ...(features === undefined ? {} : { features }),
    ...(report === undefined ? {} : { report }),
    gate: false,
    json: false,
    say: (line) => onNotice?.(line),
    onResult: (r, total) => {
      done++;
      onDone?.({ scenario: r.job.scenario.id, cell: r.job.key, outcome: r.outcome, done, total });
    },
  });
  return record;
}
