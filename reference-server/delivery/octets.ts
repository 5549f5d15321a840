const CR = 0x0d;
const LF = 0x0a;
/** RFC 5322 2.1.1, without the line end. */
const LINE_MAX = 998;
/** RFC 2045 6.7 rule 5. */
const QUOTED_LINE_MAX = 76;

/** What transfer encoding octets need. */
export interface Octets {
  /** There are octets above 127. */
  eightBit: boolean;
  /** All of it is UTF-8, or ASCII. */
  utf8: boolean;
  /** Lines end with CR LF, are at most 998 octets long, and hold no NUL. */
  lines: boolean;
}

export function examine(b: Buffer): Octets {
  let eightBit = false;
  let lines = true;
  let start = 0;
  for (let i = 0; i < b.length && (lines || !eightBit); i++) {
    const c = b[i]!;
    if (c > 127) eightBit = true;
    else if (c === 0) lines = false;
    else if (c === LF) {
      if (b[i - 1] !== CR || i - 1 - start > LINE_MAX) lines = false;
      start = i + 1;
    } else if (c === CR && b[i + 1] !== LF) lines = false;
  }
  if (b.length - start > LINE_MAX) lines = false;
  return { eightBit, utf8: !eightBit || isUtf8(b), lines };
}

function isUtf8(b: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(b);
    return true;
  } catch (e) {
    if (e instanceof TypeError) return false;
    throw e;
  }
}

/** RFC 2045 6.7. */
export function quotedPrintable(b: Buffer): string {
  const out: string[] = [];
  let width = 0;
  const put = (piece: string, last: boolean): void => {
    if (width + piece.length > QUOTED_LINE_MAX - (last ? 0 : 1)) {
      out.push('=\r\n');
      width = 0;
    }
    out.push(piece);
    width += piece.length;
  };
  for (let i = 0; i < b.length; i++) {
    const c = b[i]!;
    if (c === CR && b[i + 1] === LF) {
      out.push('\r\n');
      width = 0;
      i += 1;
      continue;
    }
    const ends = i + 1 === b.length || (b[i + 1] === CR && b[i + 2] === LF);
    const plain = (c > 32 && c < 127 && c !== EQUALS) || ((c === 32 || c === 9) && !ends);
    put(plain ? String.fromCharCode(c) : `=${c.toString(16).toUpperCase().padStart(2, '0')}`, ends);
  }
  return out.join('');
}

const EQUALS = 0x3d;
