import { keepWithin } from '../wire/transcript.ts';
import type { Entry, Transcript } from '../wire/types.ts';
import type { JobResult } from './context.ts';

/** Octets of the end of a conversation that a failure shows. */
const SHOWN = 2_000;

/** CR, LF and other controls made visible; a line of the wire a line of the text. */
export function visible(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, (c) => {
      if (c === '\r') return '\\r';
      if (c === '\n') return '\\n\n';
      if (c === '\t') return '\\t';
      return `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`;
    });
}

/** An entry as lines of text: who spoke, on which connection, what. A star marks TLS. */
export function wireText(e: Omit<Entry, 'at'>): string {
  const who = `${e.conn} ${e.from === 'note' ? '--' : e.from}${e.tls ? '*' : ' '}`;
  const lines = visible(e.bytes).replace(/\n$/, '').split('\n');
  return lines.map((l, i) => `${i === 0 ? who : ' '.repeat(who.length)} ${l}`).join('\n');
}

/** Connections the suite looks and seeds through: what they saw stands under "got", and would push the conversation itself off the screen. */
const OWN = /^(?:door|seed)(?:#|$)/;

/** The last octets on the wire, most recent last; those of the suite's own look only where there are no others. A star marks TLS. */
export function lastBytes(t: Transcript, limit = SHOWN): string {
  const list: string[] = [];
  let room = limit;
  const asked = t.entries.filter((e) => !OWN.test(e.conn));
  for (const e of [...(asked.length > 0 ? asked : t.entries)].reverse()) {
    if (room <= 0) break;
    const bytes = e.bytes.length > room ? e.bytes.subarray(e.bytes.length - room) : e.bytes;
    list.unshift(wireText({ ...e, bytes }));
    room -= bytes.length + 16;
  }
  return list.join('\n');
}

/** The whole conversation, a heading with the time for each entry. */
export function wholeText(t: Transcript): string {
  return t.entries.map((e) => `${e.at.toFixed(1).padStart(8)} ${wireText(e)}`).join('\n');
}

/** Path of a scenario's transcripts below the report folder. */
export function transcriptPath(id: string): string {
  return `transcripts/${id}.ndjson`;
}

/** One file a scenario, the cells inside; each octet is one character. */
export function transcriptLines(r: JobResult): string {
  const cell = r.job.key;
  const entries = r.outcome === 'passed' ? keepWithin(r.transcript) : r.transcript.entries;
  return entries
    .map((e) => {
      const { at, conn, from, tls } = e;
      return `${JSON.stringify({ cell, at, conn, from, tls, bytes: Buffer.from(e.bytes).toString('latin1') })}\n`;
    })
    .join('');
}
