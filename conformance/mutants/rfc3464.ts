/** What a broken server writes into a report of delivery (RFC 3464), as whoever reads the mailbox sees it. */
import { m } from './kit.ts';
import { another, field, reported, seen } from './reports.ts';
import { twice } from './rfc3461-reports.ts';
import type { Mutant } from './types.ts';

const behindReportingMta = (line: string) => reported((r) => r.replace(/^Reporting-MTA:.*\r\n/im, `$&${line}\r\n`));

export const mutants: Mutant[] = [
  m(
    'rfc3464-2-is-a-multipart-report',
    'sends a mixture of parts',
    reported((r) => r.replace(/multipart\/report/i, 'multipart/mixed')),
    seen,
  ),
  m(
    'rfc3464-2-addressed-to-the-sender',
    'addresses reports to nobody in particular',
    reported((r) => r.replace(/^To:.*$/im, 'To: undisclosed-recipients:;')),
    seen,
  ),
  m(
    'rfc3464-2-from-somebody-who-is-there',
    'sends reports as nobody',
    reported((r) => r.replace(/^From:.*$/im, 'From: Mail System <nobody-at-all@[127.0.0.1]>')),
    seen,
  ),
  m(
    'rfc3464-2.1-fields-are-readable-as-they-are',
    'encodes the fields',
    reported((r) =>
      r.replace(/^Content-Type:\s*message\/delivery-status/im, 'Content-Transfer-Encoding: quoted-printable\r\n$&'),
    ),
    seen,
  ),
  m(
    'rfc3464-2.1-fields-follow-the-grammar',
    'has one group of all fields',
    reported((r) => r.replace(/\r\n\r\n((?:Original|Final)-Recipient:)/i, '\r\n$1')),
    seen,
  ),
  m(
    'rfc3464-2.2-no-field-twice',
    'says twice what was done',
    reported((r) => r.replace(/^Action:.*\r\n/im, '$&$&')),
    seen,
  ),
  m(
    'rfc3464-2.2.1-envid-keeps-its-case',
    'writes the identifier in small letters',
    field('Original-Envelope-Id', (v) => v.toLowerCase()),
    seen,
  ),
  m(
    'rfc3464-2.2.3-no-gateway-where-there-is-none',
    'calls itself a gateway',
    behindReportingMta('DSN-Gateway: dns; gw'),
    seen,
  ),
  m(
    'rfc3464-2.2.4-received-from-is-the-client',
    'calls every client localhost',
    behindReportingMta('Received-From-MTA: dns; localhost'),
    seen,
  ),
  m(
    'rfc3464-2.2.5-dates-with-an-offset',
    'writes the name of a zone',
    behindReportingMta('Arrival-Date: Tue, 3 Mar 2026 12:00:00 GMT'),
    seen,
  ),
  m(
    'rfc3464-2.3.1-original-recipient-as-the-sender-knows-it',
    'leaves the original address encoded',
    field('Original-Recipient', (v) => v.replace('@', '+40')),
    seen,
  ),
  m('rfc3464-2.3.2-final-recipient-in-each-group', 'names no recipient', field('Final-Recipient', undefined), seen),
  m(
    'rfc3464-2.3.2-final-recipient-as-accepted',
    'names another recipient',
    field('Final-Recipient', 'rfc822; mailbox@example.org'),
    seen,
  ),
  m(
    'rfc3464-2.3.2-case-of-an-address-kept',
    'writes addresses in small letters',
    field('Final-Recipient', (v) => v.toLowerCase()),
    seen,
  ),
  m('rfc3464-2.3.3-action-in-each-group', 'has a word of its own for what was done', field('Action', 'success'), seen),
  m('rfc3464-2.3.4-status-in-each-group', 'has no status', field('Status', undefined), seen),
  m('rfc3464-2.3.4-status-is-three-numbers', 'has a status of two numbers', field('Status', '2.0'), seen),
  m('rfc3464-2.3.4-status-without-leading-zeros', 'fills numbers up with zeros', field('Status', '2.001.005'), seen),
  m('rfc3464-2.3.4-status-agrees-with-action', 'delivers and gives a failing status', field('Status', '5.0.0'), seen),
  m('rfc3464-2.3.4-failed-has-a-failing-status', 'fails and gives a status of success', field('Status', '2.0.0'), seen),
  m(
    'rfc3464-2.3.5-no-remote-mta-where-there-is-none',
    'names a next hop',
    another('Remote-MTA: dns; mx.example.org'),
    seen,
  ),
  m(
    'rfc3464-2.3.9-retry-date-in-delays-alone',
    'will try again',
    another('Will-Retry-Until: Tue, 3 Mar 2026 12:00:00 +0000'),
    seen,
  ),
  m('rfc3464-2.4-other-fields-begin-with-x', 'has a field of its own', another('Queue-Id: 7'), seen),
  m('rfc3464-3-one-report-a-recipient', 'reports twice', twice()),
  m('rfc3464-3-one-report-of-a-failure', 'reports failure twice', twice()),
  m(
    'rfc3464-A-report-of-failure-follows-the-grammar',
    'gives diagnostics without a type',
    field('Diagnostic-Code', 'sorry'),
    seen,
  ),
];
