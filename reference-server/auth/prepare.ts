import saslprep from '@mongodb-js/saslprep';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Prepares a password or login name by SASLprep (RFC 4013).
 * @param as `query`: as a client gave it; `stored`: to be kept, code points that are not assigned are refused
 * @returns undefined when it is not UTF-8, holds what SASLprep forbids, or comes out empty (RFC 4616 section 2: verification fails)
 */
export function prepare(given: string | Uint8Array, as: 'query' | 'stored'): string | undefined {
  try {
    const text = typeof given === 'string' ? given : utf8.decode(given);
    const prepared = isPlainAscii(text) ? text : saslprep(text, { allowUnassigned: as === 'query' });
    return prepared === '' ? undefined : prepared;
  } catch (e) {
    if (e instanceof Error) return undefined;
    throw e;
  }
}

/** Printable ASCII is prepared as it is. */
function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}
