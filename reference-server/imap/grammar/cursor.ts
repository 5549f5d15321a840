import { Cursor as TextCursor } from '../../mail/cursor.ts';

/** The only error these parsers throw: the client's command breaks the grammar. `at` is an offset in octets. */
export class SyntaxFault extends Error {
  readonly at: number;
  constructor(what: string, at: number) {
    super(what);
    this.name = 'SyntaxFault';
    this.at = at;
  }
}

/** Character classes of RFC 3501 section 9, by code. */
const ATOM = 1;
const ASTRING = 2;
const LIST = 4;
const DIGIT = 8;
const TAG = 16;
const classes = new Uint8Array(256);
for (let c = 0x21; c < 0x7f; c++) {
  const ch = String.fromCharCode(c);
  const atom = !'(){%*"\\]'.includes(ch);
  if (atom) classes[c]! |= ATOM | ASTRING | LIST;
  if (ch === ']') classes[c]! |= ASTRING | LIST;
  if (ch === '%' || ch === '*') classes[c]! |= LIST;
  if (ch >= '0' && ch <= '9') classes[c]! |= DIGIT;
  if ((classes[c]! & ASTRING) !== 0 && ch !== '+') classes[c]! |= TAG;
}

const MAX_NUMBER = 0xffffffff;

export function isAtom(s: string): boolean {
  return every(s, ATOM);
}
export function isAstringAtom(s: string): boolean {
  return every(s, ASTRING);
}
export function isListAtom(s: string): boolean {
  return every(s, LIST);
}
function every(s: string, mask: number): boolean {
  for (let i = 0; i < s.length; i++) if (((classes[s.charCodeAt(i)] ?? 0) & mask) === 0) return false;
  return s.length > 0;
}

/**
 * Reads a whole command: a latin1 string (one character an octet) without its last CRLF, literals in place as `{n}CRLF` and octets.
 * Every method goes forward only, so that parsing is linear; each but `eat…` throws `SyntaxFault`.
 */
// rfc3501-9-words-in-any-case: words are taken by `eatAnyCase`.
export class Cursor extends TextCursor {
  fault(what: string): SyntaxFault {
    return new SyntaxFault(what, this.pos);
  }
  /** The next character, or '' at the end. */
  peek(): string {
    return this.text.charAt(this.pos);
  }
  end(): void {
    if (!this.done) throw this.fault('nothing more was expected here');
  }
  expect(ch: string): void {
    if (!this.eat(ch)) throw this.fault(`expected ${ch === ' ' ? 'a space' : ch}`);
  }
  /** Exactly one space: no tab, no second one (section 9, note 2). */
  sp(): void {
    this.expect(' ');
  }

  #run(mask: number, what: string): string {
    const from = this.pos;
    while (((classes[this.text.charCodeAt(this.pos)] ?? 0) & mask) !== 0) this.pos++;
    if (this.pos === from) throw this.fault(`expected ${what}`);
    return this.text.substring(from, this.pos);
  }
  atom(): string {
    return this.#run(ATOM, 'an atom');
  }
  tag(): string {
    return this.#run(TAG, 'a tag');
  }
  /** number: 0 to 4294967295. */
  number(): number {
    const from = this.pos;
    let n = 0;
    while (((classes[this.text.charCodeAt(this.pos)] ?? 0) & DIGIT) !== 0) {
      n = Math.min(n * 10 + this.text.charCodeAt(this.pos) - 48, MAX_NUMBER + 1);
      this.pos++;
    }
    if (this.pos === from) throw this.fault('expected a number');
    // rfc3501-9-numbers-are-32-bit
    if (n > MAX_NUMBER) throw this.fault('the number does not fit 32 bits');
    return n;
  }
  /** nz-number: no zero, and none in front. */
  nzNumber(): number {
    if (this.peek() === '0') throw this.fault('expected a number that does not start with 0');
    return this.number();
  }
  /** Exactly `n` digits. */
  digits(n: number): number {
    const from = this.pos;
    for (let i = 0; i < n; i++, this.pos++) {
      if (((classes[this.text.charCodeAt(this.pos)] ?? 0) & DIGIT) === 0) throw this.fault('expected a digit');
    }
    return Number(this.text.substring(from, this.pos));
  }

  // rfc3501-4.3-literal-and-quoted-mean-the-same
  /** @param eightBit take octets over 127 in quotes too, as many a client writes UTF-8 */
  astring(eightBit = false): string {
    const ch = this.peek();
    if (ch === '"') return this.quoted(eightBit);
    if (ch === '{') return this.literal();
    return this.#run(ASTRING, 'a string');
  }
  string(): string {
    return this.peek() === '{' ? this.literal() : this.quoted();
  }
  /** list-mailbox: like astring, wildcards allowed bare. */
  listMailbox(): string {
    const ch = this.peek();
    if (ch === '"') return this.quoted();
    if (ch === '{') return this.literal();
    return this.#run(LIST, 'a mailbox pattern');
  }
  quoted(eightBit = false): string {
    this.expect('"');
    let out = '';
    let from = this.pos;
    for (;;) {
      const c = this.text.charCodeAt(this.pos);
      if (c === 0x22) break;
      if (c === 0x5c) {
        out += this.text.substring(from, this.pos);
        const next = this.text.charCodeAt(this.pos + 1);
        if (next !== 0x22 && next !== 0x5c) throw this.fault('only " and \\ are escaped');
        from = this.pos + 1;
        this.pos += 2;
        continue;
      }
      if (Number.isNaN(c)) throw this.fault('the quoted string does not end');
      if (c === 0 || c === 0x0d || c === 0x0a || (c > 0x7f && !eightBit))
        throw this.fault('not allowed in a quoted string');
      this.pos++;
    }
    out += this.text.substring(from, this.pos);
    this.pos++;
    return out;
  }
  /** A literal that was gathered: its octets stand behind `{n}CRLF` or `{n+}CRLF`. */
  literal(): string {
    this.expect('{');
    const n = this.number();
    this.eat('+');
    this.expect('}');
    this.expect('\r');
    this.expect('\n');
    if (this.pos + n > this.text.length) throw this.fault('the literal is cut off');
    const value = this.text.substring(this.pos, this.pos + n);
    // rfc3501-9-no-nul
    if (value.includes('\0')) throw this.fault('NUL is not allowed');
    this.pos += n;
    return value;
  }
  /** `(` item *(SP item) `)`; `()` only where `empty`. */
  list<T>(item: () => T, empty = false): T[] {
    this.expect('(');
    if (empty && this.eat(')')) return [];
    const out = [item()];
    while (this.eat(' ')) out.push(item());
    this.expect(')');
    return out;
  }
}
