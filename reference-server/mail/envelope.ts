import { fieldOf, type Part } from './mime.ts';

/** An address as ENVELOPE shows it. A group starts with its name as `mailbox` and no `host`, and ends with neither. */
export interface Address {
  name: string | undefined;
  /** Source route. */
  route: string | undefined;
  mailbox: string | undefined;
  host: string | undefined;
}

export interface Envelope {
  date: string | undefined;
  subject: string | undefined;
  from: Address[];
  sender: Address[];
  replyTo: Address[];
  to: Address[];
  cc: Address[];
  bcc: Address[];
  inReplyTo: string | undefined;
  messageId: string | undefined;
}

/** Addresses read from one field, or from all of one name. */
export const MAX_ADDRESSES = 2000;

type Token = { is: 'word' | 'quoted' | 'comment' | 'literal' | 'mark'; text: string };

const MARKS = '<>@,;:';

/** Splits an address field into words, quoted strings (without quotes), comments, domain literals and marks. Linear. */
function tokens(text: string): Token[] {
  const out: Token[] = [];
  let at = 0;
  const until = (close: string, nests: boolean): string => {
    const parts: string[] = [];
    let from = ++at;
    for (let depth = 1; at < text.length; at++) {
      const ch = text[at]!;
      if (ch === '\\') {
        parts.push(text.slice(from, at));
        from = ++at;
      } else if (ch === close && --depth === 0) break;
      else if (nests && ch === '(') depth++;
    }
    parts.push(text.slice(from, Math.min(at, text.length)));
    at++;
    return parts.join('');
  };
  while (at < text.length) {
    const ch = text[at]!;
    if (ch === ' ' || ch === '\t' || ch === '\r' || ch === '\n') at++;
    else if (ch === '"') out.push({ is: 'quoted', text: until('"', false) });
    else if (ch === '(') out.push({ is: 'comment', text: until(')', true) });
    else if (ch === '[') out.push({ is: 'literal', text: `[${until(']', false)}]` });
    else if (MARKS.includes(ch)) {
      out.push({ is: 'mark', text: ch });
      at++;
    } else {
      const from = at++;
      while (at < text.length && !' \t\r\n"([<>@,;:'.includes(text[at]!)) at++;
      out.push({ is: 'word', text: text.slice(from, at) });
    }
  }
  return out;
}

const isMark = (t: Token | undefined, text: string): boolean => t?.is === 'mark' && t.text === text;

/** A run of words as one phrase, words apart (rfc5322-4.1-initials-in-names-understood: a full stop is as good as a letter). */
function phrase(list: readonly Token[]): string | undefined {
  const words = list.filter((t) => t.is !== 'comment').map((t) => t.text);
  return words.length === 0 ? undefined : words.join(' ');
}

/** Local part or domain: words join without spaces, comments fall away. */
function joined(list: readonly Token[]): string {
  return list
    .filter((t) => t.is !== 'comment')
    .map((t) => t.text)
    .join('');
}

function addrSpec(list: readonly Token[]): Pick<Address, 'mailbox' | 'host'> {
  let at = -1;
  list.forEach((t, i) => {
    if (isMark(t, '@')) at = i;
  });
  if (at < 0) return { mailbox: joined(list), host: '' };
  return { mailbox: joined(list.slice(0, at)), host: joined(list.slice(at + 1)) };
}

/** One mailbox between commas: `phrase <route:local@domain>` or `local@domain (name)`. */
function mailbox(list: readonly Token[]): Address | undefined {
  const open = list.findIndex((t) => isMark(t, '<'));
  if (open >= 0) {
    const rest = list.slice(open + 1);
    const close = rest.findIndex((t) => isMark(t, '>'));
    let inside = close < 0 ? rest : rest.slice(0, close);
    // rfc5322-4.4-routes-ignored: told apart from the mailbox.
    let route: string | undefined;
    const colon = inside.findIndex((t) => isMark(t, ':'));
    if (isMark(inside[0], '@') && colon >= 0) {
      route = joined(inside.slice(0, colon));
      inside = inside.slice(colon + 1);
    }
    return { name: phrase(list.slice(0, open)), route, ...addrSpec(inside) };
  }
  if (list.every((t) => t.is === 'comment')) return undefined;
  const comment = list.findLast((t) => t.is === 'comment');
  return { name: comment?.text, route: undefined, ...addrSpec(list) };
}

/** Addresses of a field value, groups included. Never fails: what is no address becomes the nearest thing to one. */
export function parseAddresses(text: string): Address[] {
  const all = tokens(text);
  const out: Address[] = [];
  let start = 0;
  let inGroup = false;
  /** Index of an open `<`, or -1. */
  let angle = -1;
  const take = (end: number): void => {
    const one = start < end ? mailbox(all.slice(start, end)) : undefined;
    if (one !== undefined) out.push(one);
    start = end + 1;
  };
  for (let i = 0; i < all.length && out.length < MAX_ADDRESSES; i++) {
    const t = all[i]!;
    if (t.is !== 'mark') continue;
    if (t.text === '<') angle = i;
    else if (t.text === '>') angle = -1;
    else if (t.text === ',' && !(angle >= 0 && isMark(all[angle + 1], '@'))) {
      take(i);
      angle = -1;
    } else if (t.text === ':' && angle < 0 && !inGroup) {
      out.push({ name: undefined, route: undefined, mailbox: phrase(all.slice(start, i)) ?? '', host: undefined });
      inGroup = true;
      start = i + 1;
    } else if (t.text === ';') {
      take(i);
      angle = -1;
      if (inGroup) out.push({ name: undefined, route: undefined, mailbox: undefined, host: undefined });
      inGroup = false;
    }
  }
  take(all.length);
  if (inGroup) out.push({ name: undefined, route: undefined, mailbox: undefined, host: undefined });
  return out;
}

/** The envelope of RFC 3501 section 7.4.2: Sender and Reply-To default to From. Strings are octets as latin1. */
export function envelopeOf(message: Pick<Part, 'fields'>): Envelope {
  const list = (name: string): Address[] => parseAddresses(fieldOf(message, name) ?? '');
  // rfc5322-4.5.3-repeated-destinations-combined
  const lists = (name: string): Address[] =>
    message.fields
      .filter(([n]) => n.toLowerCase() === name)
      .flatMap(([, value]) => parseAddresses(value))
      .slice(0, MAX_ADDRESSES);
  const from = list('from');
  const orFrom = (name: string): Address[] => {
    const own = list(name);
    return own.length > 0 ? own : from;
  };
  return {
    date: fieldOf(message, 'date'),
    subject: fieldOf(message, 'subject'),
    from,
    // rfc3501-7.4.2-sender-and-reply-to-from-from
    sender: orFrom('sender'),
    replyTo: orFrom('reply-to'),
    to: lists('to'),
    cc: lists('cc'),
    bcc: lists('bcc'),
    inReplyTo: fieldOf(message, 'in-reply-to'),
    messageId: fieldOf(message, 'message-id'),
  };
}
