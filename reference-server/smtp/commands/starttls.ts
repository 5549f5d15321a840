import type { SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { badArgument, badSequence, Reply } from '../reply.ts';

/** RFC 3207 4 */
export const starttls: SmtpCommand<string> = {
  verb: 'STARTTLS',
  roles: EVERYONE,
  states: ANYTIME,
  // rfc3207-4.2-starttls-not-offered-inside-tls
  // rfc6409-7-starttls-may-be-offered, rfc3207-2-keyword-without-parameter
  announce: (f) => (f.canStartTls ? ['STARTTLS'] : []),
  // rfc3207-4-no-parameter-501
  parse: (argument) => (argument === '' ? '' : badArgument('STARTTLS takes no argument')),
  run(_, f) {
    // rfc3207-4.2-second-starttls-refused
    if (f.secured) return { do: 'reply', reply: badSequence('TLS is on already') };
    if (!f.canStartTls) return { do: 'reply', reply: new Reply(502, '5.5.1', 'TLS is not offered here') };
    return { do: 'start-tls' };
  },
};
