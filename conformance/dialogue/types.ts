import type { Cut } from '../wire/types.ts';

/** Place in a feature file: 1-based line and column. */
export interface SourceLine {
  file?: string;
  line: number;
  column: number;
}

/**
 * Text to send: literal bytes and names to be filled in. `as: 'string'` sends the value as an IMAP quoted string.
 * `count` stands for the number of octets of the block below (`{#}`).
 */
export type TemplatePart = { bytes: Buffer } | { name: string; as?: 'string' } | { sequence: number } | { count: true };
export type Template = TemplatePart[];

/** What one unit must look like, compared over its text without the final CRLF. Literal text compares without regard to ASCII case, values exactly. */
export type PatternPart =
  | { bytes: Buffer }
  /** `...`: anything up to what follows, or to the end. */
  | { rest: true }
  /** `5xx`: any code of that class, at the start of a reply. */
  | { replyClass: 2 | 3 | 4 | 5 }
  /** `<uid:number>`: binds at its first match, must equal afterwards. */
  | { bind: string; kind: BindKind }
  /** `{name}`: that value; `{name:string}`: that value as atom, quoted string or literal. */
  | { name: string; as?: 'string' }
  /** `{msg#2}`: the sequence number now of the second message the session has seen. */
  | { sequence: number }
  | { oneOf: Pattern[] };
export type Pattern = PatternPart[];

/** number: digits; word: no blank; text: anything; string: IMAP astring, decoded; code: a reply code; line: anything but CR and LF. */
export const BIND_KINDS = ['number', 'word', 'text', 'string', 'code', 'line'] as const;
export type BindKind = (typeof BIND_KINDS)[number];

/** `S&` and `S&!`: what else the unit of the expectation above must, or must not, say. */
export interface Also {
  at: SourceLine;
  source: string;
  pattern: Pattern;
  never: boolean;
}

/** What a literal line sends: `imap` announces its octets, `data` stuffs dots and ends with the dot, `counted` puts the count where `{#}` stands. */
export type LiteralForm = 'imap' | 'data' | 'counted';

export type Line = { at: SourceLine; source: string } & (
  | { do: 'say'; text: Template; glue: boolean; crlf: boolean; continues: boolean }
  | {
      do: 'literal';
      form: LiteralForm;
      head: Template;
      body: Template;
      glue: boolean;
      nonSync: boolean;
      binary: boolean;
      continues: boolean;
      /** Octets announced instead of the true count. */
      claimed?: number;
    }
  | { do: 'expect'; pattern: Pattern; mode: 'next' | 'some' | 'never' | 'maybe' | 'block'; also: Also[] }
  | { do: 'completion'; status: ('OK' | 'NO' | 'BAD')[]; rest: Pattern; also: Also[] }
);

/** Values bound in a scenario; bytes so that nothing is decoded on the way. */
export type Bindings = Map<string, Buffer>;

/** How a dialogue runs on one connection. */
export interface RunContext {
  /** Milliseconds each expectation may take. */
  deadlineMs: number;
  signal?: AbortSignal;
  /** How writes are cut; `coalesced` also glues commands that the protocol lets a client send at once. */
  cut?: Cut;
  /** The server announced PIPELINING (SMTP, LMTP, POP3). IMAP needs no announcement. */
  pipelining?: boolean;
}

export interface Mismatch {
  mismatch: true;
  expected: string;
  got: string;
  reason: string;
}

/** A dialogue line that the server did not meet. The runner turns it into outcome `failed`. */
export class DialogueFailure extends Error {
  override name = 'DialogueFailure';
  at: SourceLine;
  expected: string;
  got: string;
  /** `silence`: no answer in time; `hang-up`: closed without 221, 421 or BYE. Both are asked again before they count. */
  override cause: 'mismatch' | 'silence' | 'hang-up' | 'closing';
  constructor(at: SourceLine, expected: string, got: string, cause: DialogueFailure['cause'], message: string) {
    super(message);
    this.at = at;
    this.expected = expected;
    this.got = got;
    this.cause = cause;
  }
}

/** A feature's dialogue that does not parse: names feature, line and column. Usage error (exit 2). */
export class DialogueSyntaxError extends Error {
  override name = 'DialogueSyntaxError';
  at: SourceLine;
  constructor(at: SourceLine, message: string) {
    super(`${at.file ?? 'dialogue'}:${at.line}:${at.column}: ${message}`);
    this.at = at;
  }
}
