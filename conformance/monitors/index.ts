import type { Service } from '../../spec/types.ts';
import { saidOn } from '../wire/said.ts';
import type { Transcript } from '../wire/types.ts';
import { imapCapabilities } from './imap-capabilities.ts';
import { imapGrammar } from './imap-grammar.ts';
import { imapSizes } from './imap-sizes.ts';
import { imapTags } from './imap-tags.ts';
import { pop3Capabilities } from './pop3-capabilities.ts';
import { pop3Grammar } from './pop3-grammar.ts';
import { smtpAnnouncements } from './smtp-announcements.ts';
import { smtpEnhancedCodes } from './smtp-enhanced-codes.ts';
import { smtpExtensions } from './smtp-extensions.ts';
import { smtpOneReply } from './smtp-one-reply.ts';
import { smtpReplyGrammar } from './smtp-reply-grammar.ts';
import { smtpReplyTable } from './smtp-reply-table.ts';
import { smtpUtf8 } from './smtp-utf8.ts';
import type { Monitor, Report, Violation, Watched } from './types.ts';

/** Every monitor there is. */
export const MONITORS: readonly Monitor[] = [
  smtpReplyGrammar,
  smtpOneReply,
  smtpEnhancedCodes,
  smtpAnnouncements,
  smtpExtensions,
  smtpReplyTable,
  smtpUtf8,
  pop3Grammar,
  pop3Capabilities,
  imapGrammar,
  imapTags,
  imapSizes,
  imapCapabilities,
];

/** What monitors saw: what is wrong, and which requirements had anything to be asked of. */
export interface Watch {
  violations: Violation[];
  asked: Set<string>;
}

/** Violations of one kind on one connection that are kept: the rest say the same. */
const KEPT = 5;

/** Watches one connection. */
export function watchConnection(w: Watched): Watch {
  const out: Watch = { violations: [], asked: new Set() };
  for (const monitor of MONITORS) {
    if (!monitor.services.includes(w.service)) continue;
    const counts = new Map<string, number>();
    const report: Report = {
      asked: (requirement) => {
        out.asked.add(requirement);
      },
      fault: (requirement, what, raw, at) => {
        out.asked.add(requirement);
        const n = (counts.get(requirement) ?? 0) + 1;
        counts.set(requirement, n);
        if (n <= KEPT) {
          out.violations.push({ requirement, what, raw, at, monitor: monitor.id, conn: w.conn, service: w.service });
        }
      },
    };
    monitor.watch(w, report);
  }
  return out;
}

/** Watches every connection of transcripts; `services` overrides what a transcript says a connection speaks. Pure. */
export function watchAll(
  transcripts: readonly Transcript[],
  services: ReadonlyMap<string, Service> = new Map(),
): Watch {
  const out: Watch = { violations: [], asked: new Set() };
  for (const t of transcripts) {
    for (const [conn, service] of t.services) {
      const actual = services.get(conn) ?? service;
      const one = watchConnection({ conn, service: actual, said: saidOn(t.entries, conn, actual) });
      out.violations.push(...one.violations);
      for (const id of one.asked) out.asked.add(id);
    }
  }
  return out;
}

/** The violations alone. */
export function watchScenario(transcripts: readonly Transcript[]): Violation[] {
  return watchAll(transcripts).violations;
}
