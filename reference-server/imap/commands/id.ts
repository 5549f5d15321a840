import { id as parse } from '../grammar/command.ts';
import { ANY, define, ok } from '../types.ts';

/** RFC 2971: what the client says of itself is not used. */
export const id = define({
  verb: 'ID',
  states: ANY,
  parse,
  run({ session: s }) {
    s.peer.write('* ID ("name" "mailspec")\r\n');
    return ok('Done');
  },
});
