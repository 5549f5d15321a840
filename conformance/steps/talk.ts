import { Broken, type BrokenCause } from '../runner/errors.ts';
import { type Connection, type Deadline, DeadlinePassed, type ServerUnit } from '../wire/types.ts';

/**
 * The suite's own commands: seeding, looking what arrived, surveying. What a scenario asks is written as dialogue instead.
 * Every function throws `Broken` where the server does something else than what is needed.
 */

export function within(ms: number, signal?: AbortSignal): Deadline {
  return { at: performance.now() + ms, ...(signal ? { signal } : {}) };
}

/** One unit's text without the last line end. */
export function text(u: ServerUnit): string {
  return u.raw.toString('latin1').replace(/\r?\n$/, '');
}

function broken(cause: BrokenCause, asked: string, expected: string, got: string): Broken {
  return new Broken(`${asked}: expected ${expected}, got ${got}`, expected, got, cause);
}

/** The next unit. Silence and an end of the connection are what the server did wrong, not ours. */
export async function next(c: Connection, ms: number, asked: string, expected: string): Promise<ServerUnit> {
  let unit: ServerUnit;
  try {
    unit = await c.read(within(ms));
  } catch (e) {
    if (e instanceof DeadlinePassed) throw broken('silence', asked, expected, `nothing within ${ms} ms`);
    throw e;
  }
  if (unit.kind === 'closed') throw broken('hang-up', asked, expected, 'the connection was closed');
  if (unit.kind === 'malformed') throw broken('mismatch', asked, expected, JSON.stringify(text(unit)));
  return unit;
}

export interface Reply {
  code: number;
  /** Text of each line, after the code. */
  lines: string[];
}

function reply(u: ServerUnit): Reply {
  const lines = text(u).split('\r\n');
  return { code: Number(lines[0]?.slice(0, 3)), lines: lines.map((l) => l.slice(4)) };
}

const line = (s: string) => Buffer.from(`${s}\r\n`, 'latin1');

/** Reads one SMTP reply of one of the wanted classes or codes. */
export async function smtpReply(c: Connection, ms: number, asked: string, ...wanted: number[]): Promise<Reply> {
  const expected = wanted.map((w) => (w < 10 ? `${w}xx` : String(w))).join(' or ');
  const r = reply(await next(c, ms, asked, expected));
  const fits = wanted.some((w) => (w < 10 ? Math.floor(r.code / 100) === w : r.code === w));
  if (!fits) throw broken(r.code === 421 ? 'closing' : 'mismatch', asked, expected, `${r.code} ${r.lines.join(' / ')}`);
  return r;
}

export async function smtp(c: Connection, ms: number, command: string, ...wanted: number[]): Promise<Reply> {
  await c.write(line(command));
  return await smtpReply(c, ms, command, ...wanted);
}

/** A message as it goes over the wire after DATA: dots stuffed, the end of data added. */
export function stuffed(message: Buffer): Buffer {
  const s = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
  return Buffer.from(`${s}${s.endsWith('\r\n') || s === '' ? '' : '\r\n'}.\r\n`, 'latin1');
}

/** A whole lawful transaction. LMTP answers once a recipient. */
export async function transaction(
  c: Connection,
  ms: number,
  envelope: { from: string; to: readonly string[] },
  message: Buffer,
): Promise<void> {
  await smtp(c, ms, `MAIL FROM:<${envelope.from}>`, 2);
  for (const to of envelope.to) await smtp(c, ms, `RCPT TO:<${to}>`, 2);
  await smtp(c, ms, 'DATA', 354);
  await c.write(stuffed(message));
  const replies = c.service === 'lmtp' ? envelope.to.length : 1;
  for (let i = 0; i < replies; i++) await smtpReply(c, ms, 'the end of data', 2);
}

export interface ImapAnswer {
  status: 'OK' | 'NO' | 'BAD';
  text: string;
  untagged: ServerUnit[];
}

let tags = 0;

/** One IMAP command with at most one literal at its end; any completion is returned. */
export async function imapAny(c: Connection, ms: number, command: string, literal?: Buffer): Promise<ImapAnswer> {
  const tag = `w${++tags}`;
  await c.write(line(`${tag} ${command}${literal ? ` {${literal.length}}` : ''}`));
  const untagged: ServerUnit[] = [];
  for (;;) {
    const u = await next(c, ms, command, 'its completion');
    if (u.kind === 'continue' && literal) {
      await c.write(Buffer.concat([literal, line('')]));
    } else if (u.kind === 'tagged') {
      const m = /^(\S+) (OK|NO|BAD)\b ?(.*)$/is.exec(text(u));
      if (m?.[1] !== tag) throw broken('mismatch', command, `${tag} OK`, text(u));
      return { status: (m[2] ?? '').toUpperCase() as ImapAnswer['status'], text: m[3] ?? '', untagged };
    } else {
      const bye = /^\* BYE\b/i.test(text(u));
      if (bye && !/^LOGOUT$/i.test(command)) throw broken('closing', command, 'OK', text(u));
      untagged.push(u);
    }
  }
}

/** The same where only OK will do. */
export async function imap(c: Connection, ms: number, command: string, literal?: Buffer): Promise<ServerUnit[]> {
  const a = await imapAny(c, ms, command, literal);
  if (a.status !== 'OK') throw broken('mismatch', command, 'OK', `${a.status} ${a.text}`);
  return a.untagged;
}

export function quoted(s: string): string {
  return `"${s.replace(/["\\]/g, '\\$&')}"`;
}

/** The octets of the literal or quoted string that follows `item` in a FETCH response. */
export function fetched(u: ServerUnit, item: string): Buffer | undefined {
  const s = u.raw.toString('latin1');
  const at = s.toUpperCase().indexOf(`${item.toUpperCase()} `);
  if (at < 0) return undefined;
  const from = at + item.length + 1;
  const literal = /^~?\{(\d+)\}\r\n/.exec(s.slice(from, from + 16));
  if (literal) {
    const start = from + literal[0].length;
    return u.raw.subarray(start, start + Number(literal[1]));
  }
  const string = /^"((?:[^"\\]|\\.)*)"/.exec(s.slice(from));
  return string ? Buffer.from((string[1] ?? '').replace(/\\(.)/g, '$1'), 'latin1') : undefined;
}

/** One POP3 command; +OK or -ERR. */
export async function pop3Any(c: Connection, ms: number, command: string): Promise<{ ok: boolean; text: string }> {
  await c.write(line(command));
  const s = text(await next(c, ms, command, '+OK'));
  return { ok: s.startsWith('+OK'), text: s };
}

export async function pop3(c: Connection, ms: number, command: string): Promise<string> {
  const a = await pop3Any(c, ms, command);
  if (!a.ok) throw broken('mismatch', command, '+OK', a.text);
  return a.text;
}

/** The lines of a multi-line answer, unstuffed and without the final dot, with their line ends. */
export async function pop3Lines(c: Connection, ms: number, asked: string): Promise<Buffer> {
  const lines: Buffer[] = [];
  for (;;) {
    const u = await next(c, ms, asked, 'a line');
    if (text(u) === '.') return Buffer.concat(lines);
    lines.push(u.raw[0] === 0x2e ? u.raw.subarray(1) : u.raw);
  }
}
