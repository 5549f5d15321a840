import { within } from '../wire/inbox.ts';
import { lineText } from '../wire/pieces.ts';
import { visible } from '../wire/transcript.ts';
import { type Connection, DeadlinePassed, type ServerUnit } from '../wire/types.ts';
import { coalesce } from './coalesce.ts';
import { type Known, match, matchBytes } from './match.ts';
import { Sequence } from './sequence.ts';
import { type Session, sessionOf } from './session.ts';
import { asData, render } from './template.ts';
import {
  type Also,
  type Bindings,
  DialogueFailure,
  DialogueSyntaxError,
  type Line,
  type Pattern,
  type RunContext,
  type SourceLine,
} from './types.ts';
import { CRLF, checkNames, isDot, saysBye, tagOf, usesSequence } from './units.ts';

type Expect = Extract<Line, { do: 'expect' }>;
type Completion = Extract<Line, { do: 'completion' }>;
type Say = Extract<Line, { do: 'say' }>;
type Literal = Extract<Line, { do: 'literal' }>;

/**
 * Speaks a dialogue on a connection; what it binds is put into `bindings`.
 * @throws DialogueFailure where the server does something else, DialogueSyntaxError for a name that is bound to nothing
 */
export async function runDialogue(
  lines: readonly Line[],
  conn: Connection,
  bindings: Bindings,
  ctx: RunContext,
): Promise<void> {
  const glue = ctx.cut === 'coalesced' && (conn.framing === 'imap' || ctx.pipelining === true);
  const plan = glue ? coalesce(lines, conn.framing) : lines;
  await new Speaker(plan, conn, bindings, ctx).run();
}

/** What holds until the next `S:`. */
interface Pending {
  some: Expect[];
  maybe: Expect[];
  never: Expect[];
}

class Speaker {
  readonly #lines: readonly Line[];
  readonly #conn: Connection;
  readonly #bindings: Bindings;
  readonly #ctx: RunContext;
  readonly #session: Session;
  readonly #sequence: Sequence;
  #pending: Pending = { some: [], maybe: [], never: [] };
  #refused = false;

  constructor(lines: readonly Line[], conn: Connection, bindings: Bindings, ctx: RunContext) {
    this.#lines = lines;
    this.#conn = conn;
    this.#bindings = bindings;
    this.#ctx = ctx;
    this.#session = sessionOf(conn);
    this.#sequence = usesSequence(lines) ? Sequence.of(conn) : new Sequence();
  }

  async run(): Promise<void> {
    for (const [i, line] of this.#lines.entries()) {
      if (line.do === 'say' || line.do === 'literal') {
        if (this.#skips(line)) continue;
        await this.#awaitSome();
        const next = this.#lines[i + 1];
        const glueNext = next !== undefined && (next.do === 'say' || next.do === 'literal') && next.glue;
        if (line.do === 'say') await this.#say(line, glueNext);
        else await this.#literal(line, next?.do === 'say' || next?.do === 'literal' ? next.continues : false, glueNext);
      } else if (line.do === 'completion') await this.#next(line);
      else if (line.mode === 'next') await this.#next(line);
      else if (line.mode === 'block') await this.#block(line);
      else this.#pending[line.mode].push(line);
    }
    await this.#awaitSome();
  }

  // what the client says

  /** What goes on after a literal that was refused is not sent. */
  #skips(line: Say | Literal): boolean {
    const skipped = this.#refused && line.continues;
    if (!skipped) this.#refused = false;
    return skipped;
  }

  get #known(): Known {
    return { bindings: this.#bindings, sequence: (n) => this.#sequence.of(n) };
  }

  #fill(t: Say['text'], at: SourceLine, count?: number): Buffer {
    const sequence = (n: number) => {
      const now = this.#sequence.of(n);
      if (now === undefined) {
        const message = `the server has told of no message ${n}, or it is gone`;
        throw new DialogueFailure(at, `a sequence number for {msg#${n}}`, 'none', 'mismatch', message);
      }
      return now;
    };
    return render(t, { bindings: this.#bindings, sequence, ...(count === undefined ? {} : { count }) }, at);
  }

  /** A fresh tag in front, where a command begins. */
  #tagged(text: Buffer, begins: boolean): Buffer {
    const s = this.#session;
    if (this.#conn.framing !== 'imap' || !begins) return text;
    if (s.invited) {
      s.invited = false;
      return text;
    }
    const tag = `d${++s.tags}`;
    s.open.push(tag);
    this.#sequence.client(text.toString('latin1', 0, 16));
    return Buffer.concat([Buffer.from(`${tag} `), text]);
  }

  async #write(bytes: Buffer, glueNext: boolean): Promise<void> {
    await this.#conn.write(bytes, { ...(this.#ctx.cut ? { cut: this.#ctx.cut } : {}), glueNext });
  }

  async #say(line: Say, glueNext: boolean): Promise<void> {
    const text = this.#fill(line.text, line.at);
    const said = this.#tagged(text, line.crlf && !line.continues);
    await this.#write(line.crlf ? Buffer.concat([said, CRLF]) : said, glueNext);
  }

  async #literal(line: Literal, continued: boolean, glueNext: boolean): Promise<void> {
    const body = this.#fill(line.body, line.at);
    if (line.form === 'data') return this.#write(asData(body), glueNext);
    const count = line.claimed ?? body.length;
    const head = this.#tagged(this.#fill(line.head, line.at, count), !line.continues);
    if (line.form === 'counted') return this.#write(Buffer.concat([head, CRLF, body]), glueNext);
    const blank = head.length > 0 && ' (['.includes(String.fromCharCode(head.at(-1)!)) ? '' : ' ';
    const mark = `${blank}${line.binary ? '~' : ''}{${count}${line.nonSync ? '+' : ''}}\r\n`;
    const announced = Buffer.concat([head, Buffer.from(mark)]);
    const octets = continued ? body : Buffer.concat([body, CRLF]);
    // what goes on after this literal is glued to it by `C&`
    if (line.nonSync) return this.#write(Buffer.concat([announced, octets]), glueNext);
    await this.#write(announced, false);
    if (await this.#invitation(line)) await this.#write(octets, glueNext);
    else this.#refused = continued;
  }

  /** Whether the server wants the literal. Refused before its octets, the command is complete: the next `S:` line sees that. */
  async #invitation(line: Literal): Promise<boolean> {
    const deadline = this.#deadline();
    for (;;) {
      const unit = await this.#read(line.at, '+ (to send the literal)', deadline);
      if (unit.kind === 'continue') {
        this.#session.invited = false;
        return true;
      }
      if (unit.kind === 'tagged' && tagOf(unit) === this.#session.open.at(-1)) {
        this.#conn.unread(unit);
        return false;
      }
      if (unit.kind !== 'untagged') throw this.#wrong(line.at, '+ (to send the literal)', unit);
      if (!this.#takeSome(unit)) this.#forbid(unit);
    }
  }

  // what the server says

  #deadline() {
    return within(this.#ctx.deadlineMs, this.#ctx.signal);
  }

  /** The next unit; the end of the connection is a failure wherever a unit is due. */
  async #read(at: SourceLine, expected: string, deadline: ReturnType<typeof within>): Promise<ServerUnit> {
    let unit: ServerUnit;
    try {
      unit = await this.#conn.read(deadline);
    } catch (e) {
      if (!(e instanceof DeadlinePassed)) throw e;
      const ms = this.#ctx.deadlineMs;
      throw new DialogueFailure(
        at,
        expected,
        `nothing within ${ms} ms`,
        'silence',
        `expected ${expected}, got nothing within ${ms} ms`,
      );
    }
    this.#sequence.server(unit);
    if (unit.kind === 'continue') this.#session.invited = true;
    if (saysBye(unit, true)) this.#session.closing = true;
    if (unit.kind !== 'closed') return unit;
    const cause = this.#session.closing ? 'closing' : 'hang-up';
    const got =
      unit.raw.length > 0 ? `${visible(unit.raw)} and the end of the connection` : 'the end of the connection';
    throw new DialogueFailure(at, expected, got, cause, `expected ${expected}, got ${got}`);
  }

  #wrong(at: SourceLine, expected: string, unit: ServerUnit, why = ''): DialogueFailure {
    const got = visible(unit.raw.subarray(0, 2000));
    const cause = saysBye(unit) ? 'closing' : 'mismatch';
    return new DialogueFailure(at, expected, got, cause, `expected ${expected}, got ${got}${why && ` (${why})`}`);
  }

  /** `S: …`: reads until the unit that the line is about. */
  async #next(line: Expect | Completion): Promise<void> {
    const deadline = this.#deadline();
    for (;;) {
      const unit = this.#early(line) ?? (await this.#read(line.at, line.source, deadline));
      if (this.#takeSome(unit)) continue;
      const verdict = line.do === 'completion' ? this.#completes(line, unit) : this.#meets(line, unit);
      if (verdict === 'held') continue;
      if (verdict === 'met') {
        this.#allSeen(unit);
        this.#pending = { some: [], maybe: [], never: [] };
        return;
      }
      if (this.#pending.maybe.some((m) => this.#try(m.pattern, unit, m.at))) continue;
      this.#forbid(unit);
      if (!this.#passes(line, unit)) throw this.#wrong(line.at, line.source, unit, verdict);
    }
  }

  #early(line: Expect | Completion): ServerUnit | undefined {
    const tag = this.#session.open[0];
    if (line.do !== 'completion' || tag === undefined) return undefined;
    const unit = this.#session.early.get(tag);
    this.#session.early.delete(tag);
    return unit;
  }

  /** Units that a line may leave unread: untagged responses, and lines of a list when its end is asked for. */
  #passes(line: Expect | Completion, unit: ServerUnit): boolean {
    if (unit.kind === 'untagged') return true;
    return unit.kind === 'line' && line.do === 'expect' && isDot(line.pattern);
  }

  #meets(line: Expect, unit: ServerUnit): string {
    const found = this.#compare(line.pattern, unit, line.at);
    if (typeof found === 'string') return found;
    this.#alsoMeets(line.also, unit);
    if (unit.kind === 'tagged') this.#complete(tagOf(unit));
    return 'met';
  }

  #completes(line: Completion, unit: ServerUnit): string {
    const tag = this.#session.open[0];
    if (tag === undefined)
      throw new DialogueSyntaxError(line.at, 'no command of this dialogue waits for its completion');
    if (unit.kind !== 'tagged') return unit.kind;
    const theirs = tagOf(unit);
    if (theirs !== tag) {
      if (!this.#session.open.includes(theirs) || this.#session.early.has(theirs)) return 'no command has that tag';
      this.#session.early.set(theirs, unit);
      return 'held';
    }
    const text = lineText(unit.raw).slice(tag.length + 1);
    const status = (/^[A-Za-z]+/.exec(text)?.[0] ?? '').toUpperCase();
    if (!line.status.some((s) => s === status)) throw this.#wrong(line.at, line.source, unit);
    const bound = this.#bind(line.rest, Buffer.from(text.slice(status.length), 'latin1'), line.at);
    if (!bound) throw this.#wrong(line.at, line.source, unit);
    this.#alsoMeets(line.also, unit);
    this.#complete(tag);
    return 'met';
  }

  #complete(tag: string): void {
    this.#session.open = this.#session.open.filter((t) => t !== tag);
    this.#session.invited = false;
  }

  #alsoMeets(also: readonly Also[], unit: ServerUnit): void {
    for (const a of also) {
      const found = this.#compare(a.pattern, unit, a.at);
      if (a.never !== (typeof found === 'string'))
        throw this.#wrong(a.at, a.source, unit, typeof found === 'string' ? found : '');
    }
  }

  /** Compares and binds; says why not. */
  #compare(p: Pattern, unit: ServerUnit, at: SourceLine): true | string {
    checkNames(p, this.#bindings, at);
    const m = match(p, unit, this.#known);
    if (!(m instanceof Map)) return m.reason;
    for (const [name, value] of m) this.#bindings.set(name, value);
    return true;
  }

  #try(p: Pattern, unit: ServerUnit, at: SourceLine): boolean {
    return this.#compare(p, unit, at) === true;
  }

  #bind(p: Pattern, text: Buffer, at: SourceLine): boolean {
    checkNames(p, this.#bindings, at);
    const m = matchBytes(p, text, this.#known);
    if (!(m instanceof Map)) return false;
    for (const [name, value] of m) this.#bindings.set(name, value);
    return true;
  }

  /** Gives the unit to the first `S*` that still waits for one, where its `S&` lines fit too. */
  #takeSome(unit: ServerUnit): boolean {
    for (const [i, s] of this.#pending.some.entries()) {
      const bound = this.#whole(s, unit);
      if (!bound) continue;
      for (const [name, value] of bound) this.#bindings.set(name, value);
      this.#pending.some.splice(i, 1);
      return true;
    }
    return false;
  }

  #whole(line: Expect, unit: ServerUnit): Bindings | undefined {
    let known = this.#known;
    for (const a of [{ pattern: line.pattern, at: line.at, never: false }, ...line.also]) {
      checkNames(a.pattern, known.bindings, a.at);
      const m = match(a.pattern, unit, known);
      if (m instanceof Map === a.never) return undefined;
      if (m instanceof Map) known = { ...known, bindings: m };
    }
    return known.bindings;
  }

  #forbid(unit: ServerUnit): void {
    const never = this.#pending.never.find((n) => this.#try(n.pattern, unit, n.at));
    if (never) throw this.#wrong(never.at, never.source, unit, 'it must not appear here');
  }

  #allSeen(unit: ServerUnit): void {
    const missing = this.#pending.some[0];
    if (missing) throw this.#wrong(missing.at, missing.source, unit, 'it had not come by then');
  }

  /** Before the client goes on, and at the end: what `S*` lines ask for must have come. */
  async #awaitSome(): Promise<void> {
    const deadline = this.#deadline();
    while (this.#pending.some.length > 0) {
      const first = this.#pending.some[0]!;
      const unit = await this.#read(first.at, first.source, deadline);
      if (this.#takeSome(unit)) continue;
      if (this.#pending.maybe.some((m) => this.#try(m.pattern, unit, m.at))) continue;
      this.#forbid(unit);
      if (unit.kind === 'tagged' && this.#session.open.includes(tagOf(unit)))
        this.#session.early.set(tagOf(unit), unit);
      else if (unit.kind !== 'untagged') throw this.#wrong(first.at, first.source, unit);
    }
  }

  /** `S{.}`: the lines of a POP3 answer up to the dot (RFC 1939 §3), unstuffed. */
  async #block(line: Expect): Promise<void> {
    const deadline = this.#deadline();
    const lines: Buffer[] = [];
    for (;;) {
      const unit = await this.#read(line.at, line.source, deadline);
      if (unit.kind !== 'line') throw this.#wrong(line.at, line.source, unit);
      if (lineText(unit.raw) === '.') break;
      lines.push(unit.raw[0] === 0x2e ? unit.raw.subarray(1) : unit.raw);
    }
    const all = Buffer.concat(lines);
    if (!this.#bind(line.pattern, all, line.at)) throw this.#wrong(line.at, line.source, { kind: 'line', raw: all });
  }
}
