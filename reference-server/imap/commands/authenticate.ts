import { match } from 'ts-pattern';
import { exchange } from '../../auth/exchange.ts';
import { authenticate as parse } from '../grammar/command.ts';
import { bad, define, type Effect, NOT_AUTHENTICATED, no, type Session } from '../types.ts';
import { passwordGuard, verify } from './login.ts';

/** RFC 3501 section 6.2.2, with the initial response of RFC 4959. */
export const authenticate = define({
  verb: 'AUTHENTICATE',
  states: NOT_AUTHENTICATED,
  parse,
  // rfc3501-6.2.2-plaintext-refused-in-clear
  forbid: passwordGuard,
  async run({ session: s }, { mechanism, initial }) {
    const outcome = await exchange(mechanism, initial, (challenge) => ask(s, challenge));
    return match(outcome)
      .with({ came: 'credentials' }, (c) => verify(s, c.login, c.password, c.authzid))
      .with({ came: 'other' }, ({ other }) => other)
      .with({ came: 'malformed' }, ({ why }) => bad(why))
      .with({ came: 'cancelled' }, () => bad('Cancelled'))
      .with({ came: 'no-mechanism' }, () => no('No such mechanism', 'CANNOT')) // rfc3501-6.2.2-unknown-mechanism-gets-no
      .exhaustive();
  },
});

async function ask(s: Session, challenge: string): Promise<string | Effect> {
  const { imapLine, imapLoginIdleMs } = s.ctx.config.limits;
  // The space stands there also where the challenge is empty.
  s.peer.write(`+ ${challenge}\r\n`);
  const read = await s.peer.line(imapLine, imapLoginIdleMs);
  if (read.got === 'too-long') return bad('Response too long');
  if (read.got === 'timeout') return { next: 'leave', bye: 'Autologout, idle for too long' };
  if (read.got === 'shutdown') return { next: 'leave', bye: 'The server is shutting down' };
  if (read.got === 'end') return { next: 'leave' };
  if (read.end === 'lf') return bad('Lines end with CRLF');
  return read.bytes.toString('latin1');
}
