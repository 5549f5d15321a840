import { capabilities } from '../capabilities.ts';
import { none } from '../grammar/command.ts';
import { ANY, define, ok } from '../types.ts';

/** RFC 3501 section 6.1.1. */
export const capability = define({
  verb: 'CAPABILITY',
  states: ANY,
  parse: none,
  run({ session: s }) {
    // rfc3501-6.1.1-capability-lists-imap4rev1
    s.peer.write(`* CAPABILITY ${capabilities(s).join(' ')}\r\n`);
    return ok('Done');
  },
});
