import {
  BIND_KINDS,
  type BindKind,
  DialogueSyntaxError,
  type Pattern,
  type PatternPart,
  type SourceLine,
  type Template,
  type TemplatePart,
} from './types.ts';

const NAME = /^\{([A-Za-z][\w.-]*)(:string)?\}/;
/** `{xy*300}`: text that is repeated, so that long lines can be read. */
const REPEAT = /^\{([^{}*\\]{1,80})\*([1-9]\d{0,5})\}/;
const SEQUENCE = /^\{msg#(\d{1,9})\}/;
const BIND = /^<([A-Za-z][\w.-]*):(\w+)>/;

/** Gathers literal octets between the parts. */
class Parts<P> {
  readonly parts: (P | { bytes: Buffer })[] = [];
  #held: Buffer[] = [];

  bytes(b: Buffer): void {
    this.#held.push(b);
  }

  add(p: P): void {
    this.#flush();
    this.parts.push(p);
  }

  done(): (P | { bytes: Buffer })[] {
    this.#flush();
    return this.parts;
  }

  #flush(): void {
    if (this.#held.length > 0) this.parts.push({ bytes: Buffer.concat(this.#held) });
    this.#held = [];
  }
}

const OCTETS: Record<string, number> = { r: 13, n: 10, t: 9, '0': 0, '\\': 92 };
const PUNCTUATION = '{}<>()|.';

/** What a backslash at `i` means, and how many characters it takes. Where it is no escape it is itself: IMAP's flags need none. */
function unescapeAt(s: string, i: number): { octet: Buffer; length: number } {
  const c = s[i + 1] ?? '';
  const hex = /^x[0-9A-Fa-f]{2}/.exec(s.slice(i + 1, i + 4))?.[0];
  if (hex) return { octet: Buffer.from(hex.slice(1), 'hex'), length: 4 };
  const octet = OCTETS[c];
  if (octet !== undefined) return { octet: Buffer.from([octet]), length: 2 };
  if (c !== '' && PUNCTUATION.includes(c)) return { octet: Buffer.from(c), length: 2 };
  return { octet: Buffer.from('\\'), length: 1 };
}

/** Parses text to send. `count`: whether `{#}` means the octets of the block. */
export function parseTemplate(s: string, at: SourceLine, count = false): Template {
  const out = new Parts<TemplatePart>();
  let i = 0;
  while (i < s.length) {
    const rest = s.slice(i, i + 120);
    if (s[i] === '\\') {
      const e = unescapeAt(s, i);
      out.bytes(e.octet);
      i += e.length;
    } else if (s[i] === '{') {
      const repeated = REPEAT.exec(rest);
      if (repeated) {
        out.bytes(Buffer.from(repeated[1]!.repeat(Number(repeated[2]))));
        i += repeated[0].length;
        continue;
      }
      const [part, length] = braces(rest, at, i, count);
      if (part) out.add(part);
      else out.bytes(Buffer.from('{'));
      i += length;
    } else {
      const next = plainRun(s, i, /[\\{]/g);
      out.bytes(Buffer.from(s.slice(i, next)));
      i = next;
    }
  }
  return out.done();
}

/** Writes repetitions out in text that is no dialogue (messages of a scenario). */
export function expand(text: string): string {
  return text.replace(/\{([^{}*\\]{1,80})\*([1-9]\d{0,5})\}/g, (_all, unit: string, n: string) =>
    unit.repeat(Number(n)),
  );
}

/** End of the run of ordinary characters from `i`. */
function plainRun(s: string, i: number, special: RegExp): number {
  special.lastIndex = i + 1;
  return special.exec(s)?.index ?? s.length;
}

function braces(rest: string, at: SourceLine, i: number, count: boolean): [TemplatePart | undefined, number] {
  const sequence = SEQUENCE.exec(rest);
  if (sequence) return [{ sequence: Number(sequence[1]) }, sequence[0].length];
  const name = NAME.exec(rest);
  if (name) return [named(name), name[0].length];
  if (rest.startsWith('{#}')) {
    if (!count) throw new DialogueSyntaxError(shift(at, i), '{#} counts the block of a C{} line; there is none here');
    return [{ count: true }, 3];
  }
  return [undefined, 1];
}

function named(m: RegExpExecArray): { name: string; as?: 'string' } {
  return m[2] ? { name: m[1] ?? '', as: 'string' } : { name: m[1] ?? '' };
}

export function shift(at: SourceLine, columns: number): SourceLine {
  return { ...at, column: at.column + columns };
}

/** Parses what a unit must look like. @throws DialogueSyntaxError with the column of what is wrong */
export function parsePattern(s: string, at: SourceLine = { line: 1, column: 1 }): Pattern {
  const { pattern } = new PatternParser(s, at).sequence(0, s.length);
  const whole = statusAlone(s) ? [...pattern, { rest: true as const }] : pattern;
  return openEnd(whole);
}

/** A reply code, a class, alternatives of them, or a POP3 or IMAP indicator alone: any text may follow. */
function statusAlone(s: string): boolean {
  const code = String.raw`(?:\d\d\d|[2-5]xx)`;
  return new RegExp(String.raw`^(?:${code}|\(${code}(?:\|${code})*\)|\+OK|-ERR|\+)$`).test(s);
}

/** A blank and `...` at the very end also match nothing. */
function openEnd(p: Pattern): Pattern {
  const rest = p.at(-1);
  const before = p.at(-2);
  if (!rest || !('rest' in rest) || !before || !('bytes' in before) || before.bytes.at(-1) !== 0x20) return p;
  const head = before.bytes.subarray(0, -1);
  const blank: Pattern = [{ bytes: Buffer.from(' ') }, { rest: true }];
  return [...p.slice(0, -2), ...(head.length > 0 ? [{ bytes: head }] : []), { oneOf: [blank, []] }];
}

class PatternParser {
  readonly #s: string;
  readonly #at: SourceLine;

  constructor(s: string, at: SourceLine) {
    this.#s = s;
    this.#at = at;
  }

  sequence(from: number, to: number): { pattern: Pattern } {
    const out = new Parts<PatternPart>();
    const s = this.#s;
    let i = from;
    const cls = /^([2-5])xx(?=[ )|]|$)/.exec(s.slice(from, to));
    if (cls) {
      out.add({ replyClass: Number(cls[1]) as 2 | 3 | 4 | 5 });
      i += 3;
    }
    while (i < to) i = this.#part(out, i, to);
    return { pattern: out.done() };
  }

  #part(out: Parts<PatternPart>, i: number, to: number): number {
    const s = this.#s;
    const c = s[i];
    const rest = s.slice(i, Math.min(to, i + 120));
    if (c === '\\') {
      const e = unescapeAt(s, i);
      out.bytes(e.octet);
      return i + e.length;
    }
    const dots = /^\.{3,}/.exec(rest)?.[0].length;
    if (dots !== undefined) {
      // of more than three dots the last three are the rest: `done....` is `done.` and anything
      if (dots > 3) out.bytes(Buffer.alloc(dots - 3, '.'));
      out.add({ rest: true });
      return i + dots;
    }
    if (c === '{') {
      const [part, length] = braces(rest, this.#at, i, false);
      if (part && !('count' in part)) out.add(part);
      else out.bytes(Buffer.from('{'));
      return i + length;
    }
    if (c === '<') return this.#bind(out, i, rest);
    if (c === '(') return this.#group(out, i, to);
    const next = Math.min(to, plainRun(s, i, /[\\{<(.]/g));
    out.bytes(Buffer.from(s.slice(i, next)));
    return next;
  }

  #bind(out: Parts<PatternPart>, i: number, rest: string): number {
    const bind = BIND.exec(rest);
    if (!bind) {
      out.bytes(Buffer.from('<'));
      return i + 1;
    }
    const kind = BIND_KINDS.find((k) => k === bind[2]) as BindKind | undefined;
    if (!kind) {
      const known = BIND_KINDS.join(', ');
      throw new DialogueSyntaxError(shift(this.#at, i), `<${bind[1]}:${bind[2]}>: no such kind; known are ${known}`);
    }
    out.add({ bind: bind[1] ?? '', kind });
    return i + bind[0].length;
  }

  /** `(a|b)`; parentheses without a bar of their own are themselves. */
  #group(out: Parts<PatternPart>, i: number, to: number): number {
    const bars: number[] = [];
    let depth = 0;
    for (let j = i; j < to; j++) {
      const c = this.#s[j];
      if (c === '\\') j += unescapeAt(this.#s, j).length - 1;
      else if (c === '(') depth++;
      else if (c === '|' && depth === 1) bars.push(j);
      else if (c === ')' && --depth === 0) {
        if (bars.length === 0) break;
        const edges = [i, ...bars, j];
        const oneOf = edges.slice(1).map((end, n) => this.sequence((edges[n] ?? i) + 1, end).pattern);
        out.add({ oneOf });
        return j + 1;
      }
    }
    out.bytes(Buffer.from('('));
    return i + 1;
  }
}
