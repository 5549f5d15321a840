import { localZone, printDate } from '../mail/date.ts';
import { addressLiteral, returnPath } from '../mail/trace.ts';
import { encodeUnitext, encodeXtext } from '../mail/xtext.ts';
import type { Addressee, Envelope, Event } from './envelope.ts';
import type { Part } from './returned.ts';

export interface ReportFacts {
  hostname: string;
  domain: string;
  /** Address it goes to. */
  to: string;
  /** That is the postmaster, in place of the sender. */
  instead: boolean;
  /** Unguessable: no line of what is given back is a boundary. */
  token: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * A delivery status notification (RFC 3464) as a multipart/report (RFC 6522), with its Return-Path: what to read, what machines read, and what is
 * given back. In US-ASCII wherever that says all; else in the types of RFC 6533.
 */
export function compose(e: Envelope, events: readonly Event[], given: Part, f: ReportFacts): Buffer {
  const status = statusPart(e, events, f);
  const reading = readingPart(e, events, f);
  // rfc6522-3-first-part-for-people, rfc6522-3-second-part-for-programs, rfc6522-3-two-or-three-parts
  const parts = [reading, status, given];
  const boundary = `report-${f.token}`;
  const eightBit = parts.some((p) => p.encoding === '8bit');
  const head = [
    // rfc5321-3.6.3-notification-has-null-reverse-path, rfc5321-4.4-notifications-have-null-return-path,
    // rfc5321-6.1-notification-has-null-reverse-path: nobody answers a report.
    // rfc3461-6.1-report-has-null-sender
    returnPath('<>').trimEnd(),
    // rfc3464-2-from-somebody-who-is-there
    `From: Mail delivery <postmaster@${f.domain}>`,
    `To: <${f.to}>`,
    `Date: ${date(f.now)}`,
    `Message-ID: <${f.token}.report@${f.hostname}>`,
    `Subject: ${f.instead ? 'A message' : 'Your message'} ${SUBJECTS[worst(events)]}`,
    // rfc3834-5.1-one-auto-submitted-field, rfc3834-5.2-report-is-not-auto-generated
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    // rfc5321-3.6.3-notification-in-a-standard-form
    // rfc3464-2-is-a-multipart-report, rfc6522-3-report-type-names-the-second-part
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    ...(eightBit ? ['Content-Transfer-Encoding: 8bit'] : []),
    '',
    '',
  ].join('\r\n');
  const chunks: Uint8Array[] = [Buffer.from(head)];
  for (const p of parts) {
    const top = `--${boundary}\r\nContent-Type: ${p.type}\r\nContent-Transfer-Encoding: ${p.encoding}\r\n\r\n`;
    chunks.push(Buffer.from(top), p.octets, CRLF);
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(chunks);
}

const CRLF = Buffer.from('\r\n');
/** Characters of a reply that are repeated in a report. */
const DIAGNOSTIC_MAX = 400;

type Action = Event['action'];
const SUBJECTS: Record<Action, string> = {
  failed: 'was not delivered to everybody',
  delayed: 'has not been delivered yet',
  expanded: 'was delivered',
  delivered: 'was delivered',
};
const WORDS: Record<Action, string> = {
  failed: 'was not delivered to',
  delayed: 'could not be delivered yet to',
  expanded: 'was delivered, and handed on to several addresses behind',
  delivered: 'was delivered to',
};
const ORDER: readonly Action[] = ['failed', 'delayed', 'expanded', 'delivered'];

function worst(events: readonly Event[]): Action {
  return ORDER.find((a) => events.some((e) => e.action === a)) ?? 'delivered';
}

function date(ms: number): string {
  return printDate(ms, localZone(ms));
}

function readingPart(e: Envelope, events: readonly Event[], f: ReportFacts): Part {
  const from = f.instead ? ` from <${e.sender}>` : '';
  const lines = [`This is the mail server ${f.hostname}. The message that came on ${date(e.arrived)}${from}`, ''];
  for (const action of ORDER) {
    const about = events.filter((x) => x.action === action);
    if (about.length === 0) continue;
    lines.push(WORDS[action], '');
    for (const x of about) lines.push(`  <${x.to.path}>`, ...(x.diagnostic ? [`    ${said(x.diagnostic)}`] : []));
    const until = action === 'delayed' ? about[0]?.until : undefined;
    if (until !== undefined) lines.push('', `It is tried again until ${date(until)}; nothing needs to be done.`);
    lines.push('');
  }
  const text = lines.join('\r\n');
  return { type: 'text/plain; charset=utf-8', encoding: isAscii(text) ? '7bit' : '8bit', octets: Buffer.from(text) };
}

/** RFC 3464 2, RFC 3461 6.3. */
function statusPart(e: Envelope, events: readonly Event[], f: ReportFacts): Part {
  const { name, address } = e.client;
  const said = [
    e.envid ?? '',
    name,
    ...events.flatMap(({ to }) => [to.path, to.orcpt?.address ?? '', to.orcpt?.type ?? '']),
  ];
  const ascii = said.every(isAscii);
  const groups = [
    [
      // rfc3461-6.3-envid-comes-back, rfc3461-6.3-envid-is-decoded, rfc3461-6.3-no-envid-made-up, rfc3464-2.2.1-envid-keeps-its-case
      ...(e.envid === undefined ? [] : [`Original-Envelope-Id: ${e.envid}`]),
      // rfc3461-6.3-reporting-mta-given, rfc3461-6.3-reporting-mta-is-its-domain, rfc3464-2.2.3-no-gateway-where-there-is-none
      `Reporting-MTA: dns; ${f.hostname}`,
      // rfc3464-2.2.4-received-from-is-the-client
      ...(name === ''
        ? []
        : [`Received-From-MTA: dns; ${name}${address === '' ? '' : ` (${addressLiteral(address)})`}`]),
      // rfc3464-2.2.5-dates-with-an-offset
      `Arrival-Date: ${date(e.arrived)}`,
    ],
    ...events.map((x) => recipientFields(x, e.id, f.now, ascii)),
  ];
  return {
    // rfc6533-4.4-plain-report-where-ascii-suffices, rfc6533-6.4-global-status-in-eight-bits, rfc6533-4.1-global-status-grammar,
    // rfc6533-4.1-localized-diagnostics-differ: there are none
    type: ascii ? 'message/delivery-status' : 'message/global-delivery-status',
    encoding: ascii ? '7bit' : '8bit',
    // rfc3464-2.1-fields-follow-the-grammar, rfc3464-2.1-fields-are-readable-as-they-are, rfc3464-2.2-no-field-twice
    octets: Buffer.from(groups.map((g) => `${g.join('\r\n')}\r\n`).join('\r\n')),
  };
}

function recipientFields(
  { to, action, status, diagnostic, until }: Event,
  id: string,
  now: number,
  ascii: boolean,
): string[] {
  // rfc3461-6.3-final-recipient-is-the-envelopes, rfc3461-9.1-address-is-not-mended, rfc3464-2.3.2-final-recipient-in-each-group,
  // rfc3464-2.3.2-final-recipient-as-accepted, rfc3464-2.3.2-case-of-an-address-kept
  const fields = [`Final-Recipient: ${isAscii(to.path) ? 'rfc822' : 'utf-8'}; ${to.path}`];
  // rfc3461-6.3-orcpt-comes-back, rfc3461-6.3-no-original-recipient-made-up
  if (to.orcpt !== undefined) fields.unshift(`Original-Recipient: ${originalRecipient(to.orcpt, ascii)}`);
  // rfc3461-6.3-action-given, rfc3461-6.3-status-given, rfc3464-2.3.3-action-in-each-group, rfc3464-2.3.4-status-in-each-group,
  // rfc3464-2.3.4-status-is-three-numbers, rfc3464-2.3.4-status-without-leading-zeros, rfc3464-2.3.5-no-remote-mta-where-there-is-none
  fields.push(`Action: ${action}`, `Status: ${status}`);
  // rfc3461-9.2-smtp-diagnostic-is-a-reply
  // rfc3464-A-report-of-failure-follows-the-grammar
  if (diagnostic !== undefined) fields.push(`Diagnostic-Code: smtp; ${said(diagnostic)}`);
  // rfc3464-2.4-other-fields-begin-with-x: there are none.
  fields.push(`Last-Attempt-Date: ${date(now)}`, `Final-Log-ID: ${id}`);
  // rfc3464-2.3.9-retry-date-in-delays-alone
  if (action === 'delayed' && until !== undefined) fields.push(`Will-Retry-Until: ${date(until)}`);
  return fields;
}

/** As the client meant it; encoded only where a field could not hold it, or only ASCII may stand there (RFC 6533 3). */
function originalRecipient({ type, address }: NonNullable<Addressee['orcpt']>, ascii: boolean): string {
  // rfc3464-2.3.1-original-recipient-as-the-sender-knows-it
  const international = type.toLowerCase() === 'utf-8';
  // rfc6533-3-plain-status-is-ascii, rfc6533-3-global-status-has-utf-8
  if (international && (ascii || !isText(address))) return `${type}; ${encodeUnitext(address)}`;
  return `${type}; ${isText(address) ? address : encodeXtext(address)}`;
}

/** A reply in one line of printable US-ASCII. */
function said(reply: string): string {
  let text = '';
  for (const c of reply.slice(0, DIAGNOSTIC_MAX)) text += c >= ' ' && c <= '~' ? c : '?';
  return text;
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}

/** Without control characters. */
function isText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if ((c < 32 && c !== 9) || c === 127) return false;
  }
  return true;
}
