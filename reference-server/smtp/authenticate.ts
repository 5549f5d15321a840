import type { Identity, SaslStep } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Peer } from '../net/types.ts';
import { Reply } from './reply.ts';
import { decodeBase64, mechanism as mechanismOf } from './sasl.ts';

/** Steps of one exchange beyond which something is wrong. */
const STEPS_MAX = 8;

/**
 * RFC 4954 4: the exchange behind AUTH, to its end.
 * @param initial as it stood in the command
 * @returns who it is, the reply that refuses, or `gone` when the client is
 */
export async function authenticate(
  ctx: ServerContext,
  peer: Peer,
  name: string,
  initial: string | undefined,
): Promise<{ identity: Identity } | Reply | 'gone'> {
  const machine = mechanismOf(name);
  if (!machine) return new Reply(504, '5.5.4', 'the mechanism is not known here');
  let first: Buffer | undefined;
  if (initial !== undefined) {
    // rfc4954-4-plain-with-initial-response
    // An initial response that is present and empty is written as one equals sign.
    first = initial === '=' ? Buffer.alloc(0) : decodeBase64(initial);
    if (!first) return notBase64();
  }
  let step: SaslStep = machine.start(first);
  for (let i = 0; i < STEPS_MAX; i++) {
    if ('malformed' in step) return new Reply(501, '5.5.2', step.malformed);
    if ('check' in step) return check(ctx, step.check);
    // rfc4954-4-challenge-is-base64-alone, rfc4954-4-empty-challenge-keeps-its-space, rfc4954-4-plain-after-challenge
    peer.write(`334 ${step.say.toString('base64')}\r\n`);
    const response = await answer(ctx, peer);
    if (!Buffer.isBuffer(response)) return response;
    step = machine.next(response);
  }
  return new Reply(501, '5.5.2', 'the exchange does not come to an end');
}

async function answer(ctx: ServerContext, peer: Peer): Promise<Buffer | Reply | 'gone'> {
  const { limits } = ctx.config;
  const l = await peer.line(limits.smtpAuthLine - 2, limits.smtpIdleMs);
  // rfc4954-4-long-line-gets-500
  if (l.got === 'too-long') return new Reply(500, '5.5.6', 'line too long');
  if (l.got === 'timeout' || l.got === 'shutdown') {
    const enhanced = l.got === 'timeout' ? '4.4.2' : '4.3.2';
    peer.write(new Reply(421, enhanced, `${ctx.config.hostname} closing the connection`).toString());
    return 'gone';
  }
  if (l.got === 'end') return 'gone';
  if (l.end === 'lf') return new Reply(500, '5.5.2', 'a line ends with CR LF');
  const text = l.bytes.toString('latin1');
  // rfc4954-4-cancel-gets-501
  if (text === '*') return new Reply(501, '5.7.0', 'authentication cancelled');
  // rfc4954-4-malformed-base64-501
  return decodeBase64(text) ?? notBase64();
}

async function check(
  ctx: ServerContext,
  c: { login: string; password: Buffer; authzid: string },
): Promise<{ identity: Identity } | Reply> {
  const identity = await ctx.auth.verify(c.login, c.password, c.authzid);
  if (identity === 'busy') return new Reply(454, '4.7.0', 'credentials cannot be checked now, try again later');
  // rfc4954-4-wrong-credentials-535, rfc6409-7-auth-supported
  if (identity === 'refused') return new Reply(535, '5.7.8', 'credentials are not valid');
  return { identity };
}

function notBase64(): Reply {
  return new Reply(501, '5.5.2', 'not base64');
}
