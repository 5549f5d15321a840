import { MECHANISMS } from '../../auth/sasl.ts';
import { EVERYONE, type Facts, type SmtpCommand } from '../command.ts';
import { type AuthArgs, isMalformed, parseAuth } from '../grammar.ts';
import { badArgument, badSequence, Reply } from '../reply.ts';

/** Passwords go over TLS only, unless the site says otherwise (rfc4954-4-no-plaintext-without-tls). */
export function offersAuth(f: Facts): boolean {
  return f.secured || f.ctx.config.auth.cleartextLogin;
}

export const auth: SmtpCommand<AuthArgs> = {
  verb: 'AUTH',
  roles: EVERYONE,
  // rfc4954-4-auth-not-in-transaction
  states: ['ready'],
  longer: Number.POSITIVE_INFINITY,
  // rfc4954-3-keyword-lists-mechanisms, rfc4954-4-plain-offered-inside-tls, rfc6409-7-auth-offered
  announce: (f) => (offersAuth(f) && f.identity === undefined ? [`AUTH ${MECHANISMS.join(' ')}`] : []),
  parse(argument) {
    const args = parseAuth(argument);
    return isMalformed(args) ? badArgument(`AUTH: ${args.malformed}`) : args;
  },
  run({ mechanism, initial }, f) {
    const refuse = (reply: Reply): { do: 'reply'; reply: Reply } => ({ do: 'reply', reply });
    if (!f.extended) return refuse(badSequence('say EHLO first'));
    // rfc4954-4-auth-only-once
    if (f.identity !== undefined) return refuse(badSequence('authenticated already'));
    if (!offersAuth(f)) return refuse(new Reply(538, '5.7.11', 'TLS is required before a password'));
    return { do: 'authenticate', mechanism, initial };
  },
};
