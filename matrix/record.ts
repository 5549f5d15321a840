import type { Level, Role, Service } from '../spec/types.ts';

/** What one run of one scenario in one cell came to. */
export const OUTCOMES = [
  'passed',
  'failed',
  'not-applicable',
  'policy',
  'blocked',
  'inconclusive',
  'setup-error',
  'harness-error',
  'not-run',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is said of a requirement. */
export const VERDICTS = [
  'pass',
  'fail',
  'warn',
  'observed',
  'policy',
  'not-applicable',
  'blocked',
  'inconclusive',
  'setup-error',
  'harness-error',
  'not-run',
  'untested',
  'disputed',
  'overruled',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Verdicts that leave a requirement unverified: shown as an error, never as green. */
export const UNVERIFIED = [
  'blocked',
  'inconclusive',
  'setup-error',
  'harness-error',
  'not-run',
] as const satisfies readonly Verdict[];

/** Slug of feature path and scenario title, unique in the suite: `smtp/sequence--rcpt-before-mail-is-a-bad-sequence`. */
export type ScenarioId = string;

/** Why a run did not pass, with what a reader needs to see it for himself. */
export interface Failure {
  /** One sentence. */
  message: string;
  /** The requirement whose rule was broken, where it is not the scenario's own (a monitor's, a blocker's). */
  requirement?: string;
  /** Feature file and line of the dialogue line or step. */
  at?: string;
  expected?: string;
  got?: string;
  /** The last bytes on the wire, CR and LF visible, most recent last. */
  bytes?: string;
  /** One command that reproduces the run. */
  reproduce?: string;
}

export interface ScenarioRun {
  /** `base`, or the axes that differ from it: `starttls`, `octet`, `lmtp`, … */
  cell: string;
  outcome: Outcome;
  ms: number;
  why?: Failure;
  /** Path below the report folder. */
  transcript?: string;
  /** Requirements of the scenario that this failure says nothing of: it failed in the part of a service they do not bind. */
  spared?: string[];
}

/** An outcome for a requirement that came from no scenario tagged with it. */
export interface Observation {
  requirement: string;
  /** Who saw it: `monitor reply-grammar`, `profile smtp-mta`. */
  by: string;
  outcome: Outcome;
  /** Where it was seen. */
  scenario?: ScenarioId;
  cell?: string;
  why?: Failure;
}

export interface RunRecord {
  schema: 'mailspec/run/1';
  suite: { name: 'mailspec'; version: string; inventory: string };
  target: {
    name: string;
    version: string | null;
    /** The exact release of what ran, where it could be told. */
    release?: string;
    variant?: string;
    banners: Partial<Record<Service, string>>;
    /** By service and state: `smtp@clear`, `smtp@starttls`, `imap@implicit`, `imap@auth`. */
    announced: Record<string, string[]>;
    policy: Record<string, string | number | boolean>;
    /** Digest of the target file. */
    config: string;
  };
  /** Profile name, `all`, or `selection` where the user chose scenarios by hand. */
  profile: string;
  /** What was selected, in the words of the command line; absent for a whole run. */
  selection?: string[];
  /** ISO 8601. */
  started: string;
  seconds: number;
  host: { os: string; node: string; cpus: number };
  /** Keyed by the verdict strings; all keys are always present. */
  counts: Record<Verdict, number>;
  /** Scored failures (verdict `fail`). */
  violations: number;
  /** Nothing unverified, and no MUST without a scenario for want of one (`not-yet`). */
  complete: boolean;
  coverage: { tested: number; testable: number; musts: { tested: number; testable: number } };
  requirements: {
    id: string;
    rfc: number;
    section: string;
    level: Level;
    role: Role[];
    asks: string;
    verdict: Verdict;
    /** null: no mutant. */
    killed: boolean | null;
    /** Passed and failed in one run. */
    flaky?: boolean;
    /** Why it is untested, overruled, disputed or decided by policy. */
    note?: string;
    scenarios: ScenarioId[];
    /** What was found out without a scenario of its own: by a monitor, or by what the profile requires. */
    observations?: Observation[];
  }[];
  scenarios: {
    id: ScenarioId;
    title: string;
    feature: string;
    line: number;
    requirements: string[];
    runs: ScenarioRun[];
  }[];
}
