import type { Command } from '../wire/exchange.ts';
import { type Reply, replies } from './smtp-units.ts';
import type { Monitor, Report, Watched } from './types.ts';

const LISTED = 'rfc5321-4.3.1-listed-replies-only';
const KNOWN = 'rfc5321-4.2-codes-of-this-document';

/** Codes of RFC 5321 §4.2.3. */
const DOCUMENT = '211 214 220 221 250 251 252 354 421 450 451 452 455 500 501 502 503 504 550 551 552 553 554 555';
/** Those of extensions: RFC 4954 §4 and 6, 3207 §4, 1985 §5, 2645 §5, 7504 §3. */
const EXTENSIONS = '235 334 432 454 530 534 535 538 253 458 459 453 521 556';
const CODES: ReadonlySet<string> = new Set(`${DOCUMENT} ${EXTENSIONS}`.split(' '));

/** To any command: RFC 5321 §4.3.2; 530 where TLS or authentication is due (RFC 3207 §4, 4954 §6). */
const ANYTIME = '421 500 501 530';
/** What RFC 4954 and 7504 add to MAIL and RCPT, and 504 for the value of a parameter. */
const ENVELOPE = '454 504 534 535 538 556';

/** The message itself, which is answered like a command. */
const END_OF_DATA = 'the end of the data';

/** The table of RFC 5321 §4.3.2 with what extensions add to it. */
const TABLE: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    EHLO: '250 504 550 502',
    HELO: '250 504 550 502',
    MAIL: `250 552 451 452 550 553 503 455 555 ${ENVELOPE}`,
    RCPT: `250 251 550 551 552 553 450 451 452 503 455 555 ${ENVELOPE}`,
    DATA: '354 503 554 451 450 550 552 452',
    [END_OF_DATA]: '250 552 554 451 452 450 550',
    RSET: '250',
    VRFY: '250 251 252 550 551 553 502 504',
    EXPN: '250 252 550 500 502 504 553',
    HELP: '211 214 502 504',
    NOOP: '250',
    QUIT: '221',
  }).map(([verb, codes]) => [verb, new Set(`${codes} ${ANYTIME}`.split(' '))]),
);

/** The replies listed for each command (RFC 5321 §4.3.2), and codes that are in no list at all (§4.2). */
export const smtpReplyTable: Monitor = {
  id: 'smtp-reply-table',
  requirements: [LISTED, KNOWN],
  services: ['smtp', 'submission'],
  watch(w, report) {
    for (const r of replies(w)) {
      // A server that greets so refuses everything (§3.1).
      if (r.greeting && r.code === '554') return;
      // What is no code at all is for the grammar of replies.
      if (!/^[2-5][0-5]\d$/.test(r.code)) continue;
      report.asked(KNOWN);
      if (!CODES.has(r.code)) report.fault(KNOWN, `${r.code} is a code of no standard`, r.raw, r.at);
      else if (!r.greeting && !r.surplus && r.command) judge(r.command, r, w, report);
    }
  },
};

function judge({ verb, part }: Command, r: Reply, w: Watched, report: Report): void {
  const asked = verb === 'DATA' && part === 'body' ? END_OF_DATA : verb;
  const listed = part === 'response' ? undefined : TABLE.get(asked);
  if (!listed) return;
  report.asked(LISTED);
  if (listed.has(r.code)) return;
  // RFC 6409 §4.1 and 4.2 give it to what is improper in MAIL and RCPT.
  if (w.service === 'submission' && r.code === '554' && (verb === 'MAIL' || verb === 'RCPT')) return;
  report.fault(LISTED, `${r.code} to ${asked}`, r.raw, r.at);
}
