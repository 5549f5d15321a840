import { mechanism as mechanismOf } from '../../auth/sasl.ts';
import type { SaslStep } from '../../auth/types.ts';
import { decodeBase64 } from '../../imap/base64.ts';
import { words } from '../grammar.ts';
import { AUTHORIZATION, define, type Effect, err, type Session } from '../types.ts';
import { verify } from './pass.ts';
import { passwordsAllowed, tlsFirst } from './user.ts';

/** Octets of a response: they are not bound by the length of a command (RFC 5034 section 4). */
const RESPONSE = 12_288;
/** Steps of one exchange beyond which something is wrong. */
const STEPS = 8;

/** RFC 5034. */
export const auth = define({
  verb: 'AUTH',
  states: AUTHORIZATION,
  parse: (args) => words(args, 2),
  async run(s, [name, initial]) {
    if (!passwordsAllowed(s)) return tlsFirst;
    const machine = mechanismOf(name!);
    if (machine === undefined) return err('No such mechanism');
    let first: Buffer | undefined;
    if (initial !== undefined) {
      // An empty response is written as one equals sign.
      first = initial === '=' ? Buffer.alloc(0) : decodeBase64(initial);
      if (first === undefined) return err('Not base64');
    }
    let step: SaslStep = machine.start(first);
    for (let i = 0; i < STEPS; i++) {
      if ('malformed' in step) return err(step.malformed);
      if ('check' in step) return verify(s, step.check.login, step.check.password, step.check.authzid);
      // The space stands there also where the challenge is empty.
      s.peer.write(`+ ${step.say.toString('base64')}\r\n`);
      const response = await answer(s);
      if (!Buffer.isBuffer(response)) return response;
      step = machine.next(response);
    }
    return err('The exchange does not come to an end');
  },
});

async function answer(s: Session): Promise<Buffer | Effect> {
  const read = await s.peer.line(RESPONSE, s.ctx.config.limits.pop3IdleMs);
  if (read.got === 'too-long') return err('Response too long');
  if (read.got !== 'line') return { next: 'leave' };
  if (read.end === 'lf') return err('Lines end with CRLF');
  const text = read.bytes.toString('latin1');
  if (text === '*') return err('Cancelled');
  return decodeBase64(text) ?? err('Not base64');
}
