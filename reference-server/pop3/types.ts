import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Peer } from '../net/types.ts';
import type { Maildrop } from './maildrop.ts';

/** States of RFC 1939 section 3; the third, UPDATE, is what QUIT does. */
export type State = 'authorization' | 'transaction';
export const AUTHORIZATION: readonly State[] = ['authorization'];
export const TRANSACTION: readonly State[] = ['transaction'];
export const BOTH: readonly State[] = ['authorization', 'transaction'];

/** One connection. Commands change it only through their effects. */
export interface Session {
  readonly ctx: ServerContext;
  readonly peer: Peer;
  /** Locked and opened: the session is in TRANSACTION. */
  drop: Maildrop | undefined;
  /** Name of the USER command just before. */
  user: string | undefined;
  errors: number;
  authFailures: number;
  /** A multi-line response is half sent. */
  torn: boolean;
}

/** Response codes of RFC 2449 section 8 and RFC 3206. */
export type Code = 'IN-USE' | 'SYS/TEMP' | 'AUTH';

/** What a command wants to come of it. */
export type Effect =
  | { next: 'ok'; text: string }
  | { next: 'err'; text: string; code?: Code }
  /** Lines without their ends, not stuffed; none of them long. */
  | { next: 'lines'; text: string; lines: Iterable<string> }
  /** Octets of a message, as they are. */
  | { next: 'message'; text: string; octets: AsyncIterable<Uint8Array> }
  | { next: 'user'; name: string }
  | { next: 'log-in'; identity: Identity }
  | { next: 'log-in-failed'; why: 'refused' | 'busy' }
  | { next: 'start-tls' }
  /** Says goodbye; `failed` where marked messages could not be removed. */
  | { next: 'quit'; failed: boolean }
  /** Ends without a word. */
  | { next: 'leave' };

export interface Command {
  readonly verb: string;
  readonly states: readonly State[];
  /** Reads what stands behind the keyword and its space; undefined where there was no space. Undefined as answer: malformed. */
  prepare(args: string | undefined): ((s: Session) => Promise<Effect>) | undefined;
}

/** Makes a command of a keyword, the states it may be given in, the parser of its arguments, and what it does. */
export function define<A>(d: {
  verb: string;
  states: readonly State[];
  parse: (args: string | undefined) => A | undefined;
  run: (s: Session, args: A) => Promise<Effect> | Effect;
}): Command {
  return {
    verb: d.verb,
    states: d.states,
    prepare(text) {
      const args = d.parse(text);
      return args === undefined ? undefined : async (s) => d.run(s, args);
    },
  };
}

export const ok = (text: string): Effect => ({ next: 'ok', text });
export const err = (text: string, code?: Code): Effect =>
  code === undefined ? { next: 'err', text } : { next: 'err', text, code };
