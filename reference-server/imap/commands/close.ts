import { isRefusal } from '../../store/store.ts';
import { none } from '../grammar/command.ts';
import { define, no, SELECTED } from '../types.ts';

/** RFC 3501 section 6.4.2: removes what is \Deleted, without a word about it. */
export const close = define({
  verb: 'CLOSE',
  states: SELECTED,
  parse: none,
  async run({ session: s }) {
    const sel = s.selected!;
    // rfc3501-6.4.2-close-after-examine-removes-nothing
    if (!sel.readOnly && !sel.gone) {
      // rfc3501-6.4.2-close-expunges-silently
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
