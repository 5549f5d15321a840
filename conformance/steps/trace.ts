import { readPath } from './path.ts';

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

/** The clauses of a Received field. */
export interface Stamp {
  from?: string;
  by?: string;
  via?: string;
  with?: string;
  id?: string;
  for?: string;
  date: string;
}

const CLAUSES = ['from', 'by', 'via', 'with', 'id', 'for'] as const;
type Clause = (typeof CLAUSES)[number];

/** Whitespace and comments, which may stand between any two words; nested comments count. */
function tokens(value: string): string[] | undefined {
  const list: string[] = [];
  let i = 0;
  while (i < value.length) {
    const c = value[i] ?? '';
    if (c === ' ' || c === '\t') {
      i++;
    } else if (c === '(') {
      let depth = 0;
      const start = i;
      do {
        if (value[i] === '\\') i++;
        else if (value[i] === '(') depth++;
        else if (value[i] === ')') depth--;
        i++;
      } while (depth > 0 && i < value.length);
      if (depth > 0) return undefined;
      list.push(value.slice(start, i));
    } else if (c === ';') {
      list.push(';');
      i++;
    } else {
      const start = i;
      let quoted = false;
      while (i < value.length && (quoted || !' \t(;'.includes(value[i] ?? ''))) {
        if (value[i] === '\\' && quoted) i++;
        else if (value[i] === '"') quoted = !quoted;
        i++;
      }
      if (quoted) return undefined;
      list.push(value.slice(start, i));
    }
  }
  return list;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /^(?:(\w{3}), )?(\d{1,2}) (\w{3}) (\d{4}) ([01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60))? [+-]\d{2}[0-5]\d$/;

/** Whether a text is a date as RFC 5322 section 3.3 writes it, without the obsolete forms, and is possible: the day is there, and is that of the week. */
export function isDate(text: string): boolean {
  const parts = DATE.exec(text.replace(/[ \t]+/g, ' ').replace(/ ?\([^()]*\)$/, ''));
  if (!parts) return false;
  const [, name, day = '', month = '', year = ''] = parts;
  const at = new Date(Date.UTC(Number(year), MONTHS.indexOf(month), Number(day)));
  const there = MONTHS[at.getUTCMonth()] === month && at.getUTCDate() === Number(day);
  return there && (name === undefined || DAYS[at.getUTCDay()] === name);
}

/** Zones by name: to be read still (RFC 5322 section 4.3). That none is written is a row of its own. */
const NAMED_ZONE = / (?:UT|GMT|[ECMP][SD]T)$/;

/**
 * Reads a Received field by the grammar of RFC 5321 section 4.4: From-domain By-domain, then Via, With, ID and For at most once
 * each and in that order, registered clauses, a semicolon, a date.
 * @returns the clauses, or in words what is wrong
 */
export function readReceived(value: string): Stamp | string {
  const list = tokens(value);
  if (!list) return 'a comment or quoted string does not end';
  const semicolon = list.lastIndexOf(';');
  if (semicolon < 0) return 'no semicolon before the date';
  const words = list.slice(0, semicolon).filter((t) => !t.startsWith('('));
  const date = list.slice(semicolon + 1).join(' ');
  if (!isDate(date.replace(NAMED_ZONE, ' +0000'))) return `"${date}" is no date`;
  const stamp: Stamp = { date };
  let place = -1;
  for (let i = 0; i < words.length; i += 2) {
    const name = (words[i] ?? '').toLowerCase();
    const operand = words[i + 1];
    if (operand === undefined || operand === ';') return `"${name}" without a value`;
    const at = CLAUSES.indexOf(name as Clause);
    // Anything else is an additional clause, which comes after those named.
    if (at < 0) continue;
    if (at <= place) return `"${name}" twice or out of order`;
    place = at;
    stamp[name as Clause] = operand;
  }
  if (stamp.from === undefined || stamp.by === undefined) return 'from and by do not both stand in it';
  return stamp;
}

/** The address in a Return-Path field, `` for the null path, its quotes on; undefined where it is none. */
export function readReturnPath(value: string): string | undefined {
  return readPath(value) ?? /^<([^<>\s]*)>$/.exec(value)?.[1];
}
