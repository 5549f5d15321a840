import { isRefusal } from '../../store/store.ts';
import { none, mailbox as parse } from '../grammar/command.ts';
import { openMailbox } from '../selected.ts';
import { AUTHENTICATED, define, type Effect, no, SELECTED, type Turn } from '../types.ts';
import { find } from './mailboxes.ts';

async function open({ session: s }: Turn, wire: string, readOnly: boolean): Promise<Effect> {
  const box = await find(s, wire);
  const opened = box === undefined ? undefined : await openMailbox(s, box, readOnly);
  // rfc3501-6.3.1-failed-select-deselects
  if (opened === undefined) return { next: 'deselect', text: 'No such mailbox', no: 'NONEXISTENT' };
  s.peer.write(opened.lines);
  return { next: 'select', selected: opened.selected };
}

/** RFC 3501 section 6.3.1. */
export const select = define({
  verb: 'SELECT',
  states: AUTHENTICATED,
  parse,
  run: (turn, { mailbox }) => open(turn, mailbox, false),
});

/** RFC 3501 section 6.3.2. */
export const examine = define({
  verb: 'EXAMINE',
  states: AUTHENTICATED,
  parse,
  run: (turn, { mailbox }) => open(turn, mailbox, true),
});

/** RFC 3501 section 6.4.2: removes what is \Deleted, without a word about it. */
export const close = define({
  verb: 'CLOSE',
  states: SELECTED,
  parse: none,
  async run({ session: s }) {
    const sel = s.selected!;
    // rfc3501-6.4.2-close-read-only-removes-nothing
    if (!sel.readOnly && !sel.gone) {
      const done = await s.ctx.store.commit({ do: 'expunge', mailbox: sel.mailbox.id });
      if (isRefusal(done) && done.refused !== 'gone') return no(done.why, 'UNAVAILABLE');
    }
    return { next: 'deselect', text: 'Closed' };
  },
});

/** RFC 3691: as CLOSE, and removes nothing. */
export const unselect = define({
  verb: 'UNSELECT',
  states: SELECTED,
  parse: none,
  run: () => ({ next: 'deselect', text: 'Unselected' }),
});
