const LF = 0x0a;
const DOT = 0x2e;
const CRLF = Buffer.from('\r\n');
const ONE_DOT = Buffer.from('.');

/**
 * Byte-stuffs a message chunk by chunk (RFC 1939 section 3), without copying its text.
 * A dot behind a bare LF is stuffed as well: many a client takes that for the beginning of a line.
 */
export class Stuffer {
  #lineStart = true;
  #empty = true;

  push(chunk: Uint8Array): Buffer[] {
    const b = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const out: Buffer[] = [];
    if (b.length === 0) return out;
    this.#empty = false;
    let from = 0;
    // rfc1939-3-lines-byte-stuffed
    if (this.#lineStart && b[0] === DOT) out.push(ONE_DOT);
    for (let at = b.indexOf('\n.'); at >= 0; at = b.indexOf('\n.', at + 1)) {
      out.push(b.subarray(from, at + 1), ONE_DOT);
      from = at + 1;
    }
    out.push(b.subarray(from));
    this.#lineStart = b[b.length - 1] === LF;
    return out;
  }

  /** The end of the response; a last line without an end gets one. */
  end(): Buffer {
    const finish = this.#empty || this.#lineStart ? [] : [CRLF];
    // rfc1939-3-multi-line-ends-with-dot
    return Buffer.concat([...finish, ONE_DOT, CRLF]);
  }
}

/** The header of a message, the empty line, and `lines` lines of its body. */
export async function* top(message: AsyncIterable<Uint8Array>, lines: number): AsyncGenerator<Uint8Array> {
  let inHeader = true;
  /** Octets of the current line but CR. */
  let length = 0;
  let left = lines;
  for await (const chunk of message) {
    let at = 0;
    while (at < chunk.length) {
      if (!inHeader && left === 0) break;
      const lf = chunk.indexOf(LF, at);
      const end = lf < 0 ? chunk.length : lf;
      for (let i = at; inHeader && length === 0 && i < end; i++) if (chunk[i] !== 0x0d) length++;
      at = lf < 0 ? end : lf + 1;
      if (lf < 0) continue;
      if (!inHeader) left--;
      else if (length === 0) inHeader = false;
      length = 0;
    }
    yield chunk.subarray(0, at);
    if (!inHeader && left === 0) return;
  }
}
