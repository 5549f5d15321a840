import type { Failure, Outcome } from '../../matrix/record.ts';
import type { Service } from '../../spec/types.ts';
import type { Violation } from '../monitors/types.ts';
import type { Armed } from '../mutants/types.ts';
import type { Target } from '../targets/types.ts';
import type { Transcript } from '../wire/types.ts';
import type { FeatureScenario, FeatureStep } from './features.ts';
import type { Survey } from './survey.ts';
import type { Cell } from './types.ts';

/** One scenario in one cell. */
export interface Job {
  /** Id of the cloned pickle. */
  id: string;
  scenario: FeatureScenario;
  cell: Cell;
  /** `base`, or the axes that differ from it. */
  key: string;
  /** Settled before it starts: none of its rows applies here, or the target cannot. */
  settled?: { outcome: Outcome; why: Failure };
}

export interface JobResult {
  job: Job;
  outcome: Outcome;
  ms: number;
  why?: Failure;
  /** The step that failed. */
  step?: FeatureStep;
  /** Service of the client that was speaking then. */
  speaking?: Service;
  transcript: Transcript;
  violations: Violation[];
  /** Requirements that a monitor had something to look at for. */
  watched: string[];
  /** How often the mutant changed what would have passed; absent without one. */
  interventions?: number;
  /** Silence or a hang-up while a fresh connection was served: to be asked again, alone. */
  askAgain: boolean;
}

/** What the steps of a run share. */
export interface RunState {
  target: Target;
  survey: Survey;
  jobs: ReadonlyMap<string, Job>;
  deadlineMs(job: Job): number;
  /** Milliseconds one scenario may take before the suite gives it up. */
  patienceMs(job: Job): number;
  arm(job: Job): Armed | undefined;
  monitor(t: Transcript): Pick<JobResult, 'violations' | 'watched'>;
  done(r: JobResult): void;
}

// Steps are loaded by the engine, so that a run is handed to them by name.
const states = new Map<string, RunState>();
let serial = 0;

/** Makes a run known to its steps until the result is disposed of. */
export function publish(state: RunState): Disposable & { name: string } {
  const name = `run${++serial}`;
  states.set(name, state);
  return { name, [Symbol.dispose]: () => void states.delete(name) };
}

export function stateOf(name: string): RunState {
  const state = states.get(name);
  if (!state) throw new Error(`no run goes by ${name}`);
  return state;
}
