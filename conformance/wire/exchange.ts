import type { Service } from '../../spec/types.ts';
import { bdatOctets } from './client-framing.ts';
import { lineText } from './pieces.ts';
import type { ClientUnit, ServerUnit } from './types.ts';

/** One command of the client, as mutants and monitors see it. */
export interface Command {
  /** Upper case: `RCPT`, `FETCH`, `UID FETCH`, `RETR`. Empty where the line has none. */
  verb: string;
  /** The whole line without CRLF and, for IMAP, without the tag; literals of IMAP follow as they came. Latin-1. */
  text: string;
  /** IMAP only. */
  tag?: string;
  /** `body`: what is answered is the message or chunk, not the command line; `response`: a line of an AUTH exchange, whose `text` is the AUTH line that began it. */
  part: 'command' | 'body' | 'response';
}

export type AnswerPart = 'status' | 'line' | 'end';

/** What a server's unit answers; `surplus` where it answers nothing that was asked. */
export interface Answer {
  command: Command | undefined;
  part: AnswerPart;
  surplus: boolean;
}

/** Follows one connection: which command a unit of the client belongs to and which command a unit of the server answers. */
export interface Exchange {
  client(unit: ClientUnit): Command | undefined;
  server(unit: ServerUnit): Answer;
  /** Commands not yet answered, oldest first. */
  readonly open: readonly Command[];
  /** TLS began: nothing said before it is owed an answer. */
  secured(): void;
}

export function exchange(service: Service): Exchange {
  if (service === 'imap') return imapExchange();
  return service === 'pop3' ? pop3Exchange() : smtpExchange(service === 'lmtp');
}

function command(text: string, part: Command['part'] = 'command'): Command {
  return { verb: (/^[^ ]+/.exec(text)?.[0] ?? '').toUpperCase(), text, part };
}

function code(unit: ServerUnit): string {
  return unit.raw.toString('latin1', 0, 3);
}

/** RFC 5321: one reply a command, in order; RFC 2033 §4.2: after the data one a recipient that was accepted. */
function smtpExchange(lmtp: boolean): Exchange {
  const open: Command[] = [];
  let recipients = 0;
  let inAuth: Command | undefined;
  let bdat: Command | undefined;
  let early = false;
  const owe = (c: Command, last: boolean) => {
    const times = lmtp && last ? Math.max(recipients, 1) : 1;
    if (last) recipients = 0;
    for (let i = 0; i < times; i++) open.push(c);
  };
  return {
    open,
    client(unit) {
      if (unit.kind === 'body') {
        const c: Command = bdat ? { ...bdat, part: 'body' } : { verb: 'DATA', text: 'DATA', part: 'body' };
        if (!early) owe(c, !bdat || / LAST *$/i.test(bdat.text));
        bdat = undefined;
        early = false;
        return c;
      }
      if (unit.kind !== 'line') return open.at(-1);
      const text = lineText(unit.raw);
      const c: Command = inAuth ? { ...inAuth, part: 'response' } : command(text);
      const octets = inAuth ? undefined : bdatOctets(text);
      if (octets) bdat = c;
      else if (octets === 0) owe({ ...c, part: 'body' }, / LAST *$/i.test(text));
      else open.push(c);
      return c;
    },
    server(unit) {
      if (unit.greeting || unit.kind !== 'reply') return { command: undefined, part: 'status', surplus: false };
      let c = open.shift();
      // a chunk can be refused before all of it has come; what comes of it then is owed nothing
      if (!c && bdat && !early) {
        early = true;
        c = bdat;
      }
      const reply = code(unit);
      inAuth = c?.verb === 'AUTH' && reply === '334' ? c : undefined;
      if (c?.verb === 'RCPT' && reply[0] === '2') recipients++;
      else if (c && reply[0] === '2' && /^(?:MAIL|RSET|EHLO|HELO|LHLO)$/.test(c.verb)) recipients = 0;
      // a server may say at any time that it is closing
      return { command: c, part: 'status', surplus: c === undefined && reply !== '421' };
    },
    secured() {
      open.length = 0;
      recipients = 0;
      inAuth = undefined;
      bdat = undefined;
      early = false;
    },
  };
}

const MULTI = /^(?:RETR .*|TOP .*|CAPA *|LIST *|UIDL *)$/i;

/** RFC 1939 §3: one status line a command; RETR, TOP, CAPA, and LIST and UIDL without argument, go on to a dot when they succeed. */
function pop3Exchange(): Exchange {
  const open: Command[] = [];
  let list: Command | undefined;
  let inAuth: Command | undefined;
  return {
    open,
    client(unit) {
      if (unit.kind !== 'line') return open.at(-1);
      const text = lineText(unit.raw);
      const c: Command = inAuth ? { ...inAuth, part: 'response' } : command(text);
      open.push(c);
      return c;
    },
    server(unit) {
      if (unit.greeting || unit.kind !== 'line') return { command: list, part: 'status', surplus: false };
      const text = lineText(unit.raw);
      if (list) {
        const c = list;
        if (text !== '.') return { command: c, part: 'line', surplus: false };
        list = undefined;
        return { command: c, part: 'end', surplus: false };
      }
      const c = open.shift();
      inAuth = c?.verb === 'AUTH' && text.startsWith('+ ') ? c : undefined;
      const multi = c?.part === 'command' && (MULTI.test(c.text) || /^AUTH *$/i.test(c.text));
      if (multi && text.startsWith('+OK')) list = c;
      return { command: c, part: 'status', surplus: c === undefined };
    },
    secured() {
      open.length = 0;
      list = undefined;
      inAuth = undefined;
    },
  };
}

/** RFC 3501 §2.2: answers are found by tag; untagged responses belong to the command in progress, a `+` to the last one. */
function imapExchange(): Exchange {
  const open: Command[] = [];
  let unfinished: Command | undefined;
  let answering = false;
  return {
    open,
    client(unit) {
      if (unit.kind === 'literal') {
        if (unfinished) unfinished.text += unit.raw.toString('latin1');
        answering = false;
        return unfinished;
      }
      if (unit.kind !== 'line') return unfinished ?? open.at(-1);
      const text = lineText(unit.raw);
      const more = /\{\d+[+-]?\}$/.test(text);
      if (unfinished) {
        const c = unfinished;
        c.text += text;
        if (!more) unfinished = undefined;
        return c;
      }
      if (answering) {
        answering = false;
        return open.at(-1);
      }
      const m = /^([^ ]+) (.*)$/s.exec(text);
      const rest = m?.[2] ?? text;
      const verb = (/^(?:UID +)?[^ ]*/i.exec(rest)?.[0] ?? '').toUpperCase();
      const c: Command = { verb, text: rest, part: 'command', ...(m?.[1] === undefined ? {} : { tag: m[1] }) };
      open.push(c);
      if (more) unfinished = c;
      return c;
    },
    server(unit) {
      if (unit.kind === 'continue') {
        answering = unfinished === undefined;
        return { command: open.at(-1), part: 'status', surplus: open.length === 0 };
      }
      if (unit.kind !== 'tagged') return { command: open[0], part: 'status', surplus: false };
      const tag = lineText(unit.raw).split(' ', 1)[0];
      const i = open.findIndex((c) => c.tag === tag);
      const [c] = i < 0 ? [] : open.splice(i, 1);
      if (c !== undefined && c === unfinished) unfinished = undefined;
      if (c) answering = false;
      return { command: c, part: 'status', surplus: c === undefined };
    },
    secured() {
      open.length = 0;
      unfinished = undefined;
      answering = false;
    },
  };
}
