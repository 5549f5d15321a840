/**
 * Text of headers and bodies as a search sees it: encodings undone, character sets converted.
 * What cannot be decoded is taken as it stands.
 */

/** Text as a search compares it: case does not matter. */
export function fold(s: string): string {
  return s.toLowerCase();
}

/** What is used of a TextDecoder. */
export interface Decoder {
  decode(bytes: Uint8Array, o?: { stream: boolean }): string;
}

/** A decoder for a charset label, or for latin1 where the label is not known. */
export function decoderFor(label: string): Decoder {
  try {
    return new TextDecoder(label === '' ? 'utf-8' : label);
  } catch (e) {
    if (e instanceof RangeError) return new TextDecoder('latin1');
    throw e;
  }
}

const HEX = '0123456789ABCDEFabcdef';
function hexPair(s: string, at: number): number | undefined {
  const a = s[at];
  const b = s[at + 1];
  if (a === undefined || b === undefined || !HEX.includes(a) || !HEX.includes(b)) return undefined;
  return Number.parseInt(a + b, 16);
}

function qWord(text: string): Buffer {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] === '=' ? hexPair(text, i + 1) : undefined;
    if (byte !== undefined) {
      out.push(byte);
      i += 2;
    } else out.push(text[i] === '_' ? 0x20 : text.charCodeAt(i) & 0xff);
  }
  return Buffer.from(out);
}

/** One encoded word starting at `at` (RFC 2047 section 2): its text and where it ends. */
function encodedWord(s: string, at: number): { text: string; end: number } | undefined {
  const charsetEnd = s.indexOf('?', at + 2);
  if (charsetEnd < 0 || charsetEnd - at > 60) return undefined;
  const kind = s[charsetEnd + 1]?.toUpperCase();
  if (s[charsetEnd + 2] !== '?' || (kind !== 'B' && kind !== 'Q')) return undefined;
  const from = charsetEnd + 3;
  const end = s.indexOf('?=', from);
  if (end < 0) return undefined;
  const encoded = s.slice(from, end);
  if (encoded.includes(' ')) return undefined;
  const bytes = kind === 'B' ? Buffer.from(encoded, 'base64') : qWord(encoded);
  const charset = s.slice(at + 2, charsetEnd).split('*')[0] ?? '';
  return { text: decoderFor(charset).decode(bytes), end: end + 2 };
}

/** Text of a field value given as octets in latin1: encoded words decoded, spaces between two of them dropped, the rest read as UTF-8. */
export function decodeHeader(value: string): string {
  const out: string[] = [];
  const utf8 = (s: string): string => Buffer.from(s, 'latin1').toString('utf8');
  let from = 0;
  let afterWord = false;
  for (let at = value.indexOf('=?'); at >= 0; ) {
    const word = encodedWord(value, at);
    if (word === undefined) {
      at = value.indexOf('=?', at + 2);
      continue;
    }
    const between = value.slice(from, at);
    if (!afterWord || between.trim() !== '') out.push(utf8(between));
    out.push(word.text);
    from = word.end;
    afterWord = true;
    at = value.indexOf('=?', from);
  }
  out.push(utf8(value.slice(from)));
  return out.join('');
}

/** Undoes a transfer encoding chunk by chunk. */
export interface Undo {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

/** @param encoding in capitals; what is not base64 or quoted-printable passes through */
export function undoEncoding(encoding: string): Undo {
  if (encoding === 'BASE64') return new Base64();
  if (encoding === 'QUOTED-PRINTABLE') return new QuotedPrintable();
  return { push: (chunk) => chunk, end: () => Buffer.alloc(0) };
}

class Base64 implements Undo {
  #carry = '';

  push(chunk: Buffer): Buffer {
    let text = this.#carry;
    for (const piece of chunk.toString('latin1').split('\n')) text += piece.trimEnd();
    const whole = text.length - (text.length % 4);
    this.#carry = text.slice(whole);
    return Buffer.from(text.slice(0, whole), 'base64');
  }
  end(): Buffer {
    return Buffer.from(this.#carry, 'base64');
  }
}

class QuotedPrintable implements Undo {
  #carry = '';

  push(chunk: Buffer): Buffer {
    const text = this.#carry + chunk.toString('latin1');
    // What may be the beginning of an escape waits for its rest.
    const equals = text.lastIndexOf('=');
    const cut = equals >= 0 && equals > text.length - 3 ? equals : text.length;
    this.#carry = text.slice(cut);
    return this.#decode(text.slice(0, cut));
  }
  end(): Buffer {
    return this.#decode(this.#carry);
  }
  #decode(text: string): Buffer {
    const out: Buffer[] = [];
    let from = 0;
    for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
      out.push(Buffer.from(text.slice(from, at), 'latin1'));
      const byte = hexPair(text, at + 1);
      if (byte !== undefined) {
        out.push(Buffer.from([byte]));
        from = at + 3;
      } else if (text[at + 1] === '\n') from = at + 2;
      else if (text[at + 1] === '\r' && text[at + 2] === '\n') from = at + 3;
      else from = at;
      if (from === at) {
        out.push(Buffer.from('='));
        from = at + 1;
      }
    }
    out.push(Buffer.from(text.slice(from), 'latin1'));
    return Buffer.concat(out);
  }
}

/** Looks for a folded string in text that comes in pieces; keeps no more than the length of the string. */
export class Finder {
  readonly #needle: string;
  #tail = '';
  found: boolean;

  /** @param needle folded */
  constructor(needle: string) {
    this.#needle = needle;
    this.found = needle === '';
  }
  push(text: string): void {
    if (this.found || text === '') return;
    const all = this.#tail + fold(text);
    this.found = all.includes(this.#needle);
    this.#tail = all.slice(Math.max(0, all.length - this.#needle.length + 1));
  }
}
