import type { Mailbox, MessageRow, Store, UidSet } from '../store/store.ts';
import { isRefusal } from '../store/store.ts';
import { SYSTEM } from './grammar/flags.ts';
import type { Selected, Session } from './types.ts';
import { MailboxView, type Untagged } from './view.ts';

/** Rows read at a time where bodies follow, and where only columns do. */
export const FETCH_PAGE = 64;
export const SCAN_PAGE = 1024;
/** Keywords told in FLAGS; a mailbox with more works, but its list is cut. */
const FLAGS_KEYWORDS = 1000;

/** Rows of the messages in `ranges` (ascending, apart), in pages; what is gone is left out. */
export async function* rowsOf(
  store: Store,
  mailbox: number,
  ranges: UidSet,
  page: number,
): AsyncGenerator<MessageRow[]> {
  let i = 0;
  let after = 0;
  while (i < ranges.length) {
    after = Math.max(after, ranges[i]![0] - 1);
    const rows = await store.read({ ask: 'messages', mailbox, after, limit: page });
    const wanted: MessageRow[] = [];
    for (const row of rows) {
      while (i < ranges.length && ranges[i]![1] < row.uid) i++;
      if (i < ranges.length && ranges[i]![0] <= row.uid) wanted.push(row);
      after = row.uid;
    }
    if (wanted.length > 0) yield wanted;
    if (rows.length < page) return;
    while (i < ranges.length && ranges[i]![1] <= after) i++;
  }
}

/** FLAGS of one message as FETCH shows them. */
export function printFlags(flags: readonly string[], recent: boolean): string {
  return `(${(recent ? [...flags, '\\Recent'] : flags).join(' ')})`;
}

/** FLAGS of a mailbox, the system flags and the keywords in use, and which of them can be changed. */
export function printMailboxFlags(sel: Selected): string {
  const flags = [...SYSTEM, ...sel.keywords.values()].join(' ');
  const permanent = sel.readOnly ? '' : `${flags} \\*`;
  return `* FLAGS (${flags})\r\n* OK [PERMANENTFLAGS (${permanent})] Kept\r\n`;
}

/** Learns keywords; true where one is new and FLAGS should be said again. */
export function learnKeywords(sel: Selected, flags: readonly string[]): boolean {
  let fresh = false;
  for (const flag of flags) {
    const fold = flag.toLowerCase();
    if (flag.startsWith('\\') || sel.keywords.has(fold) || sel.keywords.size >= FLAGS_KEYWORDS) continue;
    sel.keywords.set(fold, flag);
    fresh = true;
  }
  return fresh;
}

/** The lines of SELECT and EXAMINE, and the state behind them. Undefined: the mailbox is gone. */
export async function openMailbox(
  s: Session,
  mailbox: Mailbox,
  readOnly: boolean,
): Promise<{ selected: Selected; lines: string } | undefined> {
  const { store } = s.ctx;
  const state = { woken: 0, gone: false, onWake: undefined as (() => void) | undefined };
  // Watched before it is read: nothing falls between.
  const watch = store.watch(mailbox.id, (highest) => {
    selected.woken = Math.max(selected.woken, highest);
    if (highest <= selected.view.modseq) selected.woken = selected.view.modseq + 1;
    selected.onWake?.();
  });
  const selected: Selected = {
    ...state,
    mailbox,
    readOnly,
    view: MailboxView.open({ uids: [], modseq: 0, recent: [] }),
    keywords: new Map(),
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
  try {
    const now = await store.read({ ask: 'mailboxById', mailbox: mailbox.id });
    if (now === undefined) {
      watch[Symbol.dispose]();
      return undefined;
    }
    const recent: UidSet = [];
    if (!readOnly) {
      const claimed = await store.commit({ do: 'claimRecent', mailbox: mailbox.id });
      if (!isRefusal(claimed) && claimed.from <= claimed.to) recent.push([claimed.from, claimed.to]);
    }
    const uids: UidSet = [];
    let unseen: number | undefined;
    let size = 0;
    for await (const page of rowsOf(store, mailbox.id, [[1, Number.POSITIVE_INFINITY]], SCAN_PAGE)) {
      for (const row of page) {
        size++;
        const last = uids.at(-1);
        if (last !== undefined && last[1] + 1 === row.uid) last[1] = row.uid;
        else uids.push([row.uid, row.uid]);
        if (unseen === undefined && !row.flags.includes('\\Seen')) unseen = size;
        learnKeywords(selected, row.flags);
      }
    }
    const view = MailboxView.open({ uids, modseq: now.highestModSeq, recent });
    if (readOnly) {
      // rfc3501-6.3.2-examine-changes-nothing
      const { recent: above } = await store.read({ ask: 'count', mailbox: mailbox.id });
      const first = view.uidOf(Math.max(1, size - above + 1));
      view.claim(above > 0 && first !== undefined ? first : view.lastUid + 1, Number.MAX_SAFE_INTEGER);
    }
    selected.view = view;
    selected.mailbox = now;
    // rfc3501-2.3.1.1-new-uid-not-below-uidnext rfc3501-2.3.1.1-uidnext-stays-without-new-mail rfc3501-2.3.1.1-uidnext-moves-with-new-mail
    const uidNext = Math.max(now.uidNext, view.lastUid + 1);
    // rfc3501-6.3.1-select-tells-flags rfc3501-6.3.1-select-tells-permanentflags
    let lines = printMailboxFlags(selected);
    // rfc3501-6.3.1-select-tells-exists rfc3501-6.3.1-select-tells-recent
    lines += `* ${size} EXISTS\r\n* ${view.recent} RECENT\r\n`;
    // rfc3501-6.3.1-select-tells-unseen
    if (unseen !== undefined) lines += `* OK [UNSEEN ${unseen}] First unseen\r\n`;
    // rfc3501-6.3.1-select-tells-uidvalidity rfc3501-6.3.1-select-tells-uidnext
    // rfc3501-2.3.1.1-uid-stays-between-sessions
    lines += `* OK [UIDVALIDITY ${now.uidValidity}] UIDs valid\r\n* OK [UIDNEXT ${uidNext}] Next UID\r\n`;
    return { selected, lines };
  } catch (e) {
    watch[Symbol.dispose]();
    throw e;
  }
}

/** Asks the store what has changed and queues it. Without `force` only after a wake-up. */
export async function gather(s: Session, force: boolean): Promise<void> {
  const sel = s.selected;
  if (sel === undefined || sel.gone || (!force && sel.woken <= sel.view.modseq)) return;
  sel.woken = 0;
  const { store } = s.ctx;
  const changes = await store.changes(sel.mailbox.id, sel.view.modseq);
  sel.view.queue(changes);
  if (changes.length === 0) {
    const still = await store.read({ ask: 'mailboxById', mailbox: sel.mailbox.id });
    if (still === undefined) {
      sel.gone = true;
      sel.view.vanishAll();
    }
  } else if (!sel.readOnly && changes.some((c) => c.kind === 'exists')) {
    const claimed = await store.commit({ do: 'claimRecent', mailbox: sel.mailbox.id });
    if (!isRefusal(claimed)) sel.view.claim(claimed.from, claimed.to);
  }
}

/** Says what is queued, as far as `expunge` allows; FETCH lines of a UID command carry the UID. */
export function tell(s: Session, may: { expunge: boolean; uid: boolean }): void {
  const sel = s.selected;
  if (sel === undefined || !sel.view.stale) return;
  for (const line of sel.view.flush(may)) s.peer.write(printUntagged(sel, line, may.uid));
}

function printUntagged(sel: Selected, line: Untagged, uid: boolean): string {
  switch (line.say) {
    case 'expunge':
      return `* ${line.seq} EXPUNGE\r\n`;
    case 'exists':
      return `* ${line.messages} EXISTS\r\n`;
    case 'recent':
      return `* ${line.messages} RECENT\r\n`;
    case 'flags': {
      const first = learnKeywords(sel, line.flags) ? printMailboxFlags(sel) : '';
      const flags = printFlags(line.flags, line.recent);
      return `${first}* ${line.seq} FETCH (${uid ? `UID ${line.uid} ` : ''}FLAGS ${flags})\r\n`;
    }
  }
}
