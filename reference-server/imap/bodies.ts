import { MimeParser, type Part, partAt, type Range } from '../mail/mime.ts';
import type { Store } from '../store/store.ts';
import type { Section } from './grammar/fetch.ts';

/** Parsed structures kept for a store, counted in parts. */
const CACHED_PARTS = 20_000;
/** Octets of a header out of which fields are picked; what comes later is not looked at. */
const FIELDS_MAX = 1024 * 1024;

/** What is known of the bodies of one store; bodies never change, so nothing here grows old. */
class Known {
  readonly #parts = new Map<string, { part: Part; whole: boolean; weight: number }>();
  #weight = 0;

  get(id: string, whole: boolean): Part | undefined {
    const entry = this.#parts.get(id);
    if (entry === undefined || (whole && !entry.whole)) return undefined;
    this.#parts.delete(id);
    this.#parts.set(id, entry);
    return entry.part;
  }
  set(id: string, part: Part, whole: boolean): void {
    this.#drop(id);
    const weight = count(part);
    this.#parts.set(id, { part, whole, weight });
    this.#weight += weight;
    for (const [oldest] of this.#parts) {
      if (this.#weight <= CACHED_PARTS || oldest === id) break;
      this.#drop(oldest);
    }
  }
  #drop(id: string): void {
    this.#weight -= this.#parts.get(id)?.weight ?? 0;
    this.#parts.delete(id);
  }
}
function count(part: Part): number {
  const inside = part.parts.reduce((n, p) => n + count(p), 0);
  return 1 + inside + (part.message === undefined ? 0 : count(part.message));
}

const caches = new WeakMap<Store, Known>();

/** The structure of a body; without `whole` only the header of the message is read, and the rest is not filled in. */
export async function structureOf(store: Store, id: string, whole: boolean): Promise<Part> {
  let known = caches.get(store);
  if (known === undefined) {
    known = new Known();
    caches.set(store, known);
  }
  const cached = known.get(id, whole);
  if (cached !== undefined) return cached;
  const parser = new MimeParser({ headerOnly: !whole });
  for await (const chunk of store.body(id)) if (!parser.push(chunk)) break;
  const part = parser.end();
  known.set(id, part, whole);
  return part;
}

/** What a section is: octets of the body, octets made for it, or nothing (NIL). */
export type Piece = { range: Range } | { bytes: Buffer } | undefined;

/** Finds a section in a message of `size` octets (RFC 3501 section 6.4.5). */
export async function pieceOf(store: Store, id: string, size: number, section: Section): Promise<Piece> {
  const { part: path, text } = section;
  // rfc3501-6.4.5-body-gives-whole-message rfc3501-6.4.5-static-items-never-change
  if (path.length === 0 && text === undefined) return { range: [0, size] };
  const root = await structureOf(store, id, path.length > 0);
  const part = partAt(root, path);
  if (part === undefined) return undefined;
  if (text === undefined) return { range: part.body };
  if (text === 'MIME') return { range: part.header };
  const message = path.length === 0 ? root : part.message;
  if (message === undefined) return undefined;
  if (text === 'TEXT') return { range: path.length === 0 ? [message.header[1], size] : message.body };
  // rfc3501-6.4.5-body-header-gives-header
  if (text === 'HEADER') return { range: message.header };
  const [from, to] = message.header;
  const raw: Uint8Array[] = [];
  for await (const chunk of store.body(id, from, Math.min(to, from + FIELDS_MAX))) raw.push(chunk);
  return { bytes: pickFields(Buffer.concat(raw), section.fields ?? [], text === 'HEADER.FIELDS') };
}

const LF = 0x0a;

/** The fields that are named (or, without `named`, all others), octet for octet, and the empty line where there is one. */
export function pickFields(header: Buffer, names: readonly string[], named: boolean): Buffer {
  const wanted = new Set(names.map((n) => n.toLowerCase()));
  const out: Buffer[] = [];
  let keep = false;
  for (let at = 0; at < header.length; ) {
    const lf = header.indexOf(LF, at);
    const end = lf < 0 ? header.length : lf + 1;
    const line = header.subarray(at, end);
    const first = line[0];
    const blank = first === LF || (first === 0x0d && line[1] === LF);
    // rfc3501-6.4.5-header-fields-end-with-empty-line
    if (blank) keep = true;
    else if (first !== 0x20 && first !== 0x09) {
      const colon = line.indexOf(0x3a);
      const name = colon < 0 ? '' : line.subarray(0, colon).toString('latin1').trimEnd().toLowerCase();
      // rfc3501-6.4.5-field-names-in-any-case
      keep = wanted.has(name) === named;
    }
    if (keep) out.push(line);
    at = end;
  }
  return Buffer.concat(out);
}
