import { none } from '../grammar/command.ts';
import { AUTHENTICATED, define, ok } from '../types.ts';

/** RFC 2342: one personal namespace without a prefix. */
export const namespace = define({
  verb: 'NAMESPACE',
  states: AUTHENTICATED,
  parse: none,
  run({ session: s }) {
    s.peer.write('* NAMESPACE (("" "/")) NIL NIL\r\n');
    return ok('Done');
  },
});
