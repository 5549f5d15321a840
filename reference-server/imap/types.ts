import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Peer } from '../net/types.ts';
import type { Mailbox, ModSeq } from '../store/store.ts';
import type { RequestOf, Verb } from './grammar/command.ts';
import type { Cursor } from './grammar/cursor.ts';
import type { MailboxView } from './view.ts';

/** States of RFC 3501 section 3; the fourth, logout, is the end of the session. */
export type State = 'not-authenticated' | 'authenticated' | 'selected';
export const ANY: readonly State[] = ['not-authenticated', 'authenticated', 'selected'];
export const NOT_AUTHENTICATED: readonly State[] = ['not-authenticated'];
export const AUTHENTICATED: readonly State[] = ['authenticated', 'selected'];
export const SELECTED: readonly State[] = ['selected'];

/** The mailbox a session has open. */
export interface Selected extends Disposable {
  mailbox: Mailbox;
  readOnly: boolean;
  view: MailboxView;
  /** Highest modseq the store has woken us with. */
  woken: ModSeq;
  /** The mailbox was deleted. */
  gone: boolean;
  /** Called at each wake-up while IDLE waits. */
  onWake: (() => void) | undefined;
  /** Keywords told in FLAGS: folded name to spelling. */
  keywords: Map<string, string>;
}

/** One connection. Commands change it only through their effects. */
export interface Session {
  readonly ctx: ServerContext;
  readonly peer: Peer;
  identity: Identity | undefined;
  selected: Selected | undefined;
  /** Commands refused with BAD since the last that was not. */
  errors: number;
  authFailures: number;
  /** A literal is half sent: nothing but the end of the connection can follow a fault. */
  torn: boolean;
}

/** Response codes of RFC 3501 section 7.1, RFC 4315 and RFC 5530, with their arguments. */
export type Code = string;

/** What a command wants to come of it. The session loop interprets these, and nothing else changes its state. */
export type Effect =
  | { next: 'reply'; status: 'OK' | 'NO' | 'BAD'; text: string; code?: Code }
  | { next: 'log-in'; identity: Identity }
  | { next: 'log-in-failed'; why: 'refused' | 'busy' }
  | { next: 'start-tls' }
  | { next: 'select'; selected: Selected }
  /** No mailbox is selected any more; `no`: because SELECT failed. */
  | { next: 'deselect'; text: string; no?: Code }
  | { next: 'log-out' }
  /** The client is gone, or must go: `bye` is said first where there is one. */
  | { next: 'leave'; bye?: string };

/** A literal that stands next in the input and has not been asked for. */
export interface Pending {
  size: number;
  sync: boolean;
}
export interface Turn {
  session: Session;
  tag: string;
  verb: Verb;
  /** APPEND's message. */
  literal: Pending | undefined;
  /** Reads what stands behind a streamed literal up to the end of the command. */
  rest(): Promise<Rest>;
}
/** `clean`: the command is whole. An effect: the session ends. */
export type Rest = 'clean' | 'junk' | Effect;
export type Run = (turn: Turn) => Promise<Effect>;

/** A command as the registry holds it: its arguments are inside what `prepare` gives. */
export interface Command {
  readonly verb: Verb;
  readonly states: readonly State[];
  /** An answer that needs no arguments to be known: given before any literal is asked for. */
  readonly forbid: (s: Session) => Effect | undefined;
  /** The last argument is a literal that `run` reads itself; this reads what comes before. */
  readonly head: ((c: Cursor) => void) | undefined;
  /** @throws SyntaxFault */
  prepare(c: Cursor): Run;
}

/** Makes a command of a verb, the states it may be given in, the parser of its arguments, and what it does. */
export function define<V extends Verb, A extends Partial<Omit<RequestOf<V>, 'verb'>>>(d: {
  verb: V;
  states: readonly State[];
  parse: (c: Cursor) => A;
  run: (turn: Turn, args: A) => Promise<Effect> | Effect;
  forbid?: (s: Session) => Effect | undefined;
  head?: (c: Cursor) => void;
}): Command {
  return {
    verb: d.verb,
    states: d.states,
    forbid: d.forbid ?? (() => undefined),
    head: d.head,
    prepare(c) {
      const args = d.parse(c);
      return async (turn) => d.run(turn, args);
    },
  };
}

export function stateOf(s: Session): State {
  if (s.selected !== undefined) return 'selected';
  return s.identity === undefined ? 'not-authenticated' : 'authenticated';
}

export const ok = (text: string, code?: Code): Effect => reply('OK', text, code);
export const no = (text: string, code?: Code): Effect => reply('NO', text, code);
export const bad = (text: string, code?: Code): Effect => reply('BAD', text, code);
function reply(status: 'OK' | 'NO' | 'BAD', text: string, code: Code | undefined): Effect {
  return code === undefined ? { next: 'reply', status, text } : { next: 'reply', status, text, code };
}
