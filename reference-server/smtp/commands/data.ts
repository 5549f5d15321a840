import type { SmtpCommand } from '../command.ts';
import { ANYTIME, EVERYONE } from '../command.ts';
import { isMalformed, parseBdat } from '../grammar.ts';
import { badArgument, badSequence, type Reply } from '../reply.ts';

// rfc5321-4.5.1-data-implemented
export const data: SmtpCommand<string> = {
  verb: 'DATA',
  roles: EVERYONE,
  atOnce: true,
  // rfc5321-3.3-data-without-recipients-may-be-refused, rfc5321-3.3-data-without-recipients-never-succeeds, rfc2033-4.2-data-without-recipient-503,
  // rfc2920-3.2-dot-without-recipients-sends-nothing: no 354 is said without a recipient.
  // rfc3030-2-data-after-bdat-503
  states: ['rcpt'],
  // rfc5321-4.3.2-data-with-argument-501, rfc6409-6.3-invalid-data-command-501
  parse: (argument) => (argument === '' ? '' : badArgument('DATA takes no argument')),
  run(_, f) {
    // rfc3030-3-data-after-binarymime-503
    if (f.sender?.body === 'BINARYMIME')
      return { do: 'reply', reply: badSequence('a message of BODY=BINARYMIME comes by BDAT') };
    return { do: 'data' };
  },
};

type Chunk = { size: number; last: boolean };

/** RFC 3030 2. Its octets follow at once, so they are taken whatever the answer is. */
export const bdat: SmtpCommand<Chunk> = {
  verb: 'BDAT',
  roles: EVERYONE,
  states: ANYTIME,
  // rfc6409-7-chunking-may-be-offered
  // rfc3030-3-binarymime-with-chunking: every session offers it. DATA stays beside it (rfc3030-2-data-still-supported).
  announce: () => ['CHUNKING'],
  parse(argument) {
    const args = parseBdat(argument);
    return isMalformed(args) ? badArgument(`BDAT: ${args.malformed}`) : args;
  },
  run({ size, last }, f) {
    const refused = why(f.state, f.extended);
    return { do: 'chunk', size, last, ...(refused ? { refused } : {}) };
  },
};

function why(state: string, extended: boolean): Reply | undefined {
  if (!extended) return badSequence('CHUNKING needs EHLO');
  if (state === 'broken') return badSequence('a chunk has failed: send RSET');
  // rfc3030-2-bdat-after-last-503, rfc3030-2-bdat-without-transaction-refused, rfc2033-4.3-bdat-last-without-recipient-delivers-nothing
  return state === 'rcpt' || state === 'chunks' ? undefined : badSequence('no recipient has been accepted');
}
