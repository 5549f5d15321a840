/** Combinators over outcomes, announcements and order; `kit.ts` re-exports them and has the examples. */
import type { ServerUnit } from '../wire/types.ts';
import { lines, type Rule, replace, replyText, rule, text } from './kit-core.ts';
import { rewriteReply } from './kit-replies.ts';

const REFUSED = /^(?:[45]\d\d.*|(?:NO|BAD)\b.*|-ERR.*)$/is;
const ACCEPTED = /^(?:2\d\d.*|OK\b.*|\+OK.*)$/is;

/** Refusals of a command read as success: the server appears to take anything. What it says: the service's own word unless given. */
export function acceptAnything(command: RegExp, reply?: string): Rule {
  return rule({
    server: (u, io) => {
      if (u.kind === 'untagged' || u.kind === 'closed' || !io.command || !command.test(io.command.text)) return false;
      const own = io.conn.service === 'imap' ? 'OK done' : io.conn.service === 'pop3' ? '+OK' : '250 2.0.0 Ok';
      return io.part === 'status' && replace(u, io, REFUSED, () => reply ?? own);
    },
  });
}

/** Success reads as this refusal; the server has done what was asked. */
export function refuse(command: RegExp, reply: string): Rule {
  return rewriteReply(command, ACCEPTED, () => reply);
}

const keywordLine = (keyword: string) => new RegExp(`^(?:\\d{3}[ -])?${keyword}(?:[ =].*)?$`, 'i');

/** The keyword is not announced: a line of EHLO or CAPA, a word of CAPABILITY (in a response or a code). `keyword` is a pattern: `AUTH=.*`. */
export function withoutKeyword(keyword: string): Rule {
  return announcement(
    (all) => all.filter((line, i) => i === 0 || !keywordLine(keyword).test(line)),
    (words) => words.filter((w) => !new RegExp(`^${keyword}$`, 'i').test(w)),
  );
}

/** The keyword (with parameters, if any) is announced on top of the others. */
export function withKeyword(keyword: string): Rule {
  return announcement(
    (all) => [...all, keyword],
    (words) => [...words, keyword],
  );
}

function announcement(ofLines: (l: string[]) => string[], ofWords: (w: string[]) => string[]): Rule {
  return () => {
    let pop3: string[] | undefined;
    return {
      server: (u, io) => {
        if (u.kind === 'reply' && /^(?:EHLO|LHLO)/i.test(text(io)) && u.raw[0] === 0x32) {
          const code = u.raw.toString('latin1', 0, 3);
          const all = ofLines(
            replyText(u)
              .split('\n')
              .map((l) => l.slice(4)),
          );
          const said = all.map((l, i) => `${code}${i === all.length - 1 ? ' ' : '-'}${l}`).join('\n');
          if (said === replyText(u)) return false;
          io.toClient(lines(said));
          return true;
        }
        if (u.kind === 'line' && /^CAPA\b/i.test(text(io))) {
          if (io.part === 'status') pop3 = [];
          else if (io.part === 'line') pop3?.push(replyText(u));
          else return endOfCapa(u);
          return io.part === 'line' && takeLine();
        }
        return (u.kind === 'untagged' || u.kind === 'tagged') && words(u);

        function takeLine(): boolean {
          const line = pop3?.at(-1) ?? '';
          const kept = ofLines(['', line]);
          if (kept.includes(line)) return false;
          io.drop();
          return true;
        }
        function endOfCapa(unit: ServerUnit): boolean {
          const before = pop3 ?? [];
          pop3 = undefined;
          const more = ofLines(['', ...before])
            .slice(1)
            .filter((l) => !before.includes(l));
          if (more.length === 0) return false;
          io.toClient(lines(more.join('\n')));
          io.toClient(unit.raw);
          return true;
        }
        function words(unit: ServerUnit): boolean {
          const found = /^(?:(?:OK|PREAUTH) \[)?CAPABILITY ([^\]]*)/i.exec(replyText(unit));
          const list = found?.[1];
          if (list === undefined) return false;
          const changed = ofWords(list.split(' ')).join(' ');
          return changed !== list && replace(unit, io, /(CAPABILITY )[^\]]*/i, (_all, head) => head + changed);
        }
      },
    };
  };
}

/** Answers to a command wait until one that matches `until` is sent; then they come first. */
export function delayUntil(command: RegExp, until: RegExp): Rule {
  return () => {
    const held: Buffer[] = [];
    return {
      client: (u, io) => {
        if (held.length === 0 || u.kind !== 'line' || !until.test(text(io))) return false;
        io.pass();
        for (const bytes of held.splice(0)) io.toClient(bytes);
        return true;
      },
      server: (u, io) => {
        if (u.kind === 'closed' || !io.command || !command.test(io.command.text)) return false;
        held.push(u.raw);
        io.drop();
        return true;
      },
    };
  };
}

/** The answer to a command comes behind the next thing the server says. */
export function reorder(command: RegExp): Rule {
  return () => {
    let held: Buffer | undefined;
    return {
      server: (u, io) => {
        if (held) {
          io.toClient(u.raw);
          io.toClient(held);
          held = undefined;
          return u.kind !== 'closed';
        }
        if (u.kind === 'closed' || u.kind === 'untagged' || !io.command || !command.test(io.command.text)) return false;
        held = u.raw;
        io.drop();
        return true;
      },
    };
  };
}
