/** Place in a feature file: 1-based line and column. */
export interface SourceLine {
  file?: string;
  line: number;
  column: number;
}

/** Text to send: literal bytes and names to be filled in. */
export type TemplatePart = { bytes: Buffer } | { name: string } | { sequence: string };
export type Template = TemplatePart[];

/** What one unit must look like, compared over its text without the final CRLF. */
export type PatternPart =
  | { bytes: Buffer }
  /** `...`: anything up to what follows, or to the end. */
  | { rest: true }
  /** `5xx`: any code of that class, at the start of a reply. */
  | { replyClass: 2 | 3 | 4 | 5 }
  /** `<uid:number>`: binds at its first match, must equal afterwards. Kinds: number, word, text, string (IMAP astring), code (a reply code). */
  | { bind: string; kind: BindKind }
  | { name: string }
  | { sequence: string }
  | { oneOf: Pattern[] };
export type Pattern = PatternPart[];
export type BindKind = 'number' | 'word' | 'text' | 'string' | 'code' | 'line';

export type Line = { at: SourceLine; source: string } & (
  | { do: 'say'; text: Template; glue: boolean; crlf: boolean }
  | { do: 'literal'; text: Template; nonSync: boolean; crlf: boolean }
  | { do: 'expect'; pattern: Pattern; mode: 'next' | 'some' | 'never' | 'maybe' }
  | { do: 'completion'; status: ('OK' | 'NO' | 'BAD')[]; rest: Pattern }
);

/** Values bound in a scenario; bytes so that nothing is decoded on the way. */
export type Bindings = Map<string, Buffer>;

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
