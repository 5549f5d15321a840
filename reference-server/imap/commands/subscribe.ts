import { isRefusal } from '../../store/store.ts';
import { mailbox as parse } from '../grammar/command.ts';
import { AUTHENTICATED, define, type Effect, ok, type Session } from '../types.ts';
import { accountOf, badName, mailboxName } from './mailboxes.ts';
import { refused } from './refusal.ts';

/** Adds a name to those subscribed, or takes it away; the mailbox need not exist. */
async function subscription(s: Session, wire: string, on: boolean): Promise<Effect> {
  const name = mailboxName(wire);
  if (name === undefined) return badName;
  const done = await s.ctx.store.commit({ do: 'subscribe', account: accountOf(s), name, on });
  return isRefusal(done) ? refused(done) : ok('Done');
}

/** RFC 3501 section 6.3.6. */
export const subscribe = define({
  verb: 'SUBSCRIBE',
  states: AUTHENTICATED,
  parse,
  // rfc3501-6.3.6-subscribe-succeeds rfc3501-6.3.6-subscription-outlives-mailbox
  run: ({ session: s }, { mailbox }) => subscription(s, mailbox, true),
});

/** RFC 3501 section 6.3.7. */
export const unsubscribe = define({
  verb: 'UNSUBSCRIBE',
  states: AUTHENTICATED,
  parse,
  // rfc3501-6.3.7-unsubscribe-succeeds
  run: ({ session: s }, { mailbox }) => subscription(s, mailbox, false),
});
