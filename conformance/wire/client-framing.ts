import { LIMITS } from './limits.ts';
import { append, cutPiece, flatten, lineText, literalAt, type Rope, type Want } from './pieces.ts';
import type { ClientUnit, Framing, ServerUnit } from './types.ts';

/** What the suite's bytes have come to so far. Opaque; made by `clientFraming`. */
export interface ClientFraming {
  readonly framing: Framing;
  readonly held: Rope | undefined;
  readonly parts: Rope | undefined;
  readonly mode: 'line' | 'data' | 'octets';
  readonly octets: number;
  /** A synchronizing literal was announced and the server has not answered. */
  readonly pending: number | undefined;
  /** In `data`: the octets before are CRLF, or nothing; and the one before is CR. */
  readonly atLineStart: boolean;
  readonly afterCr: boolean;
}

const LINE: Want = { line: LIMITS.clientLine };

export function clientFraming(framing: Framing): ClientFraming {
  return {
    framing,
    held: undefined,
    parts: undefined,
    mode: 'line',
    octets: 0,
    pending: undefined,
    atLineStart: true,
    afterCr: false,
  };
}

/** Tells the framing what the client has heard: 354 opens a body, `+` a literal, a tagged answer ends the wait for one. */
export function heardByClient(state: ClientFraming, unit: ServerUnit): ClientFraming {
  if (state.framing === 'smtp' && unit.kind === 'reply' && unit.raw.toString('latin1', 0, 3) === '354') {
    return { ...state, mode: 'data', atLineStart: true, afterCr: false };
  }
  if (state.framing === 'imap' && state.pending !== undefined) {
    if (unit.kind === 'continue') return { ...state, mode: 'octets', octets: state.pending, pending: undefined };
    if (unit.kind === 'tagged') return { ...state, pending: undefined };
  }
  return state;
}

/** Octets of the chunk that a BDAT line announces; undefined for any other line. */
export function bdatOctets(text: string): number | undefined {
  const m = /^BDAT (\d{1,15})(?: +LAST)? *$/i.exec(text);
  return m ? Number(m[1]) : undefined;
}

function afterLine(s: ClientFraming, text: string): ClientFraming {
  if (s.framing === 'smtp') {
    const octets = bdatOctets(text);
    return octets === undefined || octets === 0 ? s : { ...s, mode: 'octets', octets };
  }
  if (s.framing === 'imap') {
    const literal = literalAt(text);
    if (literal?.sync) return { ...s, pending: literal.octets };
    if (literal) return { ...s, mode: 'octets', octets: literal.octets };
  }
  return s;
}

/**
 * Takes what the client writes next and returns the units it completes. Pure, and independent of the division into chunks.
 * Only CRLF, a dot and CRLF end the body after 354, as the protocol says.
 */
export function frameClient(state: ClientFraming, chunk: Buffer): [ClientUnit[], ClientFraming] {
  const units: ClientUnit[] = [];
  let s = state;
  let rest = chunk;
  for (;;) {
    const step = nextClientUnit(s, rest);
    s = step.state;
    if (!step.unit) return [units, s];
    units.push(step.unit);
    rest = step.rest;
  }
}

/** One unit of what the client writes, and what is left: for a reader whose answer may change how the rest is framed. */
export function nextClientUnit(
  state: ClientFraming,
  chunk: Buffer,
): { unit?: ClientUnit; rest: Buffer; state: ClientFraming } {
  let s = state;
  let rest = chunk;
  while (rest.length > 0 || (s.mode === 'octets' && s.octets === 0)) {
    const cut = cutPiece(s.held, rest, s.mode === 'octets' ? { octets: s.octets } : LINE);
    if (!('piece' in cut)) return { rest: rest.subarray(rest.length), state: { ...s, held: cut.held } };
    rest = cut.rest;
    const { bytes, over } = cut.piece;
    s = { ...s, held: undefined };
    if (s.mode === 'octets') {
      const unit: ClientUnit = { kind: s.framing === 'imap' ? 'literal' : 'body', raw: bytes };
      return { unit, rest, state: { ...s, mode: 'line', octets: 0 } };
    }
    if (s.mode === 'line') {
      if (over) return { unit: { kind: 'raw', raw: bytes }, rest, state: s };
      return { unit: { kind: 'line', raw: bytes }, rest, state: afterLine(s, lineText(bytes)) };
    }
    const [unit, next] = afterDataLine(s, bytes);
    s = next;
    if (unit) return { unit, rest, state: s };
  }
  return { rest, state: s };
}

function afterDataLine(s: ClientFraming, bytes: Buffer): [ClientUnit | undefined, ClientFraming] {
  const end = s.atLineStart && bytes.length === 3 && bytes.toString('latin1') === '.\r\n';
  const last = bytes[bytes.length - 1];
  const beforeLast = bytes.length > 1 ? bytes[bytes.length - 2] : s.afterCr ? 13 : undefined;
  const parts = append(s.parts, bytes);
  if (end)
    return [
      { kind: 'body', raw: flatten(parts) },
      { ...s, parts: undefined, mode: 'line' },
    ];
  const next = { ...s, parts, atLineStart: last === 10 && beforeLast === 13, afterCr: last === 13 };
  if ((parts?.size ?? 0) <= LIMITS.clientBody) return [undefined, next];
  return [
    { kind: 'raw', raw: flatten(parts) },
    { ...next, parts: undefined },
  ];
}

/** Whether an incomplete line (not a body or literal) is held back. */
export function holdsLine(state: ClientFraming): boolean {
  return state.mode === 'line' && state.held !== undefined;
}

/** Gives out what is held back as one `raw` unit, so that nothing waits for a line end that may not come. */
export function flushClient(state: ClientFraming): [ClientUnit[], ClientFraming] {
  const raw = flatten(append(state.parts, flatten(state.held)));
  if (raw.length === 0) return [[], state];
  const left = state.mode === 'octets' ? state.octets - (state.held?.size ?? 0) : 0;
  return [[{ kind: 'raw', raw }], { ...state, held: undefined, parts: undefined, octets: left }];
}
