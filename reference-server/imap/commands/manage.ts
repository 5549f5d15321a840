import { match } from 'ts-pattern';
import { isRefusal, type Refusal } from '../../store/store.ts';
import * as grammar from '../grammar/command.ts';
import { printAstring } from '../grammar/print.ts';
import { encodeName } from '../names.ts';
import { gather } from '../selected.ts';
import { AUTHENTICATED, define, type Effect, no, ok, type Session } from '../types.ts';
import { accountOf, badName, find, mailboxName, noSuchMailbox } from './mailboxes.ts';

/** A refusal of the store as a tagged NO. */
export function refused(r: Refusal): Effect {
  const code = match(r.refused)
    .with('gone', () => 'NONEXISTENT')
    .with('exists', () => 'ALREADYEXISTS')
    .with('full', () => 'OVERQUOTA')
    .with('down', () => 'UNAVAILABLE')
    .with('invalid', () => 'CANNOT')
    .exhaustive();
  return no(r.why, code);
}

/** RFC 3501 section 6.3.3; the store makes the levels above as well. */
export const create = define({
  verb: 'CREATE',
  states: AUTHENTICATED,
  parse: grammar.mailbox,
  async run({ session: s }, { mailbox }) {
    const name = mailboxName(mailbox);
    if (name === undefined) return badName;
    const made = await s.ctx.store.commit({ do: 'createMailbox', account: accountOf(s), name });
    return isRefusal(made) ? refused(made) : ok('Created');
  },
});

/** RFC 3501 section 6.3.4. */
export const remove = define({
  verb: 'DELETE',
  states: AUTHENTICATED,
  parse: grammar.mailbox,
  async run({ session: s }, { mailbox }) {
    const box = await find(s, mailbox, { noselect: true });
    if (box === undefined) return noSuchMailbox;
    const done = await s.ctx.store.commit({ do: 'deleteMailbox', mailbox: box.id });
    if (isRefusal(done)) return refused(done);
    await gather(s, true);
    return ok('Deleted');
  },
});

/** RFC 3501 section 6.3.5. */
export const rename = define({
  verb: 'RENAME',
  states: AUTHENTICATED,
  parse: grammar.rename,
  async run({ session: s }, { from, to }) {
    const name = mailboxName(to);
    if (name === undefined) return badName;
    const box = await find(s, from, { noselect: true });
    if (box === undefined) return noSuchMailbox;
    if (box.name === 'INBOX') return renameInbox(s, box.id, name);
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
  const moved = await store.commit({ do: 'move', from: inbox, to, uids: [[1, Number.POSITIVE_INFINITY]] });
  if (isRefusal(moved)) {
    await store.commit({ do: 'deleteMailbox', mailbox: to });
    return refused(moved);
  }
  await gather(s, true);
  return ok('Renamed');
}

async function subscription(s: Session, wire: string, on: boolean): Promise<Effect> {
  const name = mailboxName(wire);
  if (name === undefined) return badName;
  const done = await s.ctx.store.commit({ do: 'subscribe', account: accountOf(s), name, on });
  return isRefusal(done) ? refused(done) : ok('Done');
}

/** RFC 3501 section 6.3.6; the mailbox need not exist. */
export const subscribe = define({
  verb: 'SUBSCRIBE',
  states: AUTHENTICATED,
  parse: grammar.mailbox,
  run: ({ session: s }, { mailbox }) => subscription(s, mailbox, true),
});

/** RFC 3501 section 6.3.7. */
export const unsubscribe = define({
  verb: 'UNSUBSCRIBE',
  states: AUTHENTICATED,
  parse: grammar.mailbox,
  run: ({ session: s }, { mailbox }) => subscription(s, mailbox, false),
});

/** RFC 3501 section 6.3.10. */
export const status = define({
  verb: 'STATUS',
  states: AUTHENTICATED,
  parse: grammar.status,
  async run({ session: s }, { mailbox, items }) {
    const box = await find(s, mailbox);
    if (box === undefined) return noSuchMailbox;
    const count = await s.ctx.store.read({ ask: 'count', mailbox: box.id });
    const sel = s.selected;
    const own = sel?.mailbox.id === box.id && !sel.readOnly ? sel.view.recent : 0;
    const values = items.map((item) => {
      const n = match(item)
        .with('MESSAGES', () => count.messages)
        // rfc3501-6.3.10-status-keeps-recent
        .with('RECENT', () => count.recent + own)
        .with('UIDNEXT', () => box.uidNext)
        .with('UIDVALIDITY', () => box.uidValidity)
        .with('UNSEEN', () => count.unseen)
        .exhaustive();
      return `${item} ${n}`;
    });
    s.peer.write(`* STATUS ${printAstring(encodeName(box.name))} (${values.join(' ')})\r\n`);
    return ok('Done');
  },
});
