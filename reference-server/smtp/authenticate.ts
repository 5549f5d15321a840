import { match } from 'ts-pattern';
import { exchange } from '../auth/exchange.ts';
import type { Identity } from '../auth/types.ts';
import type { ServerContext } from '../context.ts';
import type { Peer } from '../net/types.ts';
import { Reply } from './reply.ts';

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
  const outcome = await exchange(name, initial, (challenge) => ask(ctx, peer, challenge));
  return match(outcome)
    .with({ came: 'credentials' }, (c) => check(ctx, c))
    .with({ came: 'other' }, ({ other }) => ('gone' in other ? 'gone' : other))
    .with({ came: 'malformed' }, ({ why }) => new Reply(501, '5.5.2', why))
    .with({ came: 'cancelled' }, () => new Reply(501, '5.7.0', 'authentication cancelled'))
    .with(
      // rfc5321-4.2.2-504-parameter-not-implemented, rfc4954-4-unknown-mechanism-504, rfc4954-4-unknown-mechanism-5-5-4
      { came: 'no-mechanism' },
      () => new Reply(504, '5.5.4', 'the mechanism is not known here'),
    )
    .exhaustive();
}

async function ask(ctx: ServerContext, peer: Peer, challenge: string): Promise<string | Reply | { gone: true }> {
  const { limits, hostname } = ctx.config;
  // rfc4954-4-challenge-is-base64-alone, rfc4954-4-empty-challenge-keeps-its-space, rfc4954-4-plain-after-challenge
  peer.write(`334 ${challenge}\r\n`);
  const l = await peer.line(limits.smtpAuthLine - 2, limits.smtpIdleMs);
  // rfc4954-4-long-line-gets-500
  if (l.got === 'too-long') return new Reply(500, '5.5.6', 'line too long');
  if (l.got === 'timeout' || l.got === 'shutdown') {
    const enhanced = l.got === 'timeout' ? '4.4.2' : '4.3.2';
    peer.write(new Reply(421, enhanced, `${hostname} closing the connection`).toString());
    return { gone: true };
  }
  if (l.got === 'end') return { gone: true };
  if (l.end === 'lf') return new Reply(500, '5.5.2', 'a line ends with CR LF');
  return l.bytes.toString('latin1');
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
