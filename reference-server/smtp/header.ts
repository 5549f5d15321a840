import { Cursor } from '../mail/cursor.ts';
import { authservId, mustGo, skipCfws } from './authres.ts';
import type { Facts } from './command.ts';

const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const HT = 0x09;
const COLON = 0x3a;
/** Longest name looked for. */
const NAME_MAX = 'authentication-results'.length;

/** Octets of a header section that are looked at; a longer one is refused. */
export const HEADER_MAX = 256 * 1024;

export interface HeaderFacts {
  /** Received fields. */
  hops: number;
  hasDate: boolean;
  hasFrom: boolean;
  hasMessageId: boolean;
  /** The message begins with text that is no field, and no empty line stands before it. */
  bare: boolean;
  /** False when the header section was longer than what is looked at. */
  whole: boolean;
}

export interface GateOptions {
  /** RFC 6409 8 holds: a Message-ID that is none is taken out, and counts as missing. */
  submission: boolean;
  /** Identifiers under which only this site tells of authentication (RFC 8601 2.5), as `authservId` gives them; absent: those of the client stay. */
  authservIds?: ReadonlySet<string>;
}

/**
 * Lets a message pass and looks at its header section on the way: counts Received fields, takes Return-Path fields out (final delivery writes its
 * own), and results of authentication this server is said to have found (RFC 8601 5). Nothing else is changed (rfc5321-4.4-old-received-unchanged, rfc5321-4.4-received-order-kept), and nothing is judged
 * (rfc5321-3.3-header-defects-not-refused, rfc1123-5.2.19-source-route-in-header-accepted, rfc5321-3.3-resent-mismatch-not-refused, rfc5321-4.5.3.1.8-header-recipients-do-not-count).
 * Trace fields of any form pass (rfc5321-3.7.2-odd-trace-not-refused, rfc5321-3.7.2-odd-trace-handled-robustly). Octets are held until the header section is over.
 *
 * So lines and fields of any length pass (rfc5322-2.1.1-header-line-of-998-kept, rfc5322-2.2.3-long-folded-field-kept), in their order
 * (rfc5322-3.6-fields-not-reordered, rfc5322-3.6-trace-and-resent-not-reordered), whatever they say (rfc5322-3.6.6-resent-fields-are-for-information), and
 * however they are written: rfc5322-4-obsolete-forms-accepted, rfc5322-4-malformed-data-not-lost, rfc5322-4.1-control-characters-accepted,
 * rfc5322-4.2-blank-lines-in-a-field-accepted, rfc5322-4.5-repeated-fields-accepted.
 */
export class HeaderGate {
  readonly #o: GateOptions;
  #held = Buffer.alloc(0);
  #size = 0;
  #open = true;

  constructor(o: GateOptions) {
    this.#o = o;
  }

  /** @returns what may pass now; `facts` once, when the header section is over */
  push(b: Buffer): { pass: Buffer[]; facts?: HeaderFacts } {
    if (!this.#open) return { pass: [b] };
    if (this.#size === 0 && isOver(b, 0)) {
      this.#open = false;
      return scan(b, this.#o);
    }
    this.#hold(b);
    // The empty line may lie across two pieces.
    const all = this.#held.subarray(0, this.#size);
    if (!isOver(all, Math.max(0, this.#size - b.length - 3)) && this.#size < HEADER_MAX) return { pass: [] };
    return this.finish();
  }

  /** The message is over, or its header section is. */
  finish(): { pass: Buffer[]; facts?: HeaderFacts } {
    if (!this.#open) return { pass: [] };
    this.#open = false;
    const all = this.#held.subarray(0, this.#size);
    this.#held = Buffer.alloc(0);
    return scan(all, this.#o);
  }

  #hold(b: Buffer): void {
    if (this.#size + b.length > this.#held.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(1024, this.#size + b.length, this.#held.length * 2));
      this.#held.copy(grown, 0, 0, this.#size);
      this.#held = grown;
    }
    b.copy(this.#held, this.#size);
    this.#size += b.length;
  }
}

/** What is looked for in a message that comes in this session. The client of LMTP is the site's own: what it says of authentication stays. */
export function gateFor(f: Facts): GateOptions {
  const submission = f.role === 'submission';
  if (f.role === 'lmtp') return { submission };
  const { domain, hostname } = f.ctx.config;
  return { submission, authservIds: new Set([authservId(domain), authservId(hostname)]) };
}

const EMPTY_LINE = Buffer.from('\r\n\r\n');

/** Whether an empty line stands at `from` or behind it, or the section is empty from the start. */
function isOver(b: Buffer, from: number): boolean {
  return b.indexOf(EMPTY_LINE, from) >= 0 || (b[0] === CR && b[1] === LF);
}

function scan(all: Buffer, o: GateOptions): { pass: Buffer[]; facts: HeaderFacts } {
  const facts: HeaderFacts = {
    hops: 0,
    hasDate: false,
    hasFrom: false,
    hasMessageId: false,
    bare: false,
    whole: false,
  };
  const pass: Buffer[] = [];
  let from = 0;
  let at = 0;
  while (at < all.length) {
    const line = lineEnd(all, at);
    // What is folded and has nothing above it belongs to no field.
    if (isFolded(all, at)) {
      at = line;
      continue;
    }
    const name = fieldName(all, at, line);
    // An empty line, or one that is no field: the header section is over.
    if (name === undefined) {
      facts.whole = true;
      facts.bare = at === 0 && all[0] !== CR && all[0] !== LF;
      break;
    }
    let end = line;
    while (end < all.length && isFolded(all, end)) end = lineEnd(all, end);
    // The end of a field that reaches beyond what is looked at would stay alone.
    const cut = end === all.length && all.length >= HEADER_MAX;
    if (!cut && isDropped(name, () => fieldValue(all, at, end), o)) {
      pass.push(all.subarray(from, at));
      from = end;
    } else {
      if (name === 'received') facts.hops += 1;
      if (name === 'date') facts.hasDate = true;
      if (name === 'from') facts.hasFrom = true;
      if (name === 'message-id') facts.hasMessageId = true;
    }
    at = end;
  }
  if (at >= all.length) facts.whole = all.length < HEADER_MAX;
  pass.push(all.subarray(from));
  return { pass: pass.filter((p) => p.length > 0), facts };
}

function isDropped(name: string, value: () => string, o: GateOptions): boolean {
  // rfc5321-4.4-one-return-path, rfc5321-4.4-old-return-path-may-be-removed
  if (name === 'return-path') return true;
  // rfc8601-5-field-name-in-any-case, rfc8601-5-other-fields-may-stay, rfc8601-4-nothing-added-to-existing-field, rfc8601-4.1-fields-not-reordered
  // rfc8601-5-every-forged-field-deleted. Nothing is written of checks here (rfc8601-4-own-field-above-own-trace).
  if (name === 'authentication-results') return o.authservIds !== undefined && mustGo(value(), o.authservIds);
  // rfc6409-8.3-invalid-message-id-replaced: one that is none counts as missing.
  return name === 'message-id' && o.submission && !isMessageId(value());
}

/** RFC 5322 3.6.4 `msg-id`, comments beside it allowed; blanks within it are not. */
function isMessageId(value: string): boolean {
  const c = new Cursor(value);
  skipCfws(c);
  if (!c.eat('<')) return false;
  const left = c.eatWhile(isIdText);
  const right = c.eat('@') ? c.eatWhile(isIdText) : '';
  if (left === '' || right === '' || !c.eat('>')) return false;
  skipCfws(c);
  return c.done;
}

function isIdText(x: number): boolean {
  return x > SP && x !== 127 && x !== 0x3c && x !== 0x3e && x !== 0x40;
}

function isFolded(b: Buffer, at: number): boolean {
  return b[at] === SP || b[at] === HT;
}

/** Behind the line end of the line at `at`. */
function lineEnd(b: Buffer, at: number): number {
  const lf = b.indexOf(LF, at);
  return lf < 0 ? b.length : lf + 1;
}

function fieldValue(b: Buffer, from: number, end: number): string {
  return b.toString('latin1', b.indexOf(COLON, from) + 1, end);
}

/** Lower-case name of the field that starts here, '' for one longer than any looked for; undefined where no field starts. */
function fieldName(b: Buffer, from: number, end: number): string | undefined {
  let i = from;
  while (i < end && b[i]! > SP && b[i]! < 127 && b[i] !== COLON) i += 1;
  const nameEnd = i;
  // rfc5322-4.5-blanks-before-the-colon-understood
  while (i < end && (b[i] === SP || b[i] === HT)) i += 1;
  if (nameEnd === from || i >= end || b[i] !== COLON || b[from] === CR) return undefined;
  return nameEnd - from > NAME_MAX ? '' : b.toString('latin1', from, nameEnd).toLowerCase();
}
