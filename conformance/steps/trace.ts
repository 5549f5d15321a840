import { readPath } from './path.ts';
import { dateFaults } from './stamp.ts';

/**
 * Trace fields as a delivering server puts them on top (RFC 5321 section 4.4, with the additional clauses of erratum 1683),
 * and what is left below them.
 */
export interface Field {
  name: string;
  /** After the colon, unfolded, without blanks at its ends. */
  value: string;
  /** With its line ends. */
  raw: string;
}

/**
 * Fields that are the author's (RFC 5322 sections 3.6.1 to 3.6.5) or say what the body is (RFC 2045): no path adds them on top. Any
 * other field may be a server's own word on how the message came.
 */
const AUTHORS = new Set([
  'date',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
  'comments',
  'keywords',
  'mime-version',
]);

function authors(name: string): boolean {
  return AUTHORS.has(name) || name.startsWith('resent-') || name.startsWith('content-');
}

/** Fields a submission server may add (RFC 6409 section 8). */
const SUBMITTED = new Set(['date', 'message-id', 'sender', 'mime-version']);

const FIELD = /^([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n/;

/** The header fields at the start of a text, up to the first line that is none. */
export function fields(message: string): Field[] {
  const list: Field[] = [];
  let rest = message;
  for (let m = FIELD.exec(rest); m; m = FIELD.exec(rest)) {
    const [raw, name = '', value = ''] = m;
    list.push({ name: name.toLowerCase(), value: value.replace(/\r\n(?=[ \t])/g, '').trim(), raw });
    rest = rest.slice(raw.length);
  }
  return list;
}

export interface Apart {
  /** What the path put on top. */
  added: Field[];
  /** Fields a submission server added further down. */
  masked: Field[];
}

/**
 * Takes a received message apart into what the path added and what was sent.
 * @param submission a submission server may add the fields of RFC 6409 section 8 where the message has none
 * @returns undefined where the rest differs from what was sent
 */
export function takeApart(received: Buffer, sent: Buffer, submission: boolean): Apart | undefined {
  const whole = received.toString('latin1');
  const below = sent.toString('latin1');
  if (whole.endsWith(below)) {
    const top = whole.slice(0, whole.length - below.length);
    const added = fields(top);
    const read = added.reduce((n, f) => n + f.raw.length, 0);
    const known = added.every((f) => !authors(f.name) || (submission && SUBMITTED.has(f.name)));
    if (read === top.length && known) return { added, masked: [] };
  }
  if (!submission) return undefined;
  // Added below the trace fields, or at the end of the header: leave them out and compare again.
  const had = new Set(fields(below).map((f) => f.name));
  const all = fields(whole);
  const masked = all.filter((f) => SUBMITTED.has(f.name) && !had.has(f.name));
  if (masked.length === 0) return undefined;
  const body = whole.slice(all.reduce((n, f) => n + f.raw.length, 0));
  const kept = all.filter((f) => !masked.includes(f)).map((f) => f.raw);
  const again = takeApart(Buffer.from(kept.join('') + body, 'latin1'), sent, false);
  return again ? { ...again, masked } : undefined;
}

/** Fields on top that a path adds, and those of the same kind that the message brought, down to the first of the author's. */
export function topFields(received: Buffer): Field[] {
  const list: Field[] = [];
  for (const f of fields(received.toString('latin1'))) {
    if (authors(f.name)) break;
    list.push(f);
  }
  return list;
}

/** Whether a text is a date as RFC 5322 section 3.3 writes it, without the obsolete forms, and is possible: the day is there, and is that of the week. */
export function isDate(text: string): boolean {
  return Object.keys(dateFaults(` ${text}`)).length === 0;
}

/** The address in a Return-Path field, `` for the null path, its quotes on; undefined where it is none. */
export function readReturnPath(value: string): string | undefined {
  return readPath(value) ?? /^<([^<>\s]*)>$/.exec(value)?.[1];
}
