import { none } from '../grammar/command.ts';
import { ANY, define } from '../types.ts';

/** RFC 3501 section 6.1.3. */
export const logout = define({
  verb: 'LOGOUT',
  states: ANY,
  parse: none,
  run: () => ({ next: 'log-out' }),
});
