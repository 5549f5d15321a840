import { isRefusal, StoreFault, type UidSet } from '../../store/store.ts';
import { none } from '../grammar.ts';
import { BOTH, define, type Session } from '../types.ts';

/** Removes what is marked: the UPDATE state (RFC 1939 section 6). True: it is gone. */
async function update(s: Session): Promise<boolean> {
  const { drop } = s;
  // rfc1939-6-quit-keeps-unmarked-messages
  const uids: UidSet = (drop?.messages ?? []).filter((m) => m.deleted).map((m) => [m.uid, m.uid]);
  if (drop === undefined || uids.length === 0) return true;
  try {
    // rfc1939-6-quit-removes-marked-messages
    const done = await s.ctx.store.commit({ do: 'expunge', mailbox: drop.mailbox, uids, force: true });
    return !isRefusal(done);
  } catch (e) {
    if (e instanceof StoreFault) return false;
    throw e;
  }
}

/** RFC 1939 sections 4 and 6. */
export const quit = define({
  verb: 'QUIT',
  // rfc1939-4-quit-before-login
  states: BOTH,
  parse: none,
  run: async (s) => ({ next: 'quit', failed: !(await update(s)) }),
});
