import type { Service } from '../../spec/types.ts';
import type { Endpoint } from '../wire/types.ts';

export type Policy = Record<string, string | number | boolean>;

export interface Limits {
  /** Scenarios at once. */
  lanes: number;
  perUserConnections: number;
  /** What the server waits after an error, to be added to deadlines. */
  errorDelayMs: number;
}

export interface Account {
  login: string;
  address: string;
  password: string;
  /** May be emptied. Without it nothing the run did not make is deleted. */
  disposable: boolean;
}

/** A message that lies in a file. */
export interface FileMail {
  /** Unique within the mailbox. */
  where: string;
  /** With CRLF line ends. */
  raw: Buffer;
}

/** How to see what arrived for an account. */
export type Door = { kind: 'imap' | 'pop3' } | { kind: 'files'; read(a: Account): Promise<FileMail[]> };

/** The files of a machine that is not ours. */
export interface MailFiles {
  /** A tar of a file or folder; undefined where there is none. */
  archive(at: string): Promise<NodeJS.ReadableStream | undefined>;
}

export interface Need {
  accounts: number;
  /** `shared`: a mailbox tree of its own in an account others use too; `own`: a whole account, which needs `disposable`. */
  each: 'shared' | 'own';
  fresh?: boolean;
  /** Nobody else meanwhile, and nothing emptied: a POP3 session locks the whole maildrop. */
  alone?: boolean;
}

export interface Lease extends AsyncDisposable {
  accounts: Account[];
  /** Mailbox prefix unique to the scenario. */
  root: string;
}

/** What only somebody who can log in can do. */
export interface Housekeeping {
  /** Removes all messages and all mailboxes but INBOX. Asked for disposable accounts only. */
  empty(a: Account): Promise<void>;
  /** Removes the mailboxes whose names begin with `root`. */
  tidy(a: Account, root: string): Promise<void>;
}

export interface TargetFacts {
  name: string;
  version?: string;
  /** The exact release of what runs, where it can be told. */
  release?: string;
  variant?: string;
  services: Partial<Record<Service, Endpoint[]>>;
  /** A domain the server delivers locally, and one it must not relay to. */
  domain: string;
  policy: Policy;
  limits: Limits;
  /** What the server's certificate is checked against. Absent: it is not checked. */
  trust?: { ca?: string; servername?: string };
  /** Digest of the target file or command line. */
  config: string;
}

export interface Target extends AsyncDisposable {
  readonly facts: TargetFacts;
  readonly accounts: readonly Account[];
  /** Waits for free accounts; disposing gives them back. @throws NotRun where the target never can. */
  lease(need: Need, s: AbortSignal): Promise<Lease>;
  door(): Door | undefined;
  /** Tells how accounts are emptied and tidied, once it is known how to log in. */
  housekeeping?(h: Housekeeping): void;
  restart?(): Promise<void>;
  /** Brings a message (CRLF line ends) into somebody's INBOX without any protocol. */
  deliver?(a: Account, message: Buffer): Promise<void>;
}

/** The target cannot offer what a scenario needs (a disposable account, a second account, a door): outcome `not-run`. */
export class NotRun extends Error {
  override name = 'NotRun';
}

/** The target could not be reached, started or logged in to: exit 3. */
export class TargetError extends Error {
  override name = 'TargetError';
}
