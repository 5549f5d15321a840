import { isRefusal } from '../../store/store.ts';
import { mailbox as parse } from '../grammar/command.ts';
import { AUTHENTICATED, define, ok } from '../types.ts';
import { accountOf, badName, mailboxName } from './mailboxes.ts';
import { refused } from './refusal.ts';

/** RFC 3501 section 6.3.3. */
export const create = define({
  verb: 'CREATE',
  states: AUTHENTICATED,
  parse,
  async run({ session: s }, { mailbox }) {
    // rfc3501-6.3.3-trailing-separator-ignored
    const name = mailboxName(mailbox);
    if (name === undefined) return badName;
    // rfc3501-6.3.3-create-makes-superiors rfc3501-6.3.3-recreated-mailbox-gets-new-uids: the store does both.
    const made = await s.ctx.store.commit({ do: 'createMailbox', account: accountOf(s), name });
    // rfc3501-6.3.3-create-of-existing-gets-no rfc3501-6.3.3-create-makes-mailbox
    return isRefusal(made) ? refused(made) : ok('Created');
  },
});
