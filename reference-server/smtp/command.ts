import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Resolution } from '../delivery/types.ts';
import type { Path } from '../mail/address.ts';
import type { Reply } from './reply.ts';

/** What the session speaks: mail exchange (25), submission (587, 465), or RFC 2033. */
export type Role = 'smtp' | 'submission' | 'lmtp';

/**
 * Where a session stands. `start`: before EHLO; `ready`: no transaction; `mail`: a sender and no recipient yet; `rcpt`: a recipient or more;
 * `chunks`: BDAT data has come; `broken`: a BDAT failed, only RSET (or EHLO) goes on.
 */
export type State = 'start' | 'ready' | 'mail' | 'rcpt' | 'chunks' | 'broken';
export const ANYTIME: readonly State[] = ['start', 'ready', 'mail', 'rcpt', 'chunks', 'broken'];

export type LocalResolution = Extract<Resolution, { to: 'local' }>;

export interface Sender {
  /** Without its source route. */
  at: Path | 'null';
  /** As printed in Return-Path, with brackets. */
  path: string;
  /** SIZE declared, if any. */
  declared: number | undefined;
}
export interface Recipient {
  /** As printed in a `for` clause, with brackets, without its source route. */
  path: string;
  at: LocalResolution;
}

/** What a command may look at. */
export interface Facts {
  readonly ctx: ServerContext;
  readonly role: Role;
  readonly state: State;
  /** The client greeted with EHLO or LHLO, so extensions are in force. */
  readonly extended: boolean;
  readonly secured: boolean;
  readonly canStartTls: boolean;
  readonly identity: Identity | undefined;
  readonly sender: Sender | undefined;
  readonly recipients: readonly Recipient[];
}

/** What a command wants done; the session interprets it. */
export type Effect =
  | { do: 'reply'; reply: Reply }
  /** Resets, remembers the name, and answers with the announcement when `extended`. */
  | { do: 'greet'; name: string; extended: boolean }
  | { do: 'begin'; sender: Sender }
  | { do: 'add'; path: Path; at: LocalResolution }
  | { do: 'reset' }
  | { do: 'data' }
  /** The octets are taken in every case; with `refused` they are dropped and that is the answer. */
  | { do: 'chunk'; size: number; last: boolean; refused?: Reply }
  | { do: 'start-tls' }
  | { do: 'authenticate'; mechanism: string; initial: string | undefined }
  | { do: 'close'; reply: Reply };

/** One verb: where it may stand, how its argument is read, what it does. */
export interface SmtpCommand<A = unknown> {
  readonly verb: string;
  readonly roles: readonly Role[];
  /** Elsewhere the answer is 503 and nothing changes. */
  readonly states: readonly State[];
  /** Octets that extensions add to the limit of its line (RFC 5321 4.5.3.1.4). */
  readonly longer?: number;
  /** The answer does not wait for those of commands behind it (RFC 2920 3.2). */
  readonly atOnce?: boolean;
  /** Lines of the EHLO reply that stand for this command and its parameters, in the state it is asked in. */
  announce?(f: Facts): readonly string[];
  /** @returns the arguments, or the reply that refuses them */
  parse(argument: string, f: Facts): A | Reply;
  run(args: A, f: Facts): Effect | Promise<Effect>;
}

export const EVERYONE: readonly Role[] = ['smtp', 'submission', 'lmtp'];
