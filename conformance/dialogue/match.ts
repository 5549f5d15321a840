import { lineText } from '../wire/pieces.ts';
import type { ServerUnit } from '../wire/types.ts';
import { stringAt } from './strings.ts';
import type { Bindings, BindKind, Mismatch, Pattern, PatternPart } from './types.ts';

/** Values found in one attempt, newest first. */
interface Env {
  name: string;
  value: Buffer;
  next: Env | undefined;
}

interface Thread {
  pos: number;
  env: Env | undefined;
}

/** What patterns are compared with besides the text. */
export interface Known {
  bindings: Bindings;
  /** `{msg#n}`; undefined where there is no such message any more. */
  sequence?: (n: number) => number | undefined;
}

/** Threads in order of preference, one a position: what keeps the matcher linear. */
class Threads {
  readonly list: Thread[] = [];
  readonly #seen: Uint8Array;

  constructor(length: number) {
    this.#seen = new Uint8Array(length + 1);
  }

  add(pos: number, env: Env | undefined): boolean {
    if (this.#seen[pos]) return false;
    this.#seen[pos] = 1;
    this.list.push({ pos, env });
    return true;
  }
}

class Matcher {
  readonly #text: Buffer;
  readonly #known: Known;
  furthest = 0;

  constructor(text: Buffer, known: Known) {
    this.#text = text;
    this.#known = known;
  }

  run(p: Pattern, from: readonly Thread[]): readonly Thread[] {
    let threads = from;
    for (const part of p) {
      threads = this.#step(part, threads);
      for (const t of threads) if (t.pos > this.furthest) this.furthest = t.pos;
      if (threads.length === 0) return threads;
    }
    return threads;
  }

  #step(part: PatternPart, from: readonly Thread[]): readonly Thread[] {
    const out = new Threads(this.#text.length);
    if ('oneOf' in part) {
      for (const branch of part.oneOf) for (const t of this.run(branch, from)) out.add(t.pos, t.env);
      return out.list;
    }
    if ('rest' in part) {
      for (const t of from) this.#spread(t, out, this.#text.length, () => t.env);
      return out.list;
    }
    let done = -1;
    for (const t of from) {
      if ('bind' in part) done = this.#bind(part, t, out, done);
      else {
        const end = this.#fixed(part, t);
        if (end !== undefined) out.add(end, t.env);
      }
    }
    return out.list;
  }

  /** All ends from a position on, the nearest first; stops where another thread has been before. */
  #spread(t: Thread, out: Threads, to: number, env: (end: number) => Env | undefined): void {
    for (let end = t.pos; end <= to; end++) if (!out.add(end, env(end))) return;
  }

  #fixed(
    part: Exclude<PatternPart, { oneOf: Pattern[] } | { rest: true } | { bind: string }>,
    t: Thread,
  ): number | undefined {
    if ('bytes' in part) return this.#equal(t.pos, part.bytes, true);
    if ('replyClass' in part) {
      const [a, b, c] = [this.#text[t.pos], this.#text[t.pos + 1], this.#text[t.pos + 2]];
      return a === 48 + part.replyClass && isDigit(b) && isDigit(c) ? t.pos + 3 : undefined;
    }
    if ('sequence' in part) {
      const n = this.#known.sequence?.(part.sequence);
      const end = n === undefined ? undefined : this.#equal(t.pos, Buffer.from(String(n)), false);
      return end !== undefined && isDigit(this.#text[end]) ? undefined : end;
    }
    const value = this.#value(part.name, t.env);
    if (!value) return undefined;
    if (part.as !== 'string') return this.#equal(t.pos, value, false);
    const s = stringAt(this.#text, t.pos);
    return s?.value.equals(value) ? s.end : undefined;
  }

  #equal(pos: number, bytes: Buffer, fold: boolean): number | undefined {
    const end = pos + bytes.length;
    if (end > this.#text.length) return undefined;
    for (let i = 0; i < bytes.length; i++) {
      const a = this.#text[pos + i]!;
      const b = bytes[i]!;
      if (a !== b && !(fold && lower(a) === lower(b))) return undefined;
    }
    return end;
  }

  #value(name: string, env: Env | undefined): Buffer | undefined {
    for (let e = env; e; e = e.next) if (e.name === name) return e.value;
    return this.#known.bindings.get(name);
  }

  /** `done`: up to where ends have been tried already; returns the new one. */
  #bind(part: { bind: string; kind: BindKind }, t: Thread, out: Threads, done: number): number {
    const text = this.#text;
    const bound = this.#value(part.bind, t.env);
    const take = (end: number, value = text.subarray(t.pos, end)): Env | undefined | false => {
      if (bound) return bound.equals(value) ? t.env : false;
      return { name: part.bind, value, next: t.env };
    };
    const offer = (end: number, value?: Buffer) => {
      const env = take(end, value);
      if (env !== false) out.add(end, env);
    };
    if (bound && part.kind !== 'string') {
      const end = this.#equal(t.pos, bound, false);
      if (end !== undefined && fits(part.kind, text, t.pos, end)) out.add(end, t.env);
      return done;
    }
    if (part.kind === 'text' || part.kind === 'line') {
      const to = part.kind === 'text' ? text.length : runEnd(text, t.pos, (c) => c !== 10 && c !== 13);
      this.#spread(t, out, to, (end) => ({ name: part.bind, value: text.subarray(t.pos, end), next: t.env }));
      return done;
    }
    if (part.kind === 'string') {
      const s = t.pos < done ? undefined : stringAt(text, t.pos);
      if (s) offer(s.end, s.value);
      return s?.atom ? s.end : done;
    }
    if (part.kind === 'code') {
      if (isCode(text, t.pos)) offer(t.pos + 3);
      return done;
    }
    // number and word: an earlier thread in the same run has tried these ends
    if (t.pos < done) return done;
    const end = runEnd(text, t.pos, part.kind === 'number' ? isDigit : (c) => c > 0x20 && c !== 0x7f);
    if (part.kind === 'number') {
      if (end > t.pos) offer(end);
    } else for (let e = end; e > t.pos; e--) offer(e);
    return end;
  }
}

function fits(kind: BindKind, text: Buffer, from: number, to: number): boolean {
  if (kind === 'number') return !isDigit(text[to]) && !isDigit(text[from - 1]);
  return kind !== 'code' || isCode(text, from);
}

function isCode(text: Buffer, pos: number): boolean {
  const first = text[pos] ?? 0;
  return first >= 0x32 && first <= 0x35 && isDigit(text[pos + 1]) && isDigit(text[pos + 2]) && !isDigit(text[pos + 3]);
}

function isDigit(c: number | undefined): boolean {
  return c !== undefined && c >= 0x30 && c <= 0x39;
}

function lower(c: number): number {
  return c >= 0x41 && c <= 0x5a ? c + 32 : c;
}

function runEnd(text: Buffer, from: number, holds: (c: number) => boolean): number {
  let end = from;
  while (end < text.length && holds(text[end]!)) end++;
  return end;
}

/** Compares a pattern with a whole text. Returns the bindings with what was bound now, or how far it came. Linear in the text. */
export function matchBytes(p: Pattern, text: Buffer, known: Known): Bindings | { furthest: number } {
  const matcher = new Matcher(text, known);
  const found = matcher.run(p, [{ pos: 0, env: undefined }]).find((t) => t.pos === text.length);
  if (!found) return { furthest: matcher.furthest };
  const out = new Map(known.bindings);
  const values: Env[] = [];
  for (let e = found.env; e; e = e.next) values.push(e);
  for (const e of values.reverse()) out.set(e.name, Buffer.from(e.value));
  return out;
}

/** Whether a text matches; nothing is bound. */
export function matchText(p: Pattern, text: Buffer, bindings: Bindings): boolean {
  return matchBytes(p, text, { bindings }) instanceof Map;
}

/** What a pattern is compared with: the lines of a reply with its last code and a blank; an untagged response with and without its `* `. */
export function textsOf(u: ServerUnit): Buffer[] {
  if (u.kind === 'reply') {
    const all = lineText(u.raw).split(/\r?\n/);
    const code = all.at(-1)?.slice(0, 3) ?? '';
    return all.map((l) => Buffer.from(l.length > 3 ? `${code} ${l.slice(4)}` : code, 'latin1'));
  }
  if (u.kind === 'malformed' || u.kind === 'closed') return [];
  const text = Buffer.from(lineText(u.raw), 'latin1');
  return u.kind === 'untagged' ? [text, text.subarray(2)] : [text];
}

/** Compares a pattern with a unit: one of its texts must match. Malformed units and the end of the connection match nothing. */
export function match(p: Pattern, u: ServerUnit, known: Known): Bindings | Mismatch {
  const texts = textsOf(u);
  let furthest = 0;
  for (const text of texts) {
    const m = matchBytes(p, text, known);
    if (m instanceof Map) return m;
    furthest = Math.max(furthest, m.furthest);
  }
  const got = texts[0]?.toString('latin1') ?? '';
  const reason = texts.length === 0 ? `${u.kind}` : `matches up to octet ${furthest} of ${got.length}`;
  return { mismatch: true, expected: '', got, reason };
}
