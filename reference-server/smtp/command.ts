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
  body: Body;
  /** SMTPUTF8 was asked for (RFC 6531 3.4). */
  utf8: boolean;
  /** RFC 3461 4.3: how much of the message a report of failure returns; absent where the client said nothing. */
  ret?: 'FULL' | 'HDRS';
  /** RFC 3461 4.4, decoded from xtext. */
  envid?: string;
}
/** RFC 6152, RFC 3030 3. */
export type Body = '7BIT' | '8BITMIME' | 'BINARYMIME';

/** RFC 3461 4.1: which reports are asked for; `NEVER` stands alone. */
export type Notify = 'NEVER' | ReadonlySet<'SUCCESS' | 'FAILURE' | 'DELAY'>;

/** RFC 3461 4.2, RFC 6533 3: address-type as given (`rfc822`, `utf-8`), the address decoded from xtext or utf-8-addr-xtext. */
export interface OriginalRecipient {
  type: string;
  address: string;
}

export interface Recipient {
  /** As printed in a `for` clause, with brackets, without its source route. */
  path: string;
  at: LocalResolution;
  /** Absent where the client said nothing: failure is told then, and perhaps delay. */
  notify?: Notify;
  orcpt?: OriginalRecipient;
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
  /** Messages that have come in this session. */
  readonly messages: number;
}

/** What a command wants done; the session interprets it. */
export type Effect =
  | { do: 'reply'; reply: Reply }
  /** Resets, remembers the name, and answers with the announcement when `extended`. */
  | { do: 'greet'; name: string; extended: boolean }
  | { do: 'begin'; sender: Sender }
  | { do: 'add'; recipient: Recipient }
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
