import { match } from 'ts-pattern';
import type { Peer } from '../net/types.ts';
import { parseHead } from './grammar/command.ts';
import { Cursor, SyntaxFault } from './grammar/cursor.ts';
import type { Effect, Pending, Rest } from './types.ts';
import { bad } from './types.ts';

/** RFC 7888 section 5: with LITERAL- a non-synchronizing literal is at most this long. */
export const NON_SYNC_MAX = 4096;

export interface ReadLimits {
  /** Octets of a command without its literals. */
  line: number;
  /** Octets of all literals of a command, APPEND's message apart. */
  literal: number;
  /** Octets of a literal that is read only to be thrown away. */
  swallow: number;
  idleMs: number;
}

export type Gathered =
  /** `text`: a whole command, literals in place. With `stream` it ends at that literal, which was not asked for yet. */
  | { got: 'command'; text: string; stream: Pending | undefined }
  /** Answered without looking at the rest; `tag` undefined where there is none to be had. */
  | { got: 'refused'; tag: string | undefined; effect: Effect }
  | { got: 'end' }
  | { got: 'timeout' }
  | { got: 'shutdown' };

/** How a command is read: `parse` all of it, `head` up to the literal that it reads itself. */
export interface Parsers {
  parse: (c: Cursor) => void;
  head: ((c: Cursor) => void) | undefined;
}
/** Decides by the beginning of a command whether a literal in it is wanted. */
export type Judge = (verb: string) => { refuse: Effect } | Parsers;

interface Found extends Pending {
  /** Where its `{` stands. */
  at: number;
}

/** Finds the literal that a line announces at its end. */
export function literalAtEnd(line: string): Found | undefined {
  let i = line.length - 1;
  if (line[i] !== '}') return undefined;
  i--;
  const sync = line[i] !== '+';
  if (!sync) i--;
  const last = i;
  while (i >= 0 && line.charCodeAt(i) >= 0x30 && line.charCodeAt(i) <= 0x39) i--;
  if (i === last || i < 0 || line[i] !== '{') return undefined;
  return { size: Number(line.substring(i + 1, last + 1)), sync, at: i };
}

/** Reads commands from a peer: lines and literals, each within its limit. */
export class CommandReader {
  readonly #peer: Peer;
  #limits: ReadLimits;

  constructor(peer: Peer, limits: ReadLimits) {
    this.#peer = peer;
    this.#limits = limits;
  }

  set limits(l: ReadLimits) {
    this.#limits = l;
  }

  /** Reads one command. A synchronizing literal that is not wanted is refused before its octets come (RFC 3501 section 7.5). */
  async next(judge: Judge): Promise<Gathered> {
    const { line: maxLine, literal: maxLiteral, idleMs } = this.#limits;
    let text = '';
    let lineLeft = maxLine;
    let literalLeft = maxLiteral;
    let swallowLeft = this.#limits.swallow;
    let tag: string | undefined;
    let refusal: Effect | undefined;
    let parsers: Parsers | undefined;
    for (;;) {
      const read = await this.#peer.line(lineLeft, idleMs, text === '' ? undefined : 'within');
      // What the line announced at its end was swallowed with it: from here on commands and octets cannot be told apart.
      if (read.got === 'too-long')
        return { got: 'refused', tag, effect: { next: 'leave', bye: 'Command line too long' } };
      if (read.got !== 'line') return { got: read.got };
      lineLeft -= read.bytes.length;
      const line = read.bytes.toString('latin1');
      text += line;
      const literal = literalAtEnd(line);
      // Only CRLF ends a line: RFC 3501 section 2.2.
      if (read.end === 'lf') refusal ??= bad('Lines end with CRLF');
      if (literal === undefined) {
        if (refusal !== undefined) return { got: 'refused', tag: tag ?? tagOf(text), effect: refusal };
        return { got: 'command', text, stream: undefined };
      }

      if (tag === undefined && refusal === undefined) {
        const start = headOf(text);
        const verdict = start === undefined ? { refuse: bad('That is no command') } : judge(start.verb);
        tag = start?.tag;
        if ('refuse' in verdict) refusal = verdict.refuse;
        else parsers = verdict;
      }
      const { size, sync } = literal;
      if (!sync && size > NON_SYNC_MAX) refusal ??= bad('Literals without waiting have at most 4096 octets', 'TOOBIG');
      const at = text.length - line.length + literal.at;
      if (refusal === undefined && parsers?.head !== undefined && endOf(parsers.head, text) === at) {
        return { got: 'command', text, stream: { size, sync } };
      }
      if (size <= literalLeft && refusal === undefined && parsers !== undefined)
        refusal = misplaced(parsers.parse, text);
      if (size > literalLeft) refusal ??= bad('Literal too large', 'TOOBIG');
      if (refusal !== undefined) {
        // rfc3501-4.3-literal-refused-before-its-octets
        if (sync) return { got: 'refused', tag: tag ?? tagOf(text), effect: refusal };
        if (size > swallowLeft)
          return { got: 'refused', tag, effect: { next: 'leave', bye: '[TOOBIG] Literal too large' } };
        swallowLeft -= size;
        const swallowed = this.#peer.octets(size, idleMs);
        for await (const _ of swallowed);
        if (!swallowed.complete) return { got: 'end' };
        continue;
      }
      // rfc3501-4.3-literal-is-asked-for rfc3501-4.3-empty-literal-is-asked-for rfc3501-7-continuation-is-a-plus
      if (sync) this.#peer.write('+ Go on\r\n');
      literalLeft -= size;
      const parts: Buffer[] = [];
      const octets = this.#peer.octets(size, idleMs);
      for await (const chunk of octets) parts.push(chunk);
      if (!octets.complete) return { got: 'end' };
      text += `\r\n${Buffer.concat(parts).toString('latin1')}`;
    }
  }

  /** What stands behind a streamed literal: nothing but CRLF is `clean`. Literals announced without waiting are swallowed. */
  async rest(): Promise<Rest> {
    let clean = true;
    for (;;) {
      const read = await this.#peer.line(this.#limits.line, this.#limits.idleMs, 'within');
      if (read.got !== 'line') return leave(read.got);
      if (read.bytes.length > 0 || read.end !== 'crlf') clean = false;
      const literal = literalAtEnd(read.bytes.toString('latin1'));
      if (literal === undefined || literal.sync) return clean ? 'clean' : 'junk';
      if (literal.size > this.#limits.swallow) return { next: 'leave', bye: '[TOOBIG] Literal too large' };
      const swallowed = this.#peer.octets(literal.size, this.#limits.idleMs);
      for await (const _ of swallowed);
      if (!swallowed.complete) return leave('end');
    }
  }
}

/** How a session ends whose command does not come to its end. */
function leave(why: 'too-long' | 'timeout' | 'shutdown' | 'end'): Effect {
  return match(why)
    .with('too-long', (): Effect => ({ next: 'leave', bye: 'Command line too long' }))
    .with('timeout', (): Effect => ({ next: 'leave', bye: 'Autologout, idle for too long' }))
    .with('shutdown', (): Effect => ({ next: 'leave', bye: 'The server is shutting down' }))
    .with('end', (): Effect => ({ next: 'leave' }))
    .exhaustive();
}

function headOf(text: string): { tag: string; verb: string } | undefined {
  try {
    return parseHead(new Cursor(text));
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}

/** The tag of a line, where it has one. */
export function tagOf(text: string): string | undefined {
  try {
    const c = new Cursor(text);
    const tag = c.tag();
    return c.done || c.peek() === ' ' ? tag : undefined;
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}

/** What is wrong with the text in front of the literal that ends it: a right command is read up to the very end, and then lacks the octets. */
function misplaced(parse: (c: Cursor) => void, text: string): Effect | undefined {
  const c = new Cursor(text);
  try {
    parseHead(c);
    parse(c);
  } catch (e) {
    if (!(e instanceof SyntaxFault)) throw e;
    return e.at === text.length ? undefined : bad(`${e.message} (octet ${e.at + 1})`);
  }
  return bad('No literal belongs here');
}

/** Where `head` stops reading, or undefined where it cannot read. */
function endOf(head: (c: Cursor) => void, text: string): number | undefined {
  const c = new Cursor(text);
  try {
    parseHead(c);
    head(c);
    return c.pos;
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}
