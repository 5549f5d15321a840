/** Hierarchy separator of mailbox names. */
export const SEPARATOR = '/';
/** Octets of UTF-8 of a whole mailbox name. */
export const NAME_OCTETS = 1024;
/** Levels of a mailbox name. */
export const NAME_LEVELS = 32;

const encoder = new TextEncoder();

/** INBOX has no case (RFC 3501 section 5.1), also as the top of a longer name; one separator at the end only announces children (6.3.3). */
export function canonicalName(name: string): string {
  const plain = name.length > 1 && name.endsWith(SEPARATOR) ? name.slice(0, -1) : name;
  const top = plain.slice(0, 5);
  // rfc3501-9-inbox-in-any-case
  if (top.toUpperCase() !== 'INBOX') return plain;
  return plain.length === 5 || plain[5] === SEPARATOR ? `INBOX${plain.slice(5)}` : plain;
}

/** Says what is wrong with a canonical name that is to be created, or undefined. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'a mailbox name is not empty';
  if (encoder.encode(name).length > NAME_OCTETS) return `a mailbox name has at most ${NAME_OCTETS} octets`;
  const levels = name.split(SEPARATOR);
  if (levels.length > NAME_LEVELS) return `a mailbox name has at most ${NAME_LEVELS} levels`;
  if (levels.some((level) => level === '')) return 'a level of a mailbox name is not empty';
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c < 0x20 || c === 0x7f) return 'a mailbox name has no control characters';
  }
  return undefined;
}

/** Names above a name, nearest to the root first. */
export function superiors(name: string): string[] {
  const levels = name.split(SEPARATOR);
  return levels.slice(1).map((_, i) => levels.slice(0, i + 1).join(SEPARATOR));
}

/** Lower-case domain; the local part keeps its spelling. In NFC (RFC 6532 3.1). */
export function canonicalAddress(address: string): string {
  const composed = address.normalize('NFC');
  const at = composed.lastIndexOf('@');
  return at < 0 ? composed : composed.slice(0, at + 1) + composed.slice(at + 1).toLowerCase();
}

/**
 * The key two spellings of an address share: the same after NFC, and without case. Case is taken off character by character, so that nothing depends
 * on its neighbours, and a sigma at the end of a word is a sigma; addresses that only look alike stay two.
 */
export function addressKey(address: string): string {
  let key = '';
  for (const c of address.normalize('NFC')) key += c === 'ς' ? 'σ' : c.toLowerCase();
  return key.normalize('NFC');
}
