import type { Service } from '../../spec/types.ts';
import { LIMITS } from './limits.ts';
import type { Entry, Transcript } from './types.ts';

export const CLOSED = 'the client closed';
export const VANISHED = 'the client vanished';

/** Notes that the client has left. */
export const CLIENT_GONE: ReadonlySet<string> = new Set([CLOSED, VANISHED]);

/** An empty transcript. Entries hold the very buffers that were read and written, not copies; what exceeds the limit is dropped and said so once. */
export function createTranscript(now: () => number = () => performance.now()): Transcript {
  const entries: Entry[] = [];
  const services = new Map<string, Service>();
  const start = now();
  let octets = 0;
  let full = false;
  const push = (conn: string, from: Entry['from'], tls: boolean, bytes: Uint8Array) => {
    entries.push({ at: Math.round((now() - start) * 1000) / 1000, conn, from, tls, bytes });
  };
  return {
    entries,
    services,
    open(name, service) {
      let unique = name;
      for (let n = 2; services.has(unique); n++) unique = `${name}#${n}`;
      services.set(unique, service);
      return unique;
    },
    add(conn, from, tls, bytes) {
      octets += bytes.length;
      if (octets <= LIMITS.heldTranscript) push(conn, from, tls, bytes);
      else if (!full) {
        full = true;
        push(conn, 'note', tls, Buffer.from('the transcript is full: what follows is not kept'));
      }
    },
    note(conn, text) {
      push(conn, 'note', false, Buffer.from(text));
    },
  };
}

/**
 * The same transcript within `limit` octets: entries from the front as long as they fit, an entry that does not is cut, then one note says how much is missing.
 */
export function keepWithin(t: Transcript, limit: number = LIMITS.keptTranscript): readonly Entry[] {
  const total = t.entries.reduce((n, e) => n + e.bytes.length, 0);
  if (total <= limit) return t.entries;
  const kept: Entry[] = [];
  let room = limit;
  for (const e of t.entries) {
    if (room <= 0) break;
    kept.push(e.bytes.length <= room ? e : { ...e, bytes: e.bytes.subarray(0, room) });
    room -= e.bytes.length;
  }
  const last = kept.at(-1);
  const note = `${total - limit} octets left out`;
  kept.push({
    at: last?.at ?? 0,
    conn: last?.conn ?? '',
    from: 'note',
    tls: last?.tls ?? false,
    bytes: Buffer.from(note),
  });
  return kept;
}

/** One JSON object a line: `{at, conn, from, tls, text}`, or `base64` instead of `text` where the octets are not printable ASCII, CR, LF or TAB. `extra` goes into every line. */
export function toNdjson(entries: readonly Entry[], extra: Readonly<Record<string, string>> = {}): string {
  return entries
    .map(({ at, conn, from, tls, bytes }) => {
      const data = view(bytes);
      const body = from === 'note' || isPlain(data) ? { text: data.toString() } : { base64: data.toString('base64') };
      return `${JSON.stringify({ ...extra, at, conn, from, tls, ...body })}\n`;
    })
    .join('');
}

/** Reads what `toNdjson` wrote. @throws SyntaxError on a line that is no JSON. */
export function fromNdjson(text: string): Entry[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const o = JSON.parse(line) as Omit<Entry, 'bytes'> & { text?: string; base64?: string };
      const bytes = o.base64 === undefined ? Buffer.from(o.text ?? '') : Buffer.from(o.base64, 'base64');
      return { at: o.at, conn: o.conn, from: o.from, tls: o.tls, bytes };
    });
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isPlain(bytes: Buffer): boolean {
  return bytes.every((b) => (b >= 0x20 && b < 0x7f) || b === 9 || b === 10 || b === 13);
}

/**
 * Octets made visible: CR as ␍, LF as ␊ (and, with `breakLines`, a line break after it), NUL as ␀, TAB as ␉, other controls and octets over 126 as \xHH.
 */
export function visible(bytes: Uint8Array, breakLines = false): string {
  let out = '';
  for (const b of bytes) {
    if (b === 13) out += '␍';
    else if (b === 10) out += breakLines ? '␊\n' : '␊';
    else if (b === 0) out += '␀';
    else if (b === 9) out += '␉';
    else if (b < 0x20 || b > 0x7e) out += `\\x${b.toString(16).padStart(2, '0').toUpperCase()}`;
    else out += String.fromCharCode(b);
  }
  return out;
}

/** The last `limit` octets of a transcript as a person reads them: one prefixed line a line said, `C:` and `S:`, controls visible. */
export function visibleTranscript(entries: readonly Entry[], limit = 4096): string {
  const several = new Set(entries.map((e) => e.conn)).size > 1;
  const lines: string[] = [];
  let room = limit;
  for (const e of entries.toReversed()) {
    if (room <= 0) break;
    const shown = e.bytes.length > room ? e.bytes.subarray(e.bytes.length - room) : e.bytes;
    room -= shown.length;
    const prefix = `${several ? `${e.conn} ` : ''}${e.from === 'note' ? '--' : `${e.from}${e.tls ? '*' : ''}:`} `;
    const text = e.from === 'note' ? view(shown).toString() : visible(shown, true);
    const cut = shown.length < e.bytes.length ? '…' : '';
    lines.push(
      ...`${cut}${text}`
        .replace(/\n$/, '')
        .split('\n')
        .map((l) => prefix + l)
        .reverse(),
    );
  }
  return lines.reverse().join('\n');
}
