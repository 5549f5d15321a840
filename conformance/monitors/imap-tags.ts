import { unsure } from './smtp-units.ts';
import type { Monitor } from './types.ts';

const ONCE = 'rfc3501-2.2.2-each-tag-answered-once';

/** Each tag is completed once, and none that the client did not send (RFC 3501 §2.2.2). */
export const imapTags: Monitor = {
  id: 'imap-tags',
  requirements: [ONCE],
  services: ['imap'],
  watch(w, report) {
    for (const s of w.said) {
      if (unsure(s) && s.from === 'C' && s.unit.kind !== 'literal') return;
      if (s.from !== 'S' || s.unit.kind !== 'tagged') continue;
      report.asked(ONCE);
      if (s.surplus) report.fault(ONCE, 'a completion of a tag that is not open', s.unit.raw, s.at);
    }
  },
};
