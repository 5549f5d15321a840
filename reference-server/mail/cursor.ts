/**
 * A place in a text: of one character an octet (latin1), or decoded from UTF-8 where characters beyond US-ASCII are meant to be read.
 * Every `eat…` moves on only where it succeeds.
 */
export class Cursor {
  readonly text: string;
  pos: number;
  /** Characters beyond US-ASCII may stand in addresses (RFC 6531 3.3). */
  readonly international: boolean;

  constructor(text: string, pos = 0, international = false) {
    this.text = text;
    this.pos = pos;
    this.international = international;
  }

  /** Whether a character is one that RFC 6531 3.3 adds to `atext`, `qtextSMTP` and `sub-domain` here. */
  adds(code: number): boolean {
    return this.international && code > 127;
  }

  get done(): boolean {
    return this.pos >= this.text.length;
  }

  /** Code of the next character; NaN at the end. */
  code(): number {
    return this.text.charCodeAt(this.pos);
  }

  /** Takes `s` where it stands next, letter by letter. */
  eat(s: string): boolean {
    if (!this.text.startsWith(s, this.pos)) return false;
    this.pos += s.length;
    return true;
  }

  /** As `eat`, in any case. @param upper in capitals */
  eatAnyCase(upper: string): boolean {
    const there = this.text.slice(this.pos, this.pos + upper.length);
    if (there.length !== upper.length || there.toUpperCase() !== upper) return false;
    this.pos += upper.length;
    return true;
  }

  /** Takes all characters up to the first that does not fit; perhaps none. */
  eatWhile(fits: (code: number) => boolean): string {
    const from = this.pos;
    while (this.pos < this.text.length && fits(this.text.charCodeAt(this.pos))) this.pos += 1;
    return this.text.slice(from, this.pos);
  }

  /** Everything that is left. */
  rest(): string {
    const s = this.text.slice(this.pos);
    this.pos = this.text.length;
    return s;
  }
}

export function isAlpha(c: number): boolean {
  return (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
}
export function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}
export function isAlnum(c: number): boolean {
  return isAlpha(c) || isDigit(c);
}
export function isHexDigit(c: number): boolean {
  return isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}

/** A number of 1 to `max` decimal digits and nothing else. */
export function decimal(text: string, max: number): number | undefined {
  if (text === '' || text.length > max) return undefined;
  for (let i = 0; i < text.length; i++) if (!isDigit(text.charCodeAt(i))) return undefined;
  return Number(text);
}

const ATEXT = new Set([..."!#$%&'*+-/=?^_`{|}~"].map((c) => c.charCodeAt(0)));
/** RFC 5322 3.2.3 `atext`. */
export function isAtext(c: number): boolean {
  return isAlnum(c) || ATEXT.has(c);
}
