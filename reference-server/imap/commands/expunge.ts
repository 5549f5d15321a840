import { isRefusal, type UidSet } from '../../store/store.ts';
import * as grammar from '../grammar/command.ts';
import { resolveSequenceSet } from '../grammar/sequence.ts';
import { gather } from '../selected.ts';
import { define, type Effect, no, ok, SELECTED, type Session } from '../types.ts';
import { refused } from './refusal.ts';

async function expungeNow(s: Session, uids: UidSet | undefined): Promise<Effect> {
  const sel = s.selected!;
  if (sel.readOnly) return no('The mailbox is read-only', 'CANNOT');
  const c = { do: 'expunge' as const, mailbox: sel.mailbox.id };
  // rfc3501-6.4.3-expunge-removes-deleted
  const done = await s.ctx.store.commit(uids === undefined ? c : { ...c, uids });
  if (isRefusal(done)) return refused(done);
  // rfc3501-6.4.3-expunge-tells-each: the loop says them before the tagged reply.
  await gather(s, true);
  return ok('Expunged');
}

/** RFC 3501 section 6.4.3. */
export const expunge = define({
  verb: 'EXPUNGE',
  states: SELECTED,
  parse: grammar.none,
  run: ({ session: s }) => expungeNow(s, undefined),
});

/** RFC 4315 section 2.1: only those in the set. */
export const uidExpunge = define({
  verb: 'UID EXPUNGE',
  states: SELECTED,
  parse: grammar.uidExpunge,
  run({ session: s }, { set }) {
    const { view } = s.selected!;
    return expungeNow(s, view.within(resolveSequenceSet(set, view.lastUid)));
  },
});
