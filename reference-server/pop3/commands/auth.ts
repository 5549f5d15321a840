import { match } from 'ts-pattern';
import { exchange } from '../../auth/exchange.ts';
import { words } from '../grammar.ts';
import { AUTHORIZATION, define, type Effect, err, type Session } from '../types.ts';
import { verify } from './pass.ts';
import { passwordsAllowed, tlsFirst } from './user.ts';

/** Octets of a response: they are not bound by the length of a command (RFC 5034 section 4). */
const RESPONSE = 12_288;

/** RFC 5034. */
export const auth = define({
  verb: 'AUTH',
  states: AUTHORIZATION,
  parse: (args) => words(args, 2),
  async run(s, [name, initial]) {
    if (!passwordsAllowed(s)) return tlsFirst;
    const outcome = await exchange(name!, initial, (challenge) => ask(s, challenge));
    return match(outcome)
      .with({ came: 'credentials' }, (c) => verify(s, c.login, c.password, c.authzid))
      .with({ came: 'other' }, ({ other }) => other)
      .with({ came: 'malformed' }, ({ why }) => err(why))
      .with({ came: 'cancelled' }, () => err('Cancelled'))
      .with({ came: 'no-mechanism' }, () => err('No such mechanism'))
      .exhaustive();
  },
});

async function ask(s: Session, challenge: string): Promise<string | Effect> {
  // The space stands there also where the challenge is empty.
  s.peer.write(`+ ${challenge}\r\n`);
  const read = await s.peer.line(RESPONSE, s.ctx.config.limits.pop3IdleMs);
  if (read.got === 'too-long') return err('Response too long');
  if (read.got !== 'line') return { next: 'leave' };
  if (read.end === 'lf') return err('Lines end with CRLF');
  return read.bytes.toString('latin1');
}
