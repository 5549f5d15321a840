import { type Address, type Envelope, envelopeOf } from '../mail/envelope.ts';
import { type Field, parseParameterized } from '../mail/fields.ts';
import { encodingOf, fieldOf, type Part } from '../mail/mime.ts';
import { printNstring, printString } from './grammar/print.ts';

function address(a: Address): string {
  return `(${[a.name, a.route, a.mailbox, a.host].map(printNstring).join(' ')})`;
}
function addresses(list: readonly Address[]): string {
  return list.length === 0 ? 'NIL' : `(${list.map(address).join('')})`;
}

/** ENVELOPE of a message (RFC 3501 section 7.4.2), as latin1. */
export function printEnvelope(message: Pick<Part, 'fields'>): string {
  const e: Envelope = envelopeOf(message);
  // rfc3501-7.4.2-envelope-fields-in-order
  const lists = [e.from, e.sender, e.replyTo, e.to, e.cc, e.bcc].map(addresses).join(' ');
  const dated = `${printNstring(e.date)} ${printNstring(e.subject)}`;
  return `(${dated} ${lists} ${printNstring(e.inReplyTo)} ${printNstring(e.messageId)})`;
}

function parameters(params: readonly Field[]): string {
  if (params.length === 0) return 'NIL';
  return `(${params.map(([n, v]) => `${printString(n)} ${printString(v)}`).join(' ')})`;
}

function disposition(part: Part): string {
  const said = fieldOf(part, 'content-disposition');
  if (said === undefined) return 'NIL';
  const { value, params } = parseParameterized(said);
  return value === '' ? 'NIL' : `(${printString(value)} ${parameters(params)})`;
}

function language(part: Part): string {
  const tags = (fieldOf(part, 'content-language') ?? '')
    .split(',')
    .map((tag) => parseParameterized(tag).value)
    .filter((tag) => tag !== '');
  if (tags.length === 0) return 'NIL';
  return tags.length === 1 ? printString(tags[0]!) : `(${tags.map(printString).join(' ')})`;
}

/** Disposition, language and location: the extension data that all parts share. */
function shared(part: Part): string {
  return `${disposition(part)} ${language(part)} ${printNstring(fieldOf(part, 'content-location'))}`;
}

/** BODYSTRUCTURE, or BODY without extension data (RFC 3501 section 7.4.2), as latin1. */
export function printStructure(part: Part, extended: boolean): string {
  if (part.parts.length > 0) {
    const children = part.parts.map((p) => printStructure(p, extended)).join('');
    // rfc3501-7.4.2-extension-data-in-order
    const extension = extended ? ` ${parameters(part.params)} ${shared(part)}` : '';
    return `(${children} ${printString(part.subtype)}${extension})`;
  }
  const params = part.type === 'TEXT' && part.params.length === 0 ? defaultCharset(part) : part.params;
  const id = printNstring(fieldOf(part, 'content-id'));
  const description = printNstring(fieldOf(part, 'content-description'));
  const size = part.body[1] - part.body[0];
  let out = `${mediaType(part)} ${parameters(params)} ${id} ${description}`;
  out += ` ${printString(encodingOf(part))} ${size}`;
  if (part.message !== undefined) {
    out += ` ${printEnvelope(part.message)} ${printStructure(part.message, extended)} ${part.lines}`;
  } else if (part.type === 'TEXT') out += ` ${part.lines}`;
  if (extended) out += ` ${printNstring(fieldOf(part, 'content-md5'))} ${shared(part)}`;
  return `(${out})`;
}

/** A message that is encoded or nested too deep cannot be shown as one, which MESSAGE/RFC822 would promise. */
function mediaType(part: Part): string {
  const shut = part.type === 'MESSAGE' && part.subtype === 'RFC822' && part.message === undefined;
  if (shut) return '"APPLICATION" "OCTET-STREAM"';
  return `${printString(part.type)} ${printString(part.subtype)}`;
}

/** Text is US-ASCII where it says nothing (RFC 2045 section 5.2). */
function defaultCharset(part: Part): Field[] {
  return part.subtype === 'PLAIN' ? [['CHARSET', 'US-ASCII']] : [];
}
