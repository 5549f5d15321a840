import { mechanism as mechanismOf } from '../../auth/sasl.ts';
import type { SaslStep } from '../../auth/types.ts';
import { decodeBase64 } from '../base64.ts';
import { authenticate as parse } from '../grammar/command.ts';
import { bad, define, type Effect, NOT_AUTHENTICATED, no, type Session } from '../types.ts';
import { passwordGuard, verify } from './login.ts';

/** Steps of one exchange beyond which something is wrong. */
const STEPS = 8;

/** RFC 3501 section 6.2.2, with the initial response of RFC 4959. */
export const authenticate = define({
  verb: 'AUTHENTICATE',
  states: NOT_AUTHENTICATED,
  parse,
  // rfc3501-6.2.2-plaintext-refused-in-clear
  forbid: passwordGuard,
  async run({ session: s }, { mechanism, initial }) {
    const machine = mechanismOf(mechanism);
    // rfc3501-6.2.2-unknown-mechanism-gets-no
    if (machine === undefined) return no('No such mechanism', 'CANNOT');
    let first: Buffer | undefined;
    if (initial !== undefined) {
      // An empty response is written as one equals sign (RFC 4959 section 3).
      first = initial === '=' ? Buffer.alloc(0) : decodeBase64(initial);
      if (first === undefined) return bad('Not base64');
    }
    let step: SaslStep = machine.start(first);
    for (let i = 0; i < STEPS; i++) {
      if ('malformed' in step) return bad(step.malformed);
      if ('check' in step) return verify(s, step.check.login, step.check.password, step.check.authzid);
      // The space stands there also where the challenge is empty.
      s.peer.write(`+ ${step.say.toString('base64')}\r\n`);
      const response = await answer(s);
      if (!Buffer.isBuffer(response)) return response;
      step = machine.next(response);
    }
    return bad('The exchange does not come to an end');
  },
});

async function answer(s: Session): Promise<Buffer | Effect> {
  const { imapLine, imapLoginIdleMs } = s.ctx.config.limits;
  const read = await s.peer.line(imapLine, imapLoginIdleMs);
  if (read.got === 'too-long') return bad('Response too long');
  if (read.got === 'timeout') return { next: 'leave', bye: 'Autologout, idle for too long' };
  if (read.got === 'shutdown') return { next: 'leave', bye: 'The server is shutting down' };
  if (read.got === 'end') return { next: 'leave' };
  if (read.end === 'lf') return bad('Lines end with CRLF');
  const text = read.bytes.toString('latin1');
  // rfc3501-6.2.2-cancel-gets-bad
  if (text === '*') return bad('Cancelled');
  return decodeBase64(text) ?? bad('Not base64');
}
