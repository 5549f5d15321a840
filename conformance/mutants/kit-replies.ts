/** Combinators that work on what the server says; `kit.ts` re-exports them and has the examples. */
import type { ServerUnit } from '../wire/types.ts';
import { lines, type Rule, replace, replyText, rule, type To, text } from './kit-core.ts';
import type { Io } from './types.ts';

function answers(command: RegExp, unit: ServerUnit, io: Io): boolean {
  return unit.kind !== 'closed' && io.command !== undefined && command.test(io.command.text);
}

const isStatus = (unit: ServerUnit, io: Io) =>
  unit.kind === 'reply' ||
  unit.kind === 'tagged' ||
  unit.kind === 'continue' ||
  (unit.kind === 'line' && io.part === 'status');

/** Replies (SMTP), status lines (POP3) and completions or `+` (IMAP) to a command: `from` becomes `to`. */
export function rewriteReply(command: RegExp, from: RegExp, to: To): Rule {
  return rule({ server: (u, io) => isStatus(u, io) && answers(command, u, io) && replace(u, io, from, to) });
}

export function rewriteGreeting(from: RegExp, to: To): Rule {
  return rule({ server: (u, io) => u.greeting === true && replace(u, io, from, to) });
}

/** Lines of a POP3 list or message; the dot at the end included. */
export function rewriteLine(command: RegExp, from: RegExp, to: To): Rule {
  return rule({ server: (u, io) => io.part !== 'status' && answers(command, u, io) && replace(u, io, from, to) });
}

/** Untagged IMAP responses while a command is in progress (any, or none, with /^/). */
export function rewriteUntagged(command: RegExp, from: RegExp, to: To): Rule {
  return rule({ server: (u, io) => u.kind === 'untagged' && command.test(text(io)) && replace(u, io, from, to) });
}

/** IMAP: what the literals of responses hold; their counts follow. */
export function rewriteLiteral(command: RegExp, change: (octets: string) => string): Rule {
  return rule({
    server: (u, io) => {
      if (u.kind !== 'untagged' || !command.test(text(io))) return false;
      const changed = mapLiterals(u.raw.toString('latin1'), change);
      io.toClient(Buffer.from(changed, 'latin1'));
      return true;
    },
  });
}

function mapLiterals(all: string, change: (octets: string) => string): string {
  let out = '';
  let at = 0;
  const head = /\{(\d+)\}\r\n/g;
  for (let found = head.exec(all); found; found = head.exec(all)) {
    const start = head.lastIndex;
    const end = start + Number(found[1]);
    const octets = change(all.slice(start, end));
    out += `${all.slice(at, found.index)}{${octets.length}}\r\n${octets}`;
    at = end;
    head.lastIndex = end;
  }
  return out + all.slice(at);
}

/** The answer never comes; the server has done what was asked. */
export function silent(command: RegExp): Rule {
  return rule({
    server: (u, io) => {
      if (!answers(command, u, io) || u.kind === 'untagged') return false;
      io.drop();
      return true;
    },
  });
}

/** The answer comes twice. */
export function repeatReply(command: RegExp, from: RegExp = /^/): Rule {
  return rule({
    server: (u, io) => {
      if (!isStatus(u, io) || !answers(command, u, io) || replyText(u).search(from) < 0) return false;
      io.toClient(u.raw);
      io.toClient(u.raw);
      return true;
    },
  });
}

export function dropUntagged(command: RegExp, pattern: RegExp): Rule {
  return rule({
    server: (u, io) => u.kind === 'untagged' && command.test(text(io)) && pattern.test(replyText(u)) && dropped(io),
  });
}

/** Drops lines of a POP3 list or message. */
export function dropLine(command: RegExp, pattern: RegExp): Rule {
  return rule({
    server: (u, io) => io.part === 'line' && answers(command, u, io) && pattern.test(replyText(u)) && dropped(io),
  });
}

function dropped(io: Io): true {
  io.drop();
  return true;
}

/** Says something before the status answer to a command: `* 1 EXPUNGE` (IMAP), a stray reply (SMTP, POP3). `after`: behind it. */
export function inject(command: RegExp, said: string, where: 'before' | 'after' = 'before'): Rule {
  return rule({
    server: (u, io) => {
      if (!isStatus(u, io) || u.kind === 'continue' || !answers(command, u, io)) return false;
      if (where === 'before') io.toClient(lines(said));
      io.toClient(u.raw);
      if (where === 'after') io.toClient(lines(said));
      return true;
    },
  });
}

/** IMAP: untagged responses before the completion; `* ` is put in front of each line. */
export function injectUntagged(command: RegExp, ...responses: string[]): Rule {
  return inject(command, responses.map((r) => `* ${r}`).join('\n'));
}
