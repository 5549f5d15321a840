/** A rope of chunks: appending is O(1) and shares what came before, so that framing stays pure and linear. */
export interface Rope {
  readonly size: number;
  readonly last: Buffer;
  readonly before: Rope | undefined;
}

const EMPTY = Buffer.alloc(0);

export function append(rope: Rope | undefined, chunk: Buffer): Rope | undefined {
  if (chunk.length === 0) return rope;
  return { size: (rope?.size ?? 0) + chunk.length, last: chunk, before: rope };
}

/** All octets of a rope in one buffer; a rope of one chunk is that chunk. */
export function flatten(rope: Rope | undefined): Buffer {
  if (!rope) return EMPTY;
  if (!rope.before) return rope.last;
  const out = Buffer.allocUnsafe(rope.size);
  let end = rope.size;
  for (let r: Rope | undefined = rope; r; r = r.before) {
    r.last.copy(out, end - r.last.length);
    end -= r.last.length;
  }
  return out;
}

/** What to cut next from the stream: a line up to and including LF, or a fixed number of octets. */
export type Want = { line: number } | { octets: number };

/** A piece cut from the stream. `over`: `line` octets came without an LF. */
export interface Piece {
  bytes: Buffer;
  over: boolean;
}

/** Cuts one piece. The result does not depend on how the stream was divided into chunks. */
export function cutPiece(
  held: Rope | undefined,
  chunk: Buffer,
  want: Want,
): { piece: Piece; rest: Buffer } | { held: Rope | undefined } {
  const have = held?.size ?? 0;
  if ('octets' in want) {
    const need = want.octets - have;
    if (chunk.length < need) return { held: append(held, chunk) };
    return {
      piece: { bytes: flatten(append(held, chunk.subarray(0, need))), over: false },
      rest: chunk.subarray(need),
    };
  }
  const room = want.line - have;
  const lf = chunk.subarray(0, room).indexOf(10);
  if (lf >= 0) {
    return {
      piece: { bytes: flatten(append(held, chunk.subarray(0, lf + 1))), over: false },
      rest: chunk.subarray(lf + 1),
    };
  }
  if (chunk.length < room) return { held: append(held, chunk) };
  return { piece: { bytes: flatten(append(held, chunk.subarray(0, room))), over: true }, rest: chunk.subarray(room) };
}

/** The text of a line without its line end (CRLF, or a bare LF), Latin-1. */
export function lineText(raw: Buffer): string {
  let end = raw.length;
  if (end > 0 && raw[end - 1] === 10) end--;
  if (end > 0 && end < raw.length && raw[end - 1] === 13) end--;
  return raw.toString('latin1', 0, end);
}

/** Octets announced by a literal at the end of a line: `{n}`, `{n+}`, `{n-}`; undefined where there is none. */
export function literalAt(text: string): { octets: number; sync: boolean } | undefined {
  if (!text.endsWith('}')) return undefined;
  const m = /\{(\d{1,15})([+-]?)\}$/.exec(text);
  if (!m) return undefined;
  return { octets: Number(m[1]), sync: m[2] === '' };
}
