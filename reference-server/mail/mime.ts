import { type Field, parseFields, parseParameterized, trimEnd } from './fields.ts';

/** Octets `from` (inclusive) to `to` (exclusive) of a message. */
export type Range = [from: number, to: number];

/** One entity of a message by offsets: nothing of its text is kept but some header fields. */
export interface Part {
  /** With the empty line that ends it. */
  header: Range;
  body: Range;
  /** Line ends in the body. */
  lines: number;
  /** The fields that describe content, and those of an envelope. */
  fields: Field[];
  /** In capitals. */
  type: string;
  subtype: string;
  params: Field[];
  /** Of a multipart. */
  parts: Part[];
  /** Of a message/rfc822 that is not encoded. */
  message: Part | undefined;
}

/** Entities of one message; what comes beyond is text of the last. */
export const MAX_PARTS = 1000;
/** Levels of multiparts and messages in one another. */
export const MAX_DEPTH = 64;
/** Octets of a header whose fields are looked at. */
export const MAX_HEADER = 256 * 1024;

const KEPT = new Set([
  'content-type',
  'content-transfer-encoding',
  'content-id',
  'content-description',
  'content-md5',
  'content-disposition',
  'content-language',
  'content-location',
  'date',
  'subject',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'in-reply-to',
  'message-id',
]);

interface Open {
  part: Part;
  /** Of a multipart that still waits for delimiters. */
  boundary: string | undefined;
  inHeader: boolean;
  /** Line ends seen before the body. */
  linesBefore: number;
  /** What the part is where it does not say. */
  inDigest: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const LINE_KEPT = 1000;

/** The first field of a name (lower case), or undefined. */
export function fieldOf(part: Pick<Part, 'fields'>, name: string): string | undefined {
  return part.fields.find(([n]) => n.toLowerCase() === name)?.[1];
}

/**
 * Reads a message once, in chunks, and finds its parts (RFC 2045, 2046). Never fails: what is no good structure is text.
 * Lines end with LF, a CR before it belongs to the line end. Memory is bounded by the header limits and the number of parts.
 */
export class MimeParser {
  readonly #headerOnly: boolean;
  readonly #root: Open;
  readonly #open: Open[];
  #parts = 1;
  #offset = 0;
  #lineStart = 0;
  #lines = 0;
  /** Length of the line end before the current line. */
  #eol = 0;
  #last = 0;
  #held: Buffer[] = [];
  #heldLength = 0;
  #skip = false;
  #header: string[] = [];
  #headerLength = 0;
  #done = false;

  /** @param headerOnly stop behind the header of the message itself */
  constructor(o: { headerOnly?: boolean } = {}) {
    this.#headerOnly = o.headerOnly ?? false;
    this.#root = open(0, false);
    this.#open = [this.#root];
  }

  /** Takes the next octets. False: no more are needed. */
  push(bytes: Uint8Array): boolean {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < chunk.length && !this.#done; ) {
      const lf = chunk.indexOf(LF, at);
      const end = lf < 0 ? chunk.length : lf + 1;
      this.#hold(chunk.subarray(at, end));
      this.#offset += end - at;
      if (lf >= 0) {
        const before = end - at > 1 ? chunk[end - 2] : this.#last;
        const eol = before === CR && this.#offset - this.#lineStart > 1 ? 2 : 1;
        this.#lines++;
        this.#line(eol);
      }
      this.#last = chunk[end - 1]!;
      at = end;
    }
    return !this.#done;
  }

  /** The message as it is up to here. */
  end(): Part {
    if (!this.#done) {
      if (this.#offset > this.#lineStart) this.#line(0);
      if (!this.#done) this.#close(0, this.#offset, this.#lines);
    }
    return this.#root.part;
  }

  #hold(seg: Buffer): void {
    if (this.#skip) return;
    const deepest = this.#open.at(-1)!;
    if (this.#heldLength === 0 && !deepest.inHeader && seg[0] !== DASH) {
      this.#skip = true;
      return;
    }
    const room = (deepest.inHeader ? MAX_HEADER - this.#headerLength : LINE_KEPT) - this.#heldLength;
    if (room <= 0) return;
    const kept = Buffer.from(seg.subarray(0, room));
    this.#held.push(kept);
    this.#heldLength += kept.length;
  }

  #line(eol: number): void {
    const start = this.#lineStart;
    const length = this.#offset - start - eol;
    const text = this.#skip ? '' : Buffer.concat(this.#held).toString('latin1');
    this.#held = [];
    this.#heldLength = 0;
    this.#skip = false;
    this.#lineStart = this.#offset;
    if (!this.#delimiter(text, start, eol)) {
      const deepest = this.#open.at(-1)!;
      if (deepest.inHeader) {
        if (length === 0) this.#headerEnds(deepest);
        else {
          this.#header.push(text);
          this.#headerLength += text.length;
        }
      }
    }
    this.#eol = eol;
  }

  /** Whether the line is a delimiter of a multipart around here; the innermost is asked first. */
  #delimiter(text: string, start: number, eol: number): boolean {
    if (!text.startsWith('--')) return false;
    const line = trimEnd(text);
    for (let i = this.#open.length - 1; i >= 0; i--) {
      const { boundary } = this.#open[i]!;
      if (boundary === undefined) continue;
      const closes = line.length === boundary.length + 4 && line.endsWith('--');
      if (!closes && line.length !== boundary.length + 2) continue;
      if (!line.startsWith(boundary, 2)) continue;
      if (!closes && this.#parts >= MAX_PARTS) return false;
      // The line end before a delimiter belongs to it (RFC 2046 section 5.1.1).
      const before = this.#lines - (eol > 0 ? 1 : 0) - (this.#eol > 0 ? 1 : 0);
      this.#close(i + 1, start - this.#eol, before);
      if (closes) this.#open[i]!.boundary = undefined;
      else this.#begin(this.#open[i]!, this.#open[i]!.part.subtype === 'DIGEST');
      return true;
    }
    return false;
  }

  #begin(parent: Open, inDigest: boolean): void {
    const child = open(this.#offset, inDigest);
    this.#parts++;
    parent.part.parts.push(child.part);
    this.#open.push(child);
    this.#header = [];
    this.#headerLength = 0;
  }

  #headerEnds(o: Open): void {
    const { part } = o;
    o.inHeader = false;
    part.header[1] = this.#offset;
    part.body = [this.#offset, this.#offset];
    o.linesBefore = this.#lines;
    this.#describe(o);
    if (this.#headerOnly) {
      this.#done = true;
      return;
    }
    if (this.#open.length >= MAX_DEPTH || this.#parts >= MAX_PARTS) return;
    if (part.type === 'MULTIPART') {
      const boundary = part.params.find(([n]) => n.toLowerCase() === 'boundary')?.[1];
      o.boundary = boundary === undefined || boundary === '' ? undefined : trimEnd(boundary);
    } else if (part.type === 'MESSAGE' && part.subtype === 'RFC822' && !isEncoded(part)) {
      const inner = open(this.#offset, false);
      this.#parts++;
      part.message = inner.part;
      this.#open.push(inner);
    }
  }

  #describe(o: Open): void {
    const { part } = o;
    part.fields = parseFields(this.#header).filter(([n]) => KEPT.has(n.toLowerCase()));
    this.#header = [];
    this.#headerLength = 0;
    const said = fieldOf(part, 'content-type');
    const type = said === undefined ? undefined : parseParameterized(said);
    const slash = type?.value.indexOf('/') ?? -1;
    if (type !== undefined && slash > 0 && slash < type.value.length - 1) {
      part.type = type.value.slice(0, slash).toUpperCase();
      part.subtype = type.value.slice(slash + 1).toUpperCase();
      part.params = type.params;
    } else if (o.inDigest && said === undefined) {
      part.type = 'MESSAGE';
      part.subtype = 'RFC822';
    }
  }

  /** Ends all parts from `depth` on at `end`, before which `lines` line ends were seen. */
  #close(depth: number, end: number, lines: number): void {
    for (const o of this.#open.splice(depth)) {
      const { part } = o;
      if (o.inHeader) {
        part.header[1] = Math.max(part.header[0], end);
        part.body = [part.header[1], part.header[1]];
        this.#describe(o);
        // A message that is all header holds no parts.
        if (part.type === 'MULTIPART') plainText(part);
        continue;
      }
      part.body[1] = Math.max(part.body[0], end);
      part.lines = Math.max(0, lines - o.linesBefore);
      if (part.type === 'MULTIPART' && part.parts.length === 0) plainText(part);
    }
  }
}

function open(at: number, inDigest: boolean): Open {
  const part: Part = {
    header: [at, at],
    body: [at, at],
    lines: 0,
    fields: [],
    type: 'TEXT',
    subtype: 'PLAIN',
    params: [],
    parts: [],
    message: undefined,
  };
  return { part, boundary: undefined, inHeader: true, linesBefore: 0, inDigest };
}

/** A multipart in which no part was found is shown as the text it is. */
function plainText(part: Part): void {
  part.type = 'TEXT';
  part.subtype = 'PLAIN';
  part.params = [];
}

function isEncoded(part: Part): boolean {
  const encoding = encodingOf(part);
  return encoding === 'BASE64' || encoding === 'QUOTED-PRINTABLE';
}

/** The content transfer encoding in capitals, 7BIT where none is said. */
export function encodingOf(part: Pick<Part, 'fields'>): string {
  const said = fieldOf(part, 'content-transfer-encoding');
  const value = said === undefined ? '' : parseParameterized(said).value;
  return value === '' ? '7BIT' : value.toUpperCase();
}

/** The part a section's numbers name (RFC 3501 section 6.4.5), or undefined. No numbers: the message itself. */
export function partAt(root: Part, path: readonly number[]): Part | undefined {
  let node: Part | undefined = root;
  path.forEach((n, i) => {
    if (node === undefined) return;
    const inside: Part = i > 0 && node.message !== undefined ? node.message : node;
    const single = n === 1 && (i === 0 || inside !== node) ? inside : undefined;
    node = inside.parts.length > 0 ? inside.parts[n - 1] : single;
  });
  return node;
}
