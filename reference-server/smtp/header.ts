const LF = 0x0a;
const CR = 0x0d;
const SP = 0x20;
const HT = 0x09;
const COLON = 0x3a;

/** Octets of a header section that are looked at; what is beyond passes as it is. */
export const HEADER_MAX = 256 * 1024;

export interface HeaderFacts {
  /** Received fields. */
  hops: number;
  hasDate: boolean;
  hasMessageId: boolean;
  /** False when the header section was longer than what is looked at. */
  whole: boolean;
}

/**
 * Lets a message pass and looks at its header section on the way: counts Received fields, takes Return-Path fields out (final delivery writes its
 * own). Nothing else is changed (rfc5321-4.4-old-received-unchanged, rfc5321-4.4-received-order-kept), and nothing is judged
 * (rfc5321-3.3-header-defects-not-refused, rfc5321-3.3-resent-mismatch-not-refused, rfc5321-4.5.3.1.8-header-recipients-do-not-count).
 * Trace fields of any form pass (rfc5321-3.7.2-odd-trace-not-refused, rfc5321-3.7.2-odd-trace-handled-robustly). Octets are held until the header section is over.
 */
export class HeaderGate {
  #held = Buffer.alloc(0);
  #size = 0;
  #open = true;

  /** @returns what may pass now; `facts` once, when the header section is over */
  push(b: Buffer): { pass: Buffer[]; facts?: HeaderFacts } {
    if (!this.#open) return { pass: [b] };
    if (this.#size === 0 && isOver(b, 0)) {
      this.#open = false;
      return scan(b);
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
    return scan(all);
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

const EMPTY_LINE = Buffer.from('\r\n\r\n');

/** Whether an empty line stands at `from` or behind it, or the section is empty from the start. */
function isOver(b: Buffer, from: number): boolean {
  return b.indexOf(EMPTY_LINE, from) >= 0 || (b[0] === CR && b[1] === LF);
}

function scan(all: Buffer): { pass: Buffer[]; facts: HeaderFacts } {
  const facts: HeaderFacts = { hops: 0, hasDate: false, hasMessageId: false, whole: false };
  const pass: Buffer[] = [];
  let from = 0;
  let at = 0;
  let dropping = false;
  while (at < all.length) {
    const lf = all.indexOf(LF, at);
    const end = lf < 0 ? all.length : lf + 1;
    const folded = all[at] === SP || all[at] === HT;
    if (!folded) {
      const name = fieldName(all, at, end);
      // An empty line, or one that is no field: the header section is over.
      if (name === undefined) {
        facts.whole = true;
        break;
      }
      const drop = name === 'return-path';
      if (drop !== dropping) {
        // rfc5321-4.4-one-return-path, rfc5321-4.4-old-return-path-may-be-removed
        if (drop) pass.push(all.subarray(from, at));
        from = at;
        dropping = drop;
      }
      if (name === 'received') facts.hops += 1;
      if (name === 'date') facts.hasDate = true;
      if (name === 'message-id') facts.hasMessageId = true;
    }
    at = end;
  }
  if (at >= all.length) facts.whole = all.length < HEADER_MAX;
  if (dropping) from = at;
  pass.push(all.subarray(from));
  return { pass: pass.filter((p) => p.length > 0), facts };
}

/** Lower-case name of the field that starts here, '' for one longer than any looked for; undefined where no field starts. */
function fieldName(b: Buffer, from: number, end: number): string | undefined {
  let i = from;
  while (i < end && b[i]! > SP && b[i]! < 127 && b[i] !== COLON) i += 1;
  const nameEnd = i;
  while (i < end && (b[i] === SP || b[i] === HT)) i += 1;
  if (nameEnd === from || i >= end || b[i] !== COLON || b[from] === CR) return undefined;
  return nameEnd - from > 16 ? '' : b.toString('latin1', from, nameEnd).toLowerCase();
}
