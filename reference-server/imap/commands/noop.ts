import { none } from '../grammar/command.ts';
import { gather } from '../selected.ts';
import { ANY, define, ok } from '../types.ts';

/** RFC 3501 section 6.1.2: always succeeds, and looks for news. */
export const noop = define({
  verb: 'NOOP',
  states: ANY,
  parse: none,
  async run({ session: s }) {
    await gather(s, true);
    // rfc3501-6.1.2-noop-succeeds
    return ok('Done');
  },
});
