import type { SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { badArgument, badSequence, Reply } from '../reply.ts';

/** RFC 3207 4 */
export const starttls: SmtpCommand<string> = {
  verb: 'STARTTLS',
  roles: EVERYONE,
  states: ANYTIME,
  // Never inside TLS (RFC 3207 4.2).
  announce: (f) => (f.canStartTls ? ['STARTTLS'] : []),
  parse: (argument) => (argument === '' ? '' : badArgument('STARTTLS takes no argument')),
  run(_, f) {
    if (f.secured) return { do: 'reply', reply: badSequence('TLS is on already') };
    if (!f.canStartTls) return { do: 'reply', reply: new Reply(502, '5.5.1', 'TLS is not offered here') };
    return { do: 'start-tls' };
  },
};
