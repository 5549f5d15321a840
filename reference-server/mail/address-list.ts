import { Cursor, isAtext } from './cursor.ts';

/** The domains of the mailboxes in an address list, in order; a literal keeps its brackets. */
export interface AddressList {
  domains: string[];
}

/** Comments within comments that are followed. */
const MAX_DEPTH = 50;

/**
 * Reads an address list of RFC 5322 3.4, unfolded, a character an octet: mailboxes and groups, comments, old source routes, dots in phrases and
 * empty elements (4.4). Octets above 127 are letters. Linear.
 * @returns undefined where it is none
 */
export function parseAddressList(text: string): AddressList | undefined {
  const c = new Cursor(text);
  const domains: string[] = [];
  for (;;) {
    if (!blank(c)) return undefined;
    if (c.done) return { domains };
    if (c.eat(',')) continue;
    if (!address(c, domains, true) || !blank(c)) return undefined;
    if (!c.done && !c.eat(',')) return undefined;
  }
}

/** A mailbox or, where they may be, a group. */
function address(c: Cursor, domains: string[], groups: boolean): boolean {
  let words = 0;
  let local = false;
  for (;;) {
    const word = c.code() === DQUOTE ? quoted(c) : atoms(c);
    if (word === undefined) return false;
    if (word === 'none') break;
    words += 1;
    local = words === 1 && word === 'local';
    if (!blank(c)) return false;
  }
  if (c.eat('@')) return local && domain(c, domains);
  if (c.eat('<')) return angle(c, domains);
  return groups && words > 0 && c.eat(':') && members(c, domains);
}

/** What stands between `:` and `;`. */
function members(c: Cursor, domains: string[]): boolean {
  for (;;) {
    if (!blank(c)) return false;
    if (c.eat(';')) return true;
    if (c.eat(',')) continue;
    if (!address(c, domains, false) || !blank(c)) return false;
    if (c.code() !== SEMICOLON && !c.eat(',')) return false;
  }
}

/** What follows `<`, up to and with `>`. */
function angle(c: Cursor, domains: string[]): boolean {
  if (!blank(c)) return false;
  if (c.code() === AT && !route(c)) return false;
  const word = c.code() === DQUOTE ? quoted(c) : atoms(c);
  return word === 'local' && blank(c) && c.eat('@') && domain(c, domains) && c.eat('>');
}

/** An old source route with its colon: its hosts are nobody's address. */
function route(c: Cursor): boolean {
  const hosts: string[] = [];
  do {
    if (!c.eat('@') || !domain(c, hosts)) return false;
  } while (c.eat(',') && blank(c));
  return c.eat(':') && blank(c);
}

function domain(c: Cursor, domains: string[]): boolean {
  if (!blank(c)) return false;
  const from = c.pos;
  if (c.eat('[')) {
    c.eatWhile((x) => x >= 32 && x !== BRACKET && x !== CLOSING && x !== BACKSLASH);
    if (!c.eat(']')) return false;
  } else if (atoms(c) !== 'local') return false;
  domains.push(c.text.slice(from, c.pos));
  return blank(c);
}

type Word = 'local' | 'phrase' | 'none';

/** Atoms with dots: `local` where they can be a local-part or a domain, `phrase` where a dot stands amiss. */
function atoms(c: Cursor): Word {
  const word = c.eatWhile((x) => isAtext(x) || x === DOT || x > 127);
  if (word === '') return 'none';
  return word.startsWith('.') || word.endsWith('.') || word.includes('..') ? 'phrase' : 'local';
}

function quoted(c: Cursor): Word | undefined {
  c.pos += 1;
  for (;;) {
    c.eatWhile((x) => x !== DQUOTE && x !== BACKSLASH);
    if (c.eat('"')) return 'local';
    if (!pair(c)) return undefined;
  }
}

/** White space and comments. False where a comment has no end. */
function blank(c: Cursor): boolean {
  for (;;) {
    c.eatWhile((x) => x === SP || x === HT);
    if (!c.eat('(')) return true;
    for (let depth = 1; depth > 0; ) {
      c.eatWhile((x) => x !== OPEN && x !== CLOSE && x !== BACKSLASH);
      if (c.eat('(')) depth += 1;
      else if (c.eat(')')) depth -= 1;
      else if (!pair(c)) return false;
      if (depth > MAX_DEPTH) return false;
    }
  }
}

function pair(c: Cursor): boolean {
  if (!c.eat('\\') || c.done) return false;
  c.pos += 1;
  return true;
}

const HT = 0x09;
const SP = 0x20;
const DQUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const DOT = 0x2e;
const SEMICOLON = 0x3b;
const AT = 0x40;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING = 0x5d;
