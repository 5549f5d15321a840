import { capabilities } from '../capabilities.ts';
import * as grammar from '../grammar/command.ts';
import { printString } from '../grammar/print.ts';
import { gather } from '../selected.ts';
import { ANY, AUTHENTICATED, bad, define, NOT_AUTHENTICATED, ok, SELECTED } from '../types.ts';

/** RFC 3501 section 6.1.1. */
export const capability = define({
  verb: 'CAPABILITY',
  states: ANY,
  parse: grammar.none,
  run({ session: s }) {
    // rfc3501-6.1.1-capability-lists-imap4rev1
    s.peer.write(`* CAPABILITY ${capabilities(s).join(' ')}\r\n`);
    return ok('Done');
  },
});

/** RFC 3501 section 6.1.2: always succeeds, and looks for news. */
export const noop = define({
  verb: 'NOOP',
  states: ANY,
  parse: grammar.none,
  async run({ session: s }) {
    await gather(s, true);
    return ok('Done');
  },
});

/** RFC 3501 section 6.4.1: all is durable already. */
export const check = define({
  verb: 'CHECK',
  states: SELECTED,
  parse: grammar.none,
  async run({ session: s }) {
    await gather(s, true);
    return ok('Done');
  },
});

/** RFC 3501 section 6.1.3. */
export const logout = define({
  verb: 'LOGOUT',
  states: ANY,
  parse: grammar.none,
  run: () => ({ next: 'log-out' }),
});

/** RFC 3501 section 6.2.1. */
export const startTls = define({
  verb: 'STARTTLS',
  states: NOT_AUTHENTICATED,
  parse: grammar.none,
  forbid: (s) => (s.peer.secured ? bad('TLS is active already') : undefined),
  run: () => ({ next: 'start-tls' }),
});

/** RFC 5161: knows no extension that has to be enabled, so that the list is always empty. */
export const enable = define({
  verb: 'ENABLE',
  states: AUTHENTICATED,
  parse: grammar.enable,
  run({ session: s }) {
    s.peer.write('* ENABLED\r\n');
    return ok('Done');
  },
});

/** RFC 2971: what the client says of itself is not used. */
export const id = define({
  verb: 'ID',
  states: ANY,
  parse: grammar.id,
  run({ session: s }) {
    s.peer.write(`* ID (${printString('name')} ${printString('mailspec')})\r\n`);
    return ok('Done');
  },
});

/** RFC 2342: one personal namespace without a prefix. */
export const namespace = define({
  verb: 'NAMESPACE',
  states: AUTHENTICATED,
  parse: grammar.none,
  run({ session: s }) {
    s.peer.write('* NAMESPACE (("" "/")) NIL NIL\r\n');
    return ok('Done');
  },
});
