import type { Command } from '../wire/exchange.ts';
import { lineText } from '../wire/pieces.ts';
import { unsure } from './smtp-units.ts';
import type { Monitor, Report, Said } from './types.ts';

const FALLS = 'rfc3501-7.3.1-exists-never-falls';
const UNASKED = 'rfc3501-7.4.1-no-expunge-unasked';
const INSIDE = 'rfc3501-7.4.1-no-expunge-in-fetch-store-search';
const RENUMBERS = 'rfc3501-7.4.1-expunge-renumbers-at-once';

type Heard = Extract<Said, { from: 'S' }>;

/** What a session knows of the size of its mailbox; undefined between mailboxes. */
interface Size {
  exists: number | undefined;
}

/** Laws of EXISTS and EXPUNGE (RFC 3501 §7.3.1, 7.4.1). UID FETCH, UID STORE and UID SEARCH are commands of their own: EXPUNGE may come there. */
export const imapSizes: Monitor = {
  id: 'imap-sizes',
  requirements: [FALLS, UNASKED, INSIDE, RENUMBERS],
  services: ['imap'],
  watch(w, report) {
    const size: Size = { exists: undefined };
    const open = new Set<Command>();
    for (const s of w.said) {
      if (s.from === 'tls') open.clear();
      if (s.from === 'C') {
        if (unsure(s) && s.unit.kind !== 'literal') return;
        if (s.command?.tag !== undefined && s.unit.kind === 'line') open.add(s.command);
        if (/^(?:SELECT|EXAMINE|CLOSE|UNSELECT)$/.test(s.command?.verb ?? '')) size.exists = undefined;
      }
      if (s.from !== 'S') continue;
      if (s.unit.kind === 'tagged' && s.command) open.delete(s.command);
      if (s.unit.kind === 'untagged') heard(s, size, open, report);
    }
  },
};

function heard(s: Heard, size: Size, open: ReadonlySet<Command>, report: Report): void {
  const m = /^\* (?:(\d{1,10}) (EXISTS|EXPUNGE)|VANISHED(?! \(EARLIER\)))(?: |$)/i.exec(lineText(s.unit.raw));
  if (!m) {
    if ([...open].some((c) => /^(?:FETCH|STORE|SEARCH)$/.test(c.verb))) report.asked(INSIDE);
    return;
  }
  const n = Number(m[1] ?? 0);
  if (m[2]?.toUpperCase() === 'EXISTS') {
    report.asked(FALLS);
    if (size.exists !== undefined && n < size.exists) {
      report.fault(FALLS, `EXISTS fell from ${size.exists} to ${n} without EXPUNGE`, s.unit.raw, s.at);
    }
    size.exists = n;
    return;
  }
  when(s, open, report);
  if (m[2] === undefined) {
    size.exists = undefined;
    return;
  }
  if (size.exists === undefined) return;
  report.asked(RENUMBERS);
  if (n < 1 || n > size.exists) {
    report.fault(RENUMBERS, `EXPUNGE of message ${n} where ${size.exists} are left`, s.unit.raw, s.at);
  } else size.exists--;
}

function when(s: Heard, open: ReadonlySet<Command>, report: Report): void {
  report.asked(UNASKED);
  if (open.size === 0) report.fault(UNASKED, 'EXPUNGE while no command is in progress', s.unit.raw, s.at);
  else if ([...open].every((c) => /^(?:FETCH|STORE|SEARCH)$/.test(c.verb))) {
    report.fault(INSIDE, `EXPUNGE in answer to ${[...open][0]?.verb}`, s.unit.raw, s.at);
  }
}
