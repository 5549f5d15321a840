/** How a broken server puts a report together (RFC 6522), as whoever reads the mailbox sees it. */
import { m, rewriteCommand } from './kit.ts';
import { reported, seen } from './reports.ts';
import type { Mutant } from './types.ts';

export const mutants: Mutant[] = [
  m(
    'rfc6522-3-report-type-names-the-second-part',
    'names another type of report',
    reported((r) => r.replace(/report-type="?delivery-status"?/i, 'report-type=disposition-notification')),
    seen,
  ),
  m(
    'rfc6522-3-first-part-for-people',
    'has nothing to say to people',
    reported((r) =>
      r.replace(/(\r\n--[^\r\n]+\r\n)[\s\S]*?(?=\r\n--)/, '$1Content-Type: application/octet-stream\r\n'),
    ),
    seen,
  ),
  m(
    'rfc6522-3-second-part-for-programs',
    'writes for people only',
    reported((r) => r.replace(/^Content-Type:\s*message\/delivery-status/im, 'Content-Type: text/plain')),
    seen,
  ),
  m(
    'rfc6522-3-two-or-three-parts',
    'adds a part of its own',
    reported((r) => r.replace(/\r\n--([^\r\n]+)--/, '\r\n--$1\r\n\r\nSent by a fine server.$&')),
    seen,
  ),
  m(
    'rfc6522-3-whole-message-unless-told',
    'returns no more than headers',
    rewriteCommand(/^MAIL/i, /^(?!.* RET=).*$/i, (all) => `${all} RET=HDRS`),
  ),
  m(
    'rfc6522-4-header-alone-is-labelled-so',
    'calls a header a message',
    reported((r) => r.replace(/text\/rfc822-headers/i, 'message/rfc822')),
    seen,
  ),
  m(
    'rfc6522-4-whole-header-returned',
    'returns the fields it knows',
    reported((r) => r.replace(/^X-Kept:.*\r\n/im, '')),
    seen,
  ),
];
