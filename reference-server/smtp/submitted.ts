import { parseAddressList } from '../mail/address-list.ts';
import { type Field, parseFields } from '../mail/fields.ts';
import { Reply } from './reply.ts';

/** Fields that stand once at most (RFC 5322 3.6). */
const ONCE = new Set([
  'date',
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'message-id',
  'in-reply-to',
  'references',
  'subject',
]);

/** Fields whose value is a list of addresses. */
const ADDRESSES = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-bcc',
]);

/**
 * What keeps a submitted message from being one of RFC 5322 that may go on as ours (RFC 6409 4.2, 5.1, 6.3, 8). What is
 * missing is none: From, Date and Message-ID are added.
 * @param message its header section is read, and nothing behind it
 * @param local the domain of the site, which need not have a dot
 * @returns the reply that refuses, or undefined
 */
export function faultOf(message: Buffer, local: string): Reply | undefined {
  const fields = parseFields(headerLines(message));
  const seen = new Set<string>();
  for (const field of fields) {
    const name = field[0].toLowerCase();
    // rfc6409-8-delivered-mail-repeats-no-field, rfc6409-6.3-invalid-message-may-be-refused, rfc6409-6.3-invalid-message-554
    if (ONCE.has(name) && seen.has(name)) return new Reply(554, '5.6.0', `the message has more than one ${name} field`);
    seen.add(name);
    const fault = ADDRESSES.has(name) ? addressFault(field, name, local) : undefined;
    if (fault) return fault;
  }
  return undefined;
}

function addressFault([, value]: Field, name: string, local: string): Reply | undefined {
  const list = parseAddressList(value);
  const empty = list?.domains.length === 0 && (name === 'from' || name === 'sender');
  // rfc6409-5.1-illegal-header-address-refused, rfc6409-5.1-illegal-header-address-554
  if (!list || empty) return new Reply(554, '5.6.0', `an address in the ${name} field is not one`);
  const single = list.domains.find((d) => !d.includes('.') && !d.startsWith('[') && d.toLowerCase() !== local);
  if (single === undefined) return undefined;
  // rfc6409-4.2-header-domains-qualified
  return new Reply(554, '5.6.0', `${single} in the ${name} field is not fully qualified`);
}

const LF = 0x0a;
const CR = 0x0d;

/** The lines up to the first that is empty, octets as latin1. */
function headerLines(message: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < message.length; ) {
    const lf = message.indexOf(LF, at);
    const end = lf < 0 ? message.length : lf + 1;
    if (end - at <= 2 && (message[at] === CR || message[at] === LF)) break;
    lines.push(message.toString('latin1', at, end));
    at = end;
  }
  return lines;
}
