import { domainToASCII } from 'node:url';
import { Cursor, isAlnum, isAtext, isDigit, isHexDigit } from './cursor.ts';

/** `local` is what the quoting means, not how it was written; `domain` is as written, an address literal with its brackets. */
export interface Mailbox {
  local: string;
  domain: string;
}

/** What stands in pointed brackets. `domain` is absent for `<Postmaster>` alone (RFC 5321 4.1.1.3). */
export interface Path {
  /** Hosts of a source route, as written: recognised and not used. */
  route: string[];
  local: string;
  domain: string | undefined;
}

// rfc5321-4.1.2-domain-sender-accepted, rfc5321-4.1.2-a-label-sender-accepted, rfc5321-4.1.2-empty-label-refused, rfc5321-4.1.2-outer-hyphen-refused,
// rfc5321-4.1.2-underscore-in-domain-refused, rfc5321-4.1.2-specials-in-domain-refused
// rfc6531-3.3-u-label-sender-accepted, rfc6531-3.3-empty-label-refused
/** RFC 5321 4.1.2 `Domain`: labels of letters, digits and inner hyphens, or U-labels (RFC 6531 3.3). Undefined, and the cursor where it was, when there is none. */
export function parseDomain(c: Cursor): string | undefined {
  const from = c.pos;
  let ascii = true;
  do {
    const label = c.eatWhile((x) => {
      if (!c.adds(x)) return isAlnum(x) || x === HYPHEN;
      ascii = false;
      return true;
    });
    if (label === '' || label.startsWith('-') || label.endsWith('-')) return back(c, from);
  } while (c.eat('.'));
  const domain = c.text.slice(from, c.pos);
  return ascii || isInternationalDomain(domain) ? domain : back(c, from);
}

/** Whether every label has an A-label (RFC 5890); what is left out of a name on the way leaves no empty one. */
function isInternationalDomain(domain: string): boolean {
  const labels = domainToASCII(domain).split('.');
  return labels.length === domain.split('.').length && !labels.includes('');
}

/** A domain as the DNS has it and as names are compared: A-labels, lower case. An address literal stays as it is. */
export function asciiDomain(domain: string): string {
  for (let i = 0; i < domain.length; i++) {
    if (domain.charCodeAt(i) > 127) return domainToASCII(domain);
  }
  return domain.toLowerCase();
}

/** RFC 5321 4.1.3 `address-literal`, with its brackets. */
// rfc5321-4.1.3-unclosed-literal-refused
export function parseAddressLiteral(c: Cursor): string | undefined {
  const from = c.pos;
  if (!c.eat('[')) return undefined;
  const inner = c.eatWhile((x) => x >= 33 && x <= 126 && (x < 0x5b || x > 0x5d));
  if (!c.eat(']') || !isAddress(inner)) return back(c, from);
  return c.text.slice(from, c.pos);
}

function isAddress(inner: string): boolean {
  const colon = inner.indexOf(':');
  if (colon < 0) return isIpv4(inner);
  const tag = inner.slice(0, colon);
  // rfc5321-4.1.3-ipv6-literal, rfc5321-4.1.3-tag-in-any-case, rfc5321-4.1.3-malformed-ipv6-refused
  if (tag.toUpperCase() === 'IPV6') return isIpv6(inner.slice(colon + 1));
  // rfc5321-4.1.3-other-tags-may-be-taken: the registry is not asked.
  const c = new Cursor(tag);
  c.eatWhile((x) => isAlnum(x) || x === HYPHEN);
  return tag !== '' && c.done && !tag.endsWith('-') && colon + 1 < inner.length;
}

/** RFC 5321 4.1.3 `IPv4-address-literal`: four numbers of one to three digits up to 255. */
export function isIpv4(s: string): boolean {
  // rfc5321-4.1.3-ipv4-literal, rfc5321-4.1.3-ipv4-has-four-numbers
  const c = new Cursor(s);
  for (let i = 0; i < 4; i++) {
    if (i > 0 && !c.eat('.')) return false;
    const n = c.eatWhile(isDigit);
    // rfc5321-4.1.3-ipv4-octet-range
    if (n.length < 1 || n.length > 3 || Number(n) > 255) return false;
  }
  return c.done;
}

/** RFC 5321 4.1.3 `IPv6-addr`, also with `::` for a single group and with an IPv4 address at the end. */
export function isIpv6(s: string): boolean {
  // rfc5321-4.1.3-ipv6-forms-understood, rfc5321-4.1.3-ipv4-inside-ipv6-understood
  const gap = s.indexOf('::');
  if (gap < 0) return groups(s, true) === 8;
  const before = gap === 0 ? 0 : groups(s.slice(0, gap), false);
  const after = gap + 2 === s.length ? 0 : groups(s.slice(gap + 2), true);
  return before !== undefined && after !== undefined && before + after <= 7;
}

/** Number of 16-bit groups, an IPv4 address at the end being two; undefined when it is not a list of groups. */
function groups(s: string, v4: boolean): number | undefined {
  const parts = s.split(':');
  let n = 0;
  for (const [i, p] of parts.entries()) {
    if (v4 && i === parts.length - 1 && p.includes('.')) {
      if (!isIpv4(p)) return undefined;
      n += 2;
      continue;
    }
    const c = new Cursor(p);
    c.eatWhile(isHexDigit);
    if (p.length < 1 || p.length > 4 || !c.done) return undefined;
    n += 1;
  }
  return n;
}

/** `Dot-string` or `Quoted-string`; what the quoting means. */
// rfc5321-4.1.2-dot-string-sender-accepted, rfc5321-4.1.2-quoted-string-sender-accepted, rfc5321-4.5.3.1.1-local-part-of-64: no length is set.
export function parseLocalPart(c: Cursor): string | undefined {
  return c.code() === DQUOTE ? parseQuoted(c) : parseDotString(c);
}

// rfc5321-4.1.2-misplaced-dots-refused, rfc5321-4.1.2-unquoted-specials-refused, rfc5321-4.1.2-dot-string-recipient-understood
// rfc6531-3.2-sender-in-utf-8-accepted, rfc6531-3.3-ascii-specials-stay-special, rfc6531-3.2-delimiters-stay-ascii
function parseDotString(c: Cursor): string | undefined {
  const from = c.pos;
  do {
    if (c.eatWhile((x) => isAtext(x) || c.adds(x)) === '') return back(c, from);
  } while (c.eat('.'));
  return c.text.slice(from, c.pos);
}

/** RFC 5321 4.1.2 `Quoted-string`; the cursor stands at its opening quote. */
// rfc5321-4.1.2-quoted-specials-sender-accepted, rfc5321-4.1.2-quoted-string-recipient-understood, rfc5321-4.1.2-unclosed-quote-refused,
// rfc5321-4.1.2-empty-quoted-string
// rfc6531-3.3-quoted-sender-in-utf-8-accepted
export function parseQuoted(c: Cursor): string | undefined {
  const from = c.pos;
  c.pos += 1;
  let s = '';
  for (;;) {
    s += c.eatWhile((x) => (x >= 32 && x <= 126 && x !== DQUOTE && x !== BACKSLASH) || c.adds(x));
    if (c.eat('"')) return s;
    if (!c.eat('\\')) return back(c, from);
    const quoted = c.code();
    if (!(quoted >= 32 && quoted <= 126)) return back(c, from);
    s += c.text[c.pos];
    c.pos += 1;
  }
}

// rfc5321-4.1.2-address-literal-sender-accepted, rfc5321-4.5.3.1.2-domain-of-255, rfc5321-4.5.3.1.3-path-of-256: the line is the limit.
export function parseMailbox(c: Cursor): Mailbox | undefined {
  const from = c.pos;
  const local = parseLocalPart(c);
  // rfc5321-4.1.2-mailbox-needs-a-domain
  if (local === undefined || !c.eat('@')) return back(c, from);
  const domain = c.code() === BRACKET ? parseAddressLiteral(c) : parseDomain(c);
  return domain === undefined ? back(c, from) : { local, domain };
}

/**
 * RFC 5321 4.1.2 `Path` with its brackets, `<>` as `null`.
 * @param postmaster whether `<Postmaster>` without a domain is one (4.1.1.3)
 */
export function parsePath(c: Cursor, postmaster: boolean): Path | 'null' | undefined {
  const from = c.pos;
  // rfc5321-4.1.2-path-needs-brackets, rfc5321-4.1.1.2-blank-after-the-colon-refused
  if (!c.eat('<')) return undefined;
  if (c.eat('>')) return 'null';
  // rfc5321-4.5.1-postmaster-without-domain, rfc5321-4.5.1-postmaster-in-any-case
  if (postmaster && c.eatAnyCase('POSTMASTER>')) {
    return { route: [], local: c.text.slice(c.pos - 11, c.pos - 1), domain: undefined };
  }
  const route: string[] = [];
  // rfc5321-4.1.1.3-source-route-recognised, rfc5321-C-source-route-in-reverse-path-accepted, rfc5321-4.1.2-malformed-route-refused
  if (c.code() === AT) {
    do {
      const host = c.eat('@') ? parseDomain(c) : undefined;
      if (host === undefined) return back(c, from);
      route.push(host);
    } while (c.eat(','));
    if (!c.eat(':')) return back(c, from);
  }
  const mailbox = parseMailbox(c);
  // rfc5321-4.1.2-unbalanced-path-refused, rfc5321-4.1.2-path-without-mailbox-refused, rfc5321-4.1.2-second-at-sign-refused
  if (mailbox === undefined || !c.eat('>')) return back(c, from);
  return { route, local: mailbox.local, domain: mailbox.domain };
}

/** The local-part with as few quotes as it needs. */
// rfc5321-4.1.2-quoted-sender-kept
export function printLocalPart(local: string): string {
  const c = new Cursor(local, 0, true);
  if (parseDotString(c) !== undefined && c.done) return local;
  let s = '"';
  for (const x of local) s += x === '"' || x === '\\' ? `\\${x}` : x;
  return `${s}"`;
}

export function printMailbox(m: Mailbox): string {
  return `${printLocalPart(m.local)}@${m.domain}`;
}

/** With brackets, and with its source route. */
export function printPath(p: Path | 'null'): string {
  if (p === 'null') return '<>';
  if (p.domain === undefined) return `<${p.local}>`;
  const route = p.route.length > 0 ? `${p.route.map((h) => `@${h}`).join(',')}:` : '';
  return `<${route}${printMailbox({ local: p.local, domain: p.domain })}>`;
}

const HYPHEN = 0x2d;
const DQUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACKET = 0x5b;
const AT = 0x40;

function back(c: Cursor, to: number): undefined {
  c.pos = to;
  return undefined;
}
