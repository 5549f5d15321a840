import { isRefusal } from '../../store/store.ts';
import { rename as parse } from '../grammar/command.ts';
import { gather } from '../selected.ts';
import { AUTHENTICATED, define, type Effect, ok, type Session } from '../types.ts';
import { accountOf, badName, find, mailboxName, noSuchMailbox } from './mailboxes.ts';
import { refused } from './refusal.ts';

/** RFC 3501 section 6.3.5. */
export const rename = define({
  verb: 'RENAME',
  states: AUTHENTICATED,
  parse,
  async run({ session: s }, { from, to }) {
    const name = mailboxName(to);
    if (name === undefined) return badName;
    const box = await find(s, from, { noselect: true });
    // rfc3501-6.3.5-rename-to-existing-or-of-missing-gets-no
    if (box === undefined) return noSuchMailbox;
    if (box.name === 'INBOX') return renameInbox(s, box.id, name);
    // rfc3501-6.3.5-rename-moves-mailbox rfc3501-6.3.5-inferiors-renamed-too
    // rfc3501-6.3.5-rename-makes-superiors rfc3501-6.3.5-old-name-gets-new-uids
    const done = await s.ctx.store.commit({ do: 'renameMailbox', mailbox: box.id, name });
    return isRefusal(done) ? refused(done) : ok('Renamed');
  },
});

/** INBOX stays, empty; what was in it is moved, what is below it is not. */
async function renameInbox(s: Session, inbox: number, name: string): Promise<Effect> {
  const { store } = s.ctx;
  const made = await store.commit({ do: 'createMailbox', account: accountOf(s), name });
  if (isRefusal(made)) return refused(made);
  const to = made.mailbox.id;
  // rfc3501-6.3.5-rename-of-inbox-keeps-inbox
  const moved = await store.commit({ do: 'move', from: inbox, to, uids: [[1, Number.POSITIVE_INFINITY]] });
  if (isRefusal(moved)) {
    await store.commit({ do: 'deleteMailbox', mailbox: to });
    return refused(moved);
  }
  await gather(s, true);
  return ok('Renamed');
}
