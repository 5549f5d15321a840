import { LIMITS } from './limits.ts';
import { append, cutPiece, flatten, lineText, literalAt, type Piece, type Rope, type Want } from './pieces.ts';
import type { Framing, ServerUnit, ServerUnitKind } from './types.ts';

/** What a server's bytes have come to so far. Opaque; made by `serverFraming`. */
export interface ServerFraming {
  readonly framing: Framing;
  /** A piece that is not complete. */
  readonly held: Rope | undefined;
  /** Pieces of a unit that is not complete. */
  readonly parts: Rope | undefined;
  /** The first line of that unit: it alone says what kind the unit is. */
  readonly head: string | undefined;
  readonly want: Want;
  /** The next unit is the greeting. */
  readonly first: boolean;
}

const LINE: Record<Framing, Want> = {
  smtp: { line: LIMITS.smtpLine },
  imap: { line: LIMITS.imapLine },
  pop3: { line: LIMITS.pop3Line },
};

/** The state before the first octet; `greeting` false after STARTTLS, where no greeting comes. */
export function serverFraming(framing: Framing, greeting = true): ServerFraming {
  return { framing, held: undefined, parts: undefined, head: undefined, want: LINE[framing], first: greeting };
}

type Verdict = { unit: ServerUnitKind } | { more: Want };

function smtp(piece: Piece, size: number): Verdict {
  if (piece.over || size > LIMITS.smtpReply) return { unit: 'malformed' };
  const text = lineText(piece.bytes);
  if (!/^\d{3}(?:[ -]|$)/.test(text)) return { unit: 'malformed' };
  return text[3] === '-' ? { more: LINE.smtp } : { unit: 'reply' };
}

const STATUS = /^(?:\+|[^ ]+ (?:OK|NO|BAD|BYE|PREAUTH))(?: |$)/i;

function imapKind(text: string): ServerUnitKind {
  if (text.startsWith('* ')) return 'untagged';
  if (text === '+' || text.startsWith('+ ')) return 'continue';
  return /^[^\x00-\x20\x7f-\xff(){%*"\\+]+ (?:OK|NO|BAD)(?: |$)/i.test(text) ? 'tagged' : 'malformed';
}

/** `head`: the first line of the response, which alone says what kind it is. Text of status responses is free and holds no literal. */
function imap(piece: Piece, size: number, head: string, isLiteral: boolean): Verdict {
  if (size > LIMITS.imapResponse) return { unit: 'malformed' };
  if (isLiteral) return { more: LINE.imap };
  if (piece.over) return { unit: 'malformed' };
  const kind = imapKind(head);
  if (kind === 'malformed' || STATUS.test(head)) return { unit: kind };
  const literal = literalAt(lineText(piece.bytes));
  if (!literal) return { unit: kind };
  if (size + literal.octets > LIMITS.imapResponse) return { unit: 'malformed' };
  return { more: { octets: literal.octets } };
}

function judge(framing: Framing, piece: Piece, size: number, head: string, want: Want): Verdict {
  if (framing === 'smtp') return smtp(piece, size);
  if (framing === 'pop3') return { unit: piece.over ? 'malformed' : 'line' };
  return imap(piece, size, head, 'octets' in want);
}

/**
 * Takes the next chunk and returns the units it completes and the state after it. Pure: neither argument is changed, and any division of the
 * stream into chunks gives the same units. Bare LF ends a line as CRLF does (monitors report it); a line over its limit is a `malformed` unit.
 */
export function frameServer(state: ServerFraming, chunk: Buffer): [ServerUnit[], ServerFraming] {
  const units: ServerUnit[] = [];
  let { held, parts, head, want, first } = state;
  let rest = chunk;
  for (;;) {
    // a literal of no octets needs no further chunk
    const empty = 'octets' in want && want.octets === 0;
    if (rest.length === 0 && !empty) break;
    const cut = cutPiece(held, rest, want);
    if (!('piece' in cut)) {
      held = cut.held;
      break;
    }
    held = undefined;
    rest = cut.rest;
    const size = (parts?.size ?? 0) + cut.piece.bytes.length;
    head ??= lineText(cut.piece.bytes);
    const verdict = judge(state.framing, cut.piece, size, head, want);
    parts = append(parts, cut.piece.bytes);
    if ('more' in verdict) {
      want = verdict.more;
      continue;
    }
    const unit: ServerUnit = { kind: verdict.unit, raw: flatten(parts) };
    if (first) unit.greeting = true;
    units.push(unit);
    first = false;
    parts = undefined;
    head = undefined;
    want = LINE[state.framing];
  }
  return [units, { framing: state.framing, held, parts, head, want, first }];
}

/** What is left of an incomplete unit. */
export function leftOver(state: ServerFraming): Buffer {
  return flatten(append(state.parts, flatten(state.held)));
}
