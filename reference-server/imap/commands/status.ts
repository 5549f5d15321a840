import { match } from 'ts-pattern';
import { status as parse } from '../grammar/command.ts';
import { printAstring } from '../grammar/print.ts';
import { encodeName } from '../names.ts';
import { AUTHENTICATED, define, ok } from '../types.ts';
import { find, noSuchMailbox } from './mailboxes.ts';

/** RFC 3501 section 6.3.10. */
export const status = define({
  verb: 'STATUS',
  states: AUTHENTICATED,
  parse,
  async run({ session: s }, { mailbox, items }) {
    const box = await find(s, mailbox);
    // rfc3501-6.3.10-missing-mailbox-gets-no
    if (box === undefined) return noSuchMailbox;
    // rfc3501-6.3.10-status-changes-nothing: counting claims nothing.
    const count = await s.ctx.store.read({ ask: 'count', mailbox: box.id });
    const sel = s.selected;
    const own = sel?.mailbox.id === box.id && !sel.readOnly ? sel.view.recent : 0;
    // rfc3501-6.3.10-status-tells-what-is-asked
    const values = items.map((item) => {
      const n = match(item)
        .with('MESSAGES', () => count.messages)
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
