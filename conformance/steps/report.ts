/**
 * Reports on delivery as they arrive: multipart/report (RFC 6522) with message/delivery-status (RFC 3464) or its internationalized form (RFC 6533).
 * Reading is generous, so that each rule can be asked by itself; what does not fit the grammar is told in words.
 */
import { type Field, fields } from './trace.ts';

/** A media type and its parameters, names in lower case. */
export interface Media {
  type: string;
  parameters: ReadonlyMap<string, string>;
}

export interface Part {
  media: Media;
  /** Content-Transfer-Encoding in lower case; `7bit` where there is none. */
  encoding: string;
  header: Field[];
  /** Decoded, one character an octet. */
  content: string;
}

/** A field of a delivery status. */
export interface StatusField {
  /** Lower case. */
  name: string;
  /** Unfolded, without blanks at its ends. */
  value: string;
}

export interface DeliveryStatus {
  message: StatusField[];
  recipients: StatusField[][];
  /** Lines that are no fields, groups that are empty or missing. */
  problems: string[];
}

export interface Report {
  header: Field[];
  media: Media;
  parts: Part[];
  /** What the second part says; absent where it is none. */
  status?: DeliveryStatus;
}

/** Message types that a report of delivery may have as its second part. */
export const STATUS_TYPES: readonly string[] = ['message/delivery-status', 'message/global-delivery-status'];

/** Parts of a report beyond which nothing is looked at. */
const MOST_PARTS = 10;

/** Takes comments away, nested ones too; quoted strings keep theirs. */
export function withoutComments(value: string): string {
  let kept = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const c = value[i] ?? '';
    if (c === '\\' && (quoted || depth > 0)) {
      if (depth === 0) kept += c + (value[i + 1] ?? '');
      i++;
    } else if (c === '"' && depth === 0) {
      quoted = !quoted;
      kept += c;
    } else if (!quoted && c === '(') depth++;
    else if (!quoted && c === ')' && depth > 0) depth--;
    else if (depth === 0) kept += c;
  }
  return kept.trim();
}

/** Splits at semicolons outside quoted strings. */
function clauses(value: string): string[] {
  const list: string[] = [];
  let item = '';
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    const c = value[i] ?? '';
    if (quoted && c === '\\') item += c + (value[++i] ?? '');
    else if (c === ';' && !quoted) {
      list.push(item.trim());
      item = '';
    } else {
      if (c === '"') quoted = !quoted;
      item += c;
    }
  }
  return [...list, item.trim()];
}

function unquoted(value: string): string {
  return value.startsWith('"') && value.endsWith('"') && value.length > 1
    ? value.slice(1, -1).replace(/\\(.)/gs, '$1')
    : value;
}

/** Reads a Content-Type; text/plain where there is none. */
export function readMedia(value: string | undefined): Media {
  const [type = '', ...rest] = clauses(withoutComments(value ?? 'text/plain'));
  const parameters = new Map<string, string>();
  for (const p of rest) {
    const at = p.indexOf('=');
    if (at > 0) parameters.set(p.slice(0, at).trim().toLowerCase(), unquoted(p.slice(at + 1).trim()));
  }
  return { type: type.toLowerCase(), parameters };
}

/** Header and body, parted at the first empty line. */
function open(message: string): { header: Field[]; body: string } {
  const end = message.startsWith('\r\n') ? 0 : message.indexOf('\r\n\r\n') + 2;
  if (end === 1) return { header: fields(`${message}\r\n`), body: '' };
  return { header: fields(message.slice(0, end)), body: message.slice(end + 2) };
}

function fieldOf(header: readonly Field[], name: string): string | undefined {
  return header.find((f) => f.name === name)?.value;
}

/** The texts between the lines of a boundary; the line end before such a line belongs to it. */
function between(body: string, boundary: string): string[] {
  const list: string[] = [];
  let current: string[] | undefined;
  for (const line of body.split('\r\n')) {
    const mark = line.trimEnd();
    if (mark === `--${boundary}` || mark === `--${boundary}--`) {
      if (current) list.push(current.join('\r\n'));
      current = mark.endsWith(`${boundary}--`) ? undefined : [];
      if (!current || list.length === MOST_PARTS) return list;
    } else current?.push(line);
  }
  return current ? [...list, current.join('\r\n')] : list;
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  if (encoding !== 'quoted-printable') return body;
  return body
    .replace(/[ \t]*=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function readPart(text: string): Part {
  const { header, body } = open(text);
  const encoding = withoutComments(fieldOf(header, 'content-transfer-encoding') ?? '7bit').toLowerCase();
  return { media: readMedia(fieldOf(header, 'content-type')), encoding, header, content: decoded(body, encoding) };
}

const LINE = /^([!-9;-~]+)[ \t]*:(.*)$/s;

/** Reads the fields of a delivery status: a group about the message, then one for each recipient, with an empty line before each. */
export function readStatus(content: string): DeliveryStatus {
  const problems: string[] = [];
  // Empty lines at the end are the part's, not a group's.
  const unfolded = content.replace(/(?:\r\n)+$/, '').replace(/\r\n(?=[ \t]+\S)/g, '');
  const groups = unfolded.split('\r\n\r\n').map((group) =>
    group.split('\r\n').flatMap((line): StatusField[] => {
      const m = LINE.exec(line);
      if (!m) problems.push(line === '' ? 'an empty line too many' : `"${line}" is no field`);
      return m ? [{ name: (m[1] ?? '').toLowerCase(), value: (m[2] ?? '').trim() }] : [];
    }),
  );
  const [message = [], ...recipients] = groups;
  if (recipients.length === 0) problems.push('no group of fields for a recipient');
  return { message, recipients, problems };
}

/** Reads whatever came as a report: what it has not is missing or empty. */
export function readReport(raw: Buffer): Report {
  const { header, body } = open(raw.toString('latin1'));
  const media = readMedia(fieldOf(header, 'content-type'));
  const boundary = media.type.startsWith('multipart/') ? media.parameters.get('boundary') : undefined;
  const parts = boundary === undefined ? [] : between(body, boundary).map(readPart);
  const second = parts.find((p) => STATUS_TYPES.includes(p.media.type));
  return { header, media, parts, ...(second ? { status: readStatus(second.content) } : {}) };
}

/** `type; value` of a typed field, the type in lower case; undefined where there is no type. */
export function typed(value: string): { type: string; value: string } | undefined {
  const at = value.indexOf(';');
  const type = withoutComments(value.slice(0, Math.max(at, 0))).toLowerCase();
  return /^[!#$%&'*+/=?^_`{|}~0-9a-z-]+$/.test(type) ? { type, value: value.slice(at + 1).trim() } : undefined;
}

/** The address a group is about, its final one or the one the sender gave; in lower case. */
export function addressesOf(group: readonly StatusField[]): string[] {
  return group
    .filter((f) => f.name === 'final-recipient' || f.name === 'original-recipient')
    .flatMap((f) => typed(f.value)?.value.toLowerCase() ?? []);
}
