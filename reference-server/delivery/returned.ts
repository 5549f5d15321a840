import type { Store, Stored } from '../store/store.ts';
import { octetsOf } from './body.ts';
import type { Envelope } from './envelope.ts';
import { examine, quotedPrintable } from './octets.ts';

/** Octets of a message in which its header section is looked for. */
export const HEADER_MAX = 64 * 1024;

/** A body part: the fields that stand above it, and its octets. */
export interface Part {
  type: string;
  encoding: '7bit' | '8bit' | 'quoted-printable';
  octets: Buffer;
}

export interface ReturnOptions {
  /** The report tells of a failure: only then is more than the header section given back. */
  failed: boolean;
  /** Octets up to which a message is given back whole. */
  max: number;
}

/**
 * What a report gives back of the message: all of it, where a failure is told, the sender did not ask for less, and it is neither long nor binary;
 * else its header section (RFC 3461 6.2, RFC 6522 3).
 */
export async function returned(
  store: Pick<Store, 'body'>,
  message: Stored,
  envelope: Envelope,
  o: ReturnOptions,
): Promise<Part> {
  // rfc3461-6.2-full-returns-the-message, rfc3461-4.3-hdrs-returns-no-body, rfc3461-6.2-success-returns-headers-alone,
  // rfc6522-3-whole-message-unless-told
  const whole = o.failed && envelope.ret !== 'HDRS' && envelope.lines && message.size <= o.max;
  const octets = await read(store, message, whole ? message.size : HEADER_MAX);
  const header = headerOf(octets);
  const about = examine(header);
  if (whole && about.utf8) {
    const all = examine(octets);
    // RFC 6533 4.2: a header section in UTF-8 makes it another type.
    // rfc6533-4.2-message-returned-as-global, rfc6532-3.7-global-part-in-eight-bits
    const type = about.eightBit ? 'message/global' : 'message/rfc822';
    if (all.lines) return { type, encoding: all.eightBit ? '8bit' : '7bit', octets };
  }
  // rfc3461-6.2-returned-part-is-labelled, rfc6522-4-header-alone-is-labelled-so, rfc6522-4-whole-header-returned
  // rfc6533-4.3-header-returned-as-global-headers, rfc6533-6.3-global-headers-without-charset, rfc6533-6.3-global-headers-in-eight-bits
  const type = about.eightBit && about.utf8 ? 'message/global-headers' : 'text/rfc822-headers';
  if (about.lines && about.utf8) return { type, encoding: about.eightBit ? '8bit' : '7bit', octets: header };
  return { type, encoding: 'quoted-printable', octets: Buffer.from(quotedPrintable(header), 'latin1') };
}

/** The header section with its last line end; of one that does not end in what was read, its whole lines. */
function headerOf(b: Buffer): Buffer {
  if (b[0] === 0x0d && b[1] === 0x0a) return b.subarray(0, 0);
  const end = b.indexOf('\r\n\r\n');
  if (end >= 0 && end < HEADER_MAX) return b.subarray(0, end + 2);
  const cut = b.subarray(0, HEADER_MAX);
  return cut.subarray(0, cut.lastIndexOf('\r\n') + 2);
}

async function read(store: Pick<Store, 'body'>, message: Stored, to: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of octetsOf(store, message, to)) parts.push(part);
  return Buffer.concat(parts);
}
