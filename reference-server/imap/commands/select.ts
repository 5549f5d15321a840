import { mailbox as parse } from '../grammar/command.ts';
import { openMailbox } from '../selected.ts';
import { AUTHENTICATED, define, type Effect, type Turn } from '../types.ts';
import { find } from './mailboxes.ts';

async function open({ session: s }: Turn, wire: string, readOnly: boolean): Promise<Effect> {
  const box = await find(s, wire);
  const opened = box === undefined ? undefined : await openMailbox(s, box, readOnly);
  // rfc3501-6.3.1-missing-mailbox-gets-no rfc3501-6.3.1-failed-select-leaves-none
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
  // rfc3501-6.3.2-examine-tells-what-select-tells
  run: (turn, { mailbox }) => open(turn, mailbox, true),
});
