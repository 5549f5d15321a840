import { enable as parse } from '../grammar/command.ts';
import { AUTHENTICATED, define, ok } from '../types.ts';

/** RFC 5161: knows no extension that has to be enabled, so that the list is always empty. */
export const enable = define({
  verb: 'ENABLE',
  states: AUTHENTICATED,
  parse,
  run({ session: s }) {
    s.peer.write('* ENABLED\r\n');
    return ok('Done');
  },
});
