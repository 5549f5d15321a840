import { none } from '../grammar/command.ts';
import { gather } from '../selected.ts';
import { define, ok, SELECTED } from '../types.ts';

/** RFC 3501 section 6.4.1: all is durable already. */
export const check = define({
  verb: 'CHECK',
  states: SELECTED,
  parse: none,
  async run({ session: s }) {
    await gather(s, true);
    return ok('Done');
  },
});
