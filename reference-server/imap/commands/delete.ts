import { isRefusal } from '../../store/store.ts';
import { mailbox as parse } from '../grammar/command.ts';
import { gather } from '../selected.ts';
import { AUTHENTICATED, define, ok } from '../types.ts';
import { find, noSuchMailbox } from './mailboxes.ts';
import { refused } from './refusal.ts';

/** RFC 3501 section 6.3.4. A session that has it selected sees it empty. */
export const remove = define({
  verb: 'DELETE',
  states: AUTHENTICATED,
  parse,
  async run({ session: s }, { mailbox }) {
    const box = await find(s, mailbox, { noselect: true });
    // rfc3501-6.3.4-delete-of-missing-or-inbox-gets-no
    if (box === undefined) return noSuchMailbox;
    // rfc3501-6.3.4-delete-removes-mailbox rfc3501-6.3.4-delete-keeps-inferiors
    const done = await s.ctx.store.commit({ do: 'deleteMailbox', mailbox: box.id });
    if (isRefusal(done)) return refused(done);
    await gather(s, true);
    return ok('Deleted');
  },
});
