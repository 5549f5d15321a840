/** Listeners of the server, as `mailspec serve --json` names them. */
export const SERVICES = ['smtp', 'submission', 'submissions', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
export type Service = (typeof SERVICES)[number];

export interface Account {
  address: string;
  password: string;
}

/** What a client asked for, and what it was answered. */
export interface Evidence {
  asked: string;
  answered: string;
}

export type Outcome = 'passed' | 'failed' | 'gap';

export interface Result {
  client: string;
  version: string;
  check: string;
  what: string;
  outcome: Outcome;
  /** Of a failure: why. */
  detail?: string;
  /** Of a gap. */
  gap?: Evidence & { wanted: string; instead: string };
  ms: number;
}
