/** What of a report breaks which rule of RFC 3464 and RFC 6522, in words; an empty text where nothing does. */
import type { DeliveryStatus, Part, Report, StatusField } from './report.ts';
import { typed, withoutComments } from './report.ts';
import { isDate } from './trace.ts';

const PER_MESSAGE = new Set([
  'original-envelope-id',
  'reporting-mta',
  'dsn-gateway',
  'received-from-mta',
  'arrival-date',
]);
const PER_RECIPIENT = new Set([
  'original-recipient',
  'final-recipient',
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'final-log-id',
  'will-retry-until',
]);
/** Fields with a type before a semicolon. */
const TYPED = new Set([
  'reporting-mta',
  'dsn-gateway',
  'received-from-mta',
  'original-recipient',
  'final-recipient',
  'remote-mta',
  'diagnostic-code',
]);
const DATES = new Set(['arrival-date', 'last-attempt-date', 'will-retry-until']);
/** Extensions that RFCs define: RFC 3461 section 6.3, RFC 6533 section 4. */
const KNOWN = new Set(['smtp-remote-recipient', 'localized-diagnostic']);

/** Names of all fields a report may have, for those who want to know that one is not there. */
export const STATUS_NAMES: readonly string[] = [...PER_MESSAGE, ...PER_RECIPIENT, ...KNOWN];

/** The rules that are told apart. */
export interface Faults {
  /** Lines, groups, fields in the wrong group, types that are none. */
  grammar: string;
  /** A field twice in its group. */
  repeats: string;
  /** Dates that are none, or without an offset in figures. */
  dates: string;
  /** A reporting server that says to be in the DNS, by a name that is no domain of at least two labels. */
  domain: string;
  /** Names that neither an RFC nor `X-` allows. */
  names: string;
  /** Status codes that are no class of 2, 4 or 5 and two numbers of up to three digits, with at most a comment behind. */
  status: string;
  /** Diagnostics of SMTP that do not begin with a reply code. */
  diagnostic: string;
  /** Octets above 127, or an encoding, in what is to be readable as it is. */
  bits: string;
  /** A header alone under the label of a whole message. */
  returned: string;
}

const joined = (list: readonly string[]): string => list.join('; ');

function misplaced(s: DeliveryStatus): string[] {
  return [
    ...s.message.filter((f) => PER_RECIPIENT.has(f.name)).map((f) => `${f.name} stands among those of the message`),
    ...s.recipients
      .flat()
      .flatMap((f) => (PER_MESSAGE.has(f.name) ? [`${f.name} stands among those of a recipient`] : [])),
  ];
}

function twice(group: readonly StatusField[]): string[] {
  const known = group.filter((f) => PER_MESSAGE.has(f.name) || PER_RECIPIENT.has(f.name));
  return [...Map.groupBy(known, (f) => f.name)].filter(([, l]) => l.length > 1).map(([name]) => `${name} twice`);
}

/** A date as RFC 5322 writes it, with its zone in figures. */
function numericDate(value: string): boolean {
  return isDate(value) && /[+-]\d{4}(?:[ \t]*\([^()]*\))?$/.test(value);
}

const STATUS = /^[245]\.\d{1,3}\.\d{1,3}(?:[ \t]*\(.*\))?$/s;
const DOMAIN = /^(?:[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?\.)+[0-9a-z](?:[0-9a-z-]{0,61}[0-9a-z])?$|^\[[!-Z^-~]+\]$/i;

function isReply(diagnostic: string): boolean {
  const code = typed(diagnostic);
  return code?.type !== 'smtp' || /^[2-5]\d\d(?:[ -]|$)/.test(code.value);
}

function ofDomain(message: readonly StatusField[]): string {
  const mta = typed(message.find((f) => f.name === 'reporting-mta')?.value ?? '');
  const name = withoutComments(mta?.value ?? '');
  return mta?.type !== 'dns' || DOMAIN.test(name) ? '' : `${name} is no domain`;
}

function headerAlone(part: Part | undefined): string {
  const whole = part?.media.type === 'message/rfc822' || part?.media.type === 'message/global';
  if (!part || !whole) return '';
  const body = part.content.indexOf('\r\n\r\n');
  return body < 0 || part.content.slice(body).trim() === '' ? `a header alone as ${part.media.type}` : '';
}

/** Judges a report rule by rule. */
export function faultsOf(r: Report): Faults {
  const s = r.status ?? { message: [], recipients: [], problems: ['no delivery status'] };
  const all = [...s.message, ...s.recipients.flat()];
  const part = r.parts[1];
  const untyped = all.filter((f) => TYPED.has(f.name) && !typed(f.value)).map((f) => `${f.name} has no type`);
  const global = part?.media.type === 'message/global-delivery-status';
  return {
    grammar: joined([...s.problems, ...misplaced(s), ...untyped]),
    repeats: joined([s.message, ...s.recipients].flatMap(twice)),
    dates: joined(all.filter((f) => DATES.has(f.name) && !numericDate(f.value)).map((f) => `${f.name}: ${f.value}`)),
    domain: ofDomain(s.message),
    names: joined(all.map((f) => f.name).filter((n) => !n.startsWith('x-') && !STATUS_NAMES.includes(n))),
    status: joined(
      all.filter((f) => f.name === 'status' && !STATUS.test(f.value)).map((f) => `"${f.value}" is no status`),
    ),
    diagnostic: joined(
      all.filter((f) => f.name === 'diagnostic-code' && !isReply(f.value)).map((f) => `"${f.value}" is no reply`),
    ),
    bits: joined([
      ...(part && !global && part.encoding !== '7bit' ? [`encoded as ${part.encoding}`] : []),
      ...(part && !global && /[^\0-\x7f]/.test(part.content) ? ['octets above 127'] : []),
    ]),
    returned: headerAlone(r.parts[2]),
  };
}

/** What a group says: its fields by name; typed ones in their two halves too, and words in which case means nothing in lower case. */
export function saidIn(group: readonly StatusField[]): Map<string, string> {
  const said = new Map<string, string>();
  for (const { name, value } of group) {
    if (said.has(name)) continue;
    const half = TYPED.has(name) ? typed(value) : undefined;
    said.set(name, name === 'action' ? withoutComments(value).toLowerCase() : value);
    if (half) said.set(`${name}.type`, half.type).set(`${name}.value`, half.value);
    // A comment may follow the code, and nothing else.
    if (name === 'status') said.set(name, value.replace(/[ \t]*\(.*\)$/s, ''));
  }
  return said;
}
