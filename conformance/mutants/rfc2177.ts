import { acceptAnything, dropUntagged, m, type Rule, text } from './kit.ts';
import type { Mutant } from './types.ts';

/** A completion that only comes with the command after it. */
const late: Rule = () => {
  let held: Buffer | undefined;
  return {
    client: (u, io) => {
      if (held && u.kind === 'line' && !/^IDLE/i.test(text(io))) {
        io.pass();
        io.toClient(held);
        held = undefined;
        return true;
      }
      return false;
    },
    server: (u, io) => {
      if (u.kind !== 'tagged' || !/^IDLE/i.test(text(io))) return false;
      held = u.raw;
      io.drop();
      return true;
    },
  };
};

/** A server that breaks one rule of RFC 2177 each. */
export const mutants: Mutant[] = [
  m('rfc2177-3-idle-asks-for-continuation', 'completes IDLE at once', () => ({
    client: (u, io) => {
      if (u.kind !== 'line' || !/IDLE\r\n$/i.test(u.raw.toString('latin1'))) return false;
      io.toClient(Buffer.from(`${io.command?.tag ?? '*'} OK done\r\n`));
      return true;
    },
  })),
  m('rfc2177-3-done-completes-at-once', 'answers DONE late', late),
  m('rfc2177-3-done-in-any-case', 'knows DONE in capitals only', () => ({
    client: (u, io) => {
      if (u.raw.toString('latin1') !== 'dOnE\r\n') return false;
      io.drop();
      return true;
    },
  })),
  m('rfc2177-3-news-known-by-done', 'keeps what arrived to itself', dropUntagged(/^/, /EXISTS$/i)),
  m('rfc2177-3-idle-before-mailbox', 'wants a mailbox first', () => ({
    client: (u, io) => {
      if (u.kind !== 'line' || !/^IDLE/i.test(text(io)) || !/IDLE\r\n$/i.test(u.raw.toString('latin1'))) return false;
      io.toClient(Buffer.from(`${io.command?.tag ?? '*'} BAD select first\r\n`));
      return true;
    },
  })),
  m('rfc2177-3-idle-needs-login', 'waits for news of nobody', acceptAnything(/^IDLE/i)),
];
