import type { UidSet } from '../../store/store.ts';
import * as grammar from '../grammar/command.ts';
import type { Search } from '../grammar/search.ts';
import { resolveSequenceSet } from '../grammar/sequence.ts';
import { Matcher } from '../matching.ts';
import { rowsOf, SCAN_PAGE } from '../selected.ts';
import { define, type Effect, no, ok, SELECTED, type Selected, type Turn } from '../types.ts';

const CHARSETS = ['US-ASCII', 'UTF-8'];

/** The messages worth looking at: those of a set that has to match anyway, or all. */
function candidates({ view }: Selected, { keys }: Search): UidSet {
  for (const k of keys) {
    if (k.key === 'UID') return view.within(resolveSequenceSet(k.set, view.lastUid));
    if (k.key === 'SEQ') {
      const within = resolveSequenceSet(k.set, view.size).filter(([from]) => from <= view.size);
      return view.uidsOf(within.map(([from, to]) => [from, Math.min(to, view.size)]));
    }
  }
  return view.uids;
}

async function run({ session: s }: Turn, search: Search, uid: boolean): Promise<Effect> {
  const sel = s.selected!;
  // rfc3501-6.4.4-unknown-charset-gets-no rfc3501-6.4.4-unknown-charset-says-badcharset rfc3501-6.4.4-us-ascii-supported
  if (search.charset !== undefined && !CHARSETS.includes(search.charset.toUpperCase())) {
    return no('That charset is not known here', `BADCHARSET (${CHARSETS.join(' ')})`);
  }
  const matcher = new Matcher(s.ctx.store, sel.view);
  const found: number[] = [];
  for await (const page of rowsOf(s.ctx.store, sel.mailbox.id, candidates(sel, search), SCAN_PAGE)) {
    for (const row of page) {
      const seq = sel.view.seqOf(row.uid);
      if (seq !== undefined && (await matcher.matches(search.keys, { row, seq }))) found.push(uid ? row.uid : seq);
    }
  }
  // rfc3501-6.4.4-search-always-answers rfc3501-6.4.8-uid-search-gives-uids
  s.peer.write(`* SEARCH${found.map((n) => ` ${n}`).join('')}\r\n`);
  return ok('Searched');
}

/** RFC 3501 section 6.4.4. */
export const search = define({
  verb: 'SEARCH',
  states: SELECTED,
  parse: grammar.search,
  run: (turn, { search: what }) => run(turn, what, false),
});

export const uidSearch = define({
  verb: 'UID SEARCH',
  states: SELECTED,
  parse: grammar.search,
  run: (turn, { search: what }) => run(turn, what, true),
});
