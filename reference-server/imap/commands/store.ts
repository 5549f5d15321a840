import { isRefusal } from '../../store/store.ts';
import type { StoreArgs } from '../grammar/command.ts';
import * as grammar from '../grammar/command.ts';
import { keepable } from '../grammar/flags.ts';
import { gather, learnKeywords, printFlags, printMailboxFlags } from '../selected.ts';
import { define, type Effect, no, ok, SELECTED, type Turn } from '../types.ts';
import { countOf, expungedMeanwhile, isEffect, named } from './messages.ts';
import { refused } from './refusal.ts';

/** Keywords in one STORE or APPEND, and octets of each. */
export const MAX_KEYWORDS = 64;
export const MAX_KEYWORD = 255;

/** What is wrong with flags that a client wants kept. */
export function flagFault(flags: readonly string[]): Effect | undefined {
  if (flags.length > MAX_KEYWORDS) return no(`At most ${MAX_KEYWORDS} flags at once`, 'LIMIT');
  if (flags.some((f) => f.length > MAX_KEYWORD)) return no(`A keyword has at most ${MAX_KEYWORD} octets`, 'LIMIT');
  return undefined;
}

async function run({ session: s }: Turn, { set, op, silent, flags }: StoreArgs, uid: boolean): Promise<Effect> {
  const sel = s.selected!;
  const uids = named(sel, set, uid);
  if (isEffect(uids)) return uids;
  if (sel.readOnly) return no('The mailbox is read-only', 'CANNOT');
  const fault = flagFault(flags);
  if (fault !== undefined) return fault;
  if (uids.length === 0) return ok('Nothing to do');
  await gather(s, true);
  const kept = keepable(flags);
  // rfc3501-6.4.6-store-replaces-flags rfc3501-6.4.6-store-adds-flags rfc3501-6.4.6-store-removes-flags
  // rfc3501-2.3.2-permanent-flags-outlive-the-session
  const done = await s.ctx.store.commit({ do: 'flag', mailbox: sel.mailbox.id, uids, op, flags: kept });
  if (isRefusal(done)) return refused(done);
  for (const { uid: u, modseq, flags: now } of done.changed) {
    const seq = sel.view.seqOf(u);
    if (seq === undefined) continue;
    // What another session changed is told even where the client asked for silence.
    const owed = sel.view.owes(u);
    sel.view.told(u, modseq);
    // rfc3501-6.4.6-silent-store-tells-nothing
    if (silent && !owed) continue;
    if (learnKeywords(sel, now)) s.peer.write(printMailboxFlags(sel));
    // rfc3501-6.4.6-store-tells-new-flags rfc3501-6.4.8-uid-fetch-tells-uid
    s.peer.write(`* ${seq} FETCH (${uid ? `UID ${u} ` : ''}FLAGS ${printFlags(now, sel.view.isRecent(u))})\r\n`);
  }
  // rfc3501-6.4.8-absent-uid-is-no-error
  return uid || done.changed.length >= countOf(uids) ? ok('Stored') : expungedMeanwhile;
}

/** RFC 3501 section 6.4.6. */
export const store = define({
  verb: 'STORE',
  states: SELECTED,
  parse: grammar.store,
  run: (turn, args) => run(turn, args, false),
});

export const uidStore = define({
  verb: 'UID STORE',
  states: SELECTED,
  parse: grammar.store,
  run: (turn, args) => run(turn, args, true),
});
