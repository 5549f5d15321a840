import type { Service } from '../../spec/types.ts';

/**
 * One thing a server said.
 * - `greeting`, `reply`: SMTP and LMTP, all lines of one reply
 * - `untagged`, `tagged`, `continue`: IMAP, literals included
 * - `line`: POP3, one line (status, list line, or `.`)
 * - `malformed`: bytes that are no unit of the protocol (a server's fault is not a harness error)
 * - `closed`: the server ended the connection; `raw` holds what was left without a line end
 */
export type ServerUnitKind = 'reply' | 'untagged' | 'tagged' | 'continue' | 'line' | 'malformed' | 'closed';

export interface ServerUnit {
  kind: ServerUnitKind;
  /** Every byte, line ends included. */
  raw: Buffer;
  /** The very first unit of a connection. */
  greeting?: boolean;
  /** `closed` only: how. */
  how?: 'fin' | 'reset' | 'tls';
}

/** One thing the suite says, as framed for a mutant's filter. */
export interface ClientUnit {
  /** `line`: a command or response line; `literal`: octets of an IMAP literal; `body`: DATA up to and including its end, or a BDAT chunk; `raw`: anything else. */
  kind: 'line' | 'literal' | 'body' | 'raw';
  raw: Buffer;
}

/** What kind of units the server speaks. */
export type Framing = 'smtp' | 'imap' | 'pop3';

/** How what the suite writes is cut into segments. */
export type Cut = 'as-written' | 'octet' | 'coalesced' | 'split';

export type Transport = 'clear' | 'starttls' | 'implicit';

/** Milliseconds from now, or an absolute time by `Deadline.at`; every wait has one. */
export interface Deadline {
  /** `performance.now()` time. */
  readonly at: number;
  readonly signal?: AbortSignal;
}

export interface Endpoint {
  host: string;
  port: number;
  /** Absolute path of a unix socket instead of host and port. */
  path?: string;
  /** `none`: no TLS at all here; `starttls`: STARTTLS or STLS is offered; `implicit`: TLS from the first octet. */
  tls: 'none' | 'starttls' | 'implicit';
}

export interface TlsAsk {
  /** PEM; absent: the certificate is not checked (the suite asks protocol rules, not trust, unless told so). */
  ca?: string;
  servername?: string;
  /** For the handshake; 10 s unless given. */
  deadline?: Deadline;
}

export interface TlsFacts {
  protocol: string;
  cipher: string;
  /** Plaintext the server sent after its go-ahead and before the handshake. */
  leftover: Buffer;
}

export interface Entry {
  /** Milliseconds since the transcript began. */
  at: number;
  conn: string;
  from: 'C' | 'S' | 'note';
  tls: boolean;
  bytes: Uint8Array;
}

export interface Transcript {
  readonly entries: readonly Entry[];
  /** Which service each connection speaks, by name; monitors need it. */
  readonly services: ReadonlyMap<string, Service>;
  /** Registers a connection and returns the name it goes by: `name`, or `name#2` where that is taken. */
  open(name: string, service: Service): string;
  add(conn: string, from: Entry['from'], tls: boolean, bytes: Uint8Array): void;
  note(conn: string, text: string): void;
}

/**
 * A client's end of one connection. No mail library below it; every byte is in the transcript.
 * Errors of the server are units (`malformed`, `closed`), never exceptions; exceptions are ours or `DeadlinePassed`.
 */
export interface Connection extends AsyncDisposable {
  readonly name: string;
  readonly service: Service;
  readonly framing: Framing;
  readonly transcript: Transcript;
  readonly secured: boolean;
  /** `glueNext`: hold these bytes back and send them in the same write as the next ones. */
  write(bytes: Uint8Array, opts?: { cut?: Cut; glueNext?: boolean }): Promise<void>;
  /** The next unit. @throws DeadlinePassed */
  read(d: Deadline): Promise<ServerUnit>;
  /** Puts a unit back in front, for a reader that looked one too far. */
  unread(u: ServerUnit): void;
  /** Waits until `d`: what came unasked, or `quiet`. */
  idle(d: Deadline): Promise<ServerUnit | 'quiet'>;
  startTls(o: TlsAsk): Promise<TlsFacts>;
  close(how: 'fin' | 'rst'): Promise<void>;
}

/**
 * What stands between a connection and its socket, above TLS: a mutant's filter. Bytes of the suite come in whole writes, before they are cut.
 * Made by `arm(mutant).layer()` (conformance/mutants/filter.ts); `dial` attaches it.
 */
export interface Layer {
  attach(link: LayerLink): void;
  fromClient(bytes: Buffer): void;
  fromServer(bytes: Buffer): void;
  /** The server ended the connection. */
  ended(how: 'fin' | 'reset' | 'tls'): void;
  /** TLS has been started: what was held back is plaintext of before and returned. */
  secured(): Buffer;
  /** The suite closes: what was held back goes out. */
  closing(): void;
}

export interface LayerLink {
  readonly name: string;
  readonly service: Service;
  readonly framing: Framing;
  readonly secured: boolean;
  toServer(b: Buffer): void;
  toClient(b: Buffer): void;
  /** Tells the suite that the server ended the connection. */
  ended(how: 'fin' | 'reset' | 'tls'): void;
  /** Ends the connection on both sides; the suite sees `closed`. */
  hangUp(): void;
}

export interface DialOptions {
  /** Name in transcripts and monitors; made unique within the transcript. */
  name: string;
  service: Service;
  /** Derived from the service unless given: `smtp` for smtp, submission and lmtp. */
  framing?: Framing;
  transcript: Transcript;
  /** Trust and name for an implicit TLS endpoint. */
  tls?: TlsAsk;
  filter?: Layer;
  /** For the connection to stand (TLS handshake included). */
  deadline: Deadline;
  /** How every write is cut unless the write says otherwise. */
  cut?: Cut;
}

/** The endpoint refused, did not resolve, or did not answer in time: the target, not a rule. */
export class DialFailed extends Error {
  override name = 'DialFailed';
}

/** A TLS handshake that did not come about. `leftover`: plaintext found after the go-ahead. */
export class TlsFailed extends Error {
  override name = 'TlsFailed';
  leftover: Buffer;
  constructor(message: string, leftover: Buffer) {
    super(message);
    this.leftover = leftover;
  }
}

export class DeadlinePassed extends Error {
  override name = 'DeadlinePassed';
}
