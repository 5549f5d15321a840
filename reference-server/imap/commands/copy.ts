import { isRefusal } from '../../store/store.ts';
import * as grammar from '../grammar/command.ts';
import { printSequenceSet, type SequenceSet, toRanges } from '../grammar/sequence.ts';
import { gather } from '../selected.ts';
import { define, type Effect, no, ok, SELECTED, type Turn } from '../types.ts';
import { badName, find, mailboxName } from './mailboxes.ts';
import { expungedMeanwhile, isEffect, named } from './messages.ts';
import { refused } from './refusal.ts';

/** The answer of a COPY or APPEND whose target is not there. */
export const tryCreate: Effect = no('No such mailbox', 'TRYCREATE');

async function run({ session: s }: Turn, set: SequenceSet, mailbox: string, uid: boolean): Promise<Effect> {
  const sel = s.selected!;
  const uids = named(sel, set, uid);
  if (isEffect(uids)) return uids;
  if (mailboxName(mailbox) === undefined) return badName;
  const to = await find(s, mailbox);
  // rfc3501-6.4.7-missing-mailbox-trycreate rfc3501-6.4.7-copy-creates-no-mailbox
  if (to === undefined) return tryCreate;
  await gather(s, true);
  if (!uid && sel.view.lost(uids)) return expungedMeanwhile;
  if (uids.length === 0) return ok('Nothing to copy');
  // rfc3501-6.4.7-copy-adds-messages rfc3501-6.4.7-copy-keeps-flags-and-date rfc3501-6.4.7-failed-copy-adds-nothing
  const done = await s.ctx.store.commit({ do: 'copy', from: sel.mailbox.id, to: to.id, uids });
  if (isRefusal(done)) return done.refused === 'gone' ? tryCreate : refused(done);
  await gather(s, to.id === sel.mailbox.id);
  if (done.pairs.length === 0) return ok('Nothing to copy');
  const from = printSequenceSet(toRanges(done.pairs.map(([a]) => a)));
  const into = printSequenceSet(toRanges(done.pairs.map(([, b]) => b)));
  return ok('Copied', `COPYUID ${done.uidValidity} ${from} ${into}`);
}

/** RFC 3501 section 6.4.7; the store copies all or nothing. */
export const copy = define({
  verb: 'COPY',
  states: SELECTED,
  parse: grammar.copy,
  run: (turn, { set, mailbox }) => run(turn, set, mailbox, false),
});

export const uidCopy = define({
  verb: 'UID COPY',
  states: SELECTED,
  parse: grammar.copy,
  run: (turn, { set, mailbox }) => run(turn, set, mailbox, true),
});
