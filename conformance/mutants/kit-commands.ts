/** Combinators that work on what the client says; `kit.ts` re-exports them and has the examples. */
import type { ClientUnit } from '../wire/types.ts';
import { lines, type Rule, rule, type To, text } from './kit-core.ts';
import type { Io } from './types.ts';

function isCommand(command: RegExp, unit: ClientUnit, io: Io): boolean {
  return io.command !== undefined && unit.kind !== 'raw' && command.test(io.command.text);
}

/** The server is sent another line: `from` becomes `to` in the client's (its tag stays). For a server that takes what it must refuse. */
export function rewriteCommand(command: RegExp, from: RegExp, to: To): Rule {
  return rule({
    client: (u, io) => {
      if (u.kind !== 'line' || !isCommand(command, u, io)) return false;
      const said = u.raw.toString('latin1').replace(/\r?\n$/, '');
      const tag = io.command?.tag;
      const prefix = tag && said.startsWith(`${tag} `) ? `${tag} ` : '';
      const before = said.slice(prefix.length);
      if (before.search(from) < 0) return false;
      io.toServer(lines(prefix + (typeof to === 'string' ? before.replace(from, to) : before.replace(from, to))));
      return true;
    },
  });
}

/** What the message says when it reaches the server: `change` gets the text after DATA, stuffed and with its final dot. BDAT chunks must keep their length. */
export function rewriteBody(change: (body: string) => string): Rule {
  return rule({
    client: (u, io) => {
      if (u.kind !== 'body') return false;
      io.toServer(Buffer.from(change(u.raw.toString('latin1')), 'latin1'));
      return true;
    },
  });
}

/** Lines that begin with a dot reach the mailbox with the stuffed one still on. */
export function stuffTwice(): Rule {
  return rewriteBody((body) => body.replace(/^\.(?!\r\n$)/gm, '..'));
}

/** The command never reaches the server, and nothing answers it. */
export function swallow(command: RegExp): Rule {
  return rule({
    client: (u, io) => {
      if (!isCommand(command, u, io)) return false;
      io.drop();
      return true;
    },
  });
}

/**
 * The command never reaches the server; the mutant answers: lines of `reply`, \n between them. IMAP: lines that begin with `* ` are untagged, the
 * others get the tag; literals are invited and thrown away.
 */
export function answerFor(command: RegExp, reply: string | ((io: Io) => string)): Rule {
  return rule({
    client: (u, io) => {
      if (!isCommand(command, u, io)) return false;
      const ends = u.raw.toString('latin1');
      const literal = u.kind === 'line' && io.conn.service === 'imap' ? /\{\d+(\+?)\}\r\n$/.exec(ends) : null;
      if (u.kind === 'literal') io.drop();
      else if (literal?.[1] === '+') io.drop();
      else if (literal) io.toClient(lines('+ go on'));
      else io.toClient(answer(io, typeof reply === 'string' ? reply : reply(io)));
      return true;
    },
  });
}

function answer(io: Io, reply: string): Buffer {
  const tag = io.command?.tag;
  if (tag === undefined) return lines(reply);
  const tagged = reply.split('\n').map((l) => (l.startsWith('* ') || l.startsWith('+ ') ? l : `${tag} ${l}`));
  return lines(tagged.join('\n'));
}

/** The connection ends when the command comes, after `said`, if anything. */
export function hangUpOn(command: RegExp, said?: string): Rule {
  return rule({
    client: (u, io) => {
      if (!isCommand(command, u, io)) return false;
      if (said !== undefined) io.toClient(lines(said));
      io.hangUp();
      return true;
    },
  });
}

/** The message is acknowledged and thrown away: DATA and BDAT are answered, the transaction is reset behind the client's back. LMTP answers for each recipient. */
export function loseBody(reply = '250 2.0.0 Ok'): Rule {
  return () => {
    let recipients = 0;
    return {
      client: (u, io) => {
        if (recipients === 0) return false;
        const verb = io.command?.verb;
        if (u.kind === 'line' && verb === 'DATA') io.toClient(lines('354 go on'));
        else if (u.kind === 'line' && verb === 'BDAT' && /^BDAT +0/i.test(text(io))) io.toClient(lines(reply));
        else if (u.kind === 'line' && verb === 'BDAT') io.drop();
        else if (u.kind === 'body') {
          const last = verb === 'DATA' || /LAST *$/i.test(text(io));
          const times = last && io.conn.service === 'lmtp' ? recipients : 1;
          io.toClient(lines(Array(times).fill(reply).join('\n')));
          if (!last) return true;
          recipients = 0;
          io.ask(lines('RSET'));
        } else return false;
        return true;
      },
      server: (u, io) => {
        const code = u.kind === 'reply' ? u.raw.toString('latin1', 0, 1) : '';
        const verb = io.command?.verb;
        if (code === '2' && verb === 'RCPT') recipients++;
        else if (code === '2' && verb && /^(?:MAIL|RSET|[EL]HLO|HELO)$/.test(verb)) recipients = 0;
        return false;
      },
    };
  };
}

/** Plaintext that the client sent behind STARTTLS or STLS is obeyed inside TLS. */
export function replayAfterTls(): Rule {
  return () => {
    const held: Buffer[] = [];
    let asked = false;
    return {
      client: (u, io) => {
        if (!io.conn.secured) {
          if (asked) {
            held.push(u.raw);
            io.drop();
            return true;
          }
          asked = /^(?:STARTTLS|STLS)$/i.test(text(io));
          return false;
        }
        if (held.length === 0) return false;
        for (const bytes of held.splice(0)) io.toServer(bytes);
        io.pass();
        return true;
      },
    };
  };
}
