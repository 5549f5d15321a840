/**
 * Strict base64 (RFC 4648 section 4): the alphabet, and padding only at the end and always there.
 * @returns undefined for anything else
 */
export function decodeBase64(s: string): Buffer | undefined {
  if (s.length % 4 !== 0) return undefined;
  // rfc4954-4-foreign-characters-refused, rfc4954-4-padding-only-at-the-end: Node's decoder skips them, so what it read is written again.
  const b = Buffer.from(s, 'base64');
  return b.toString('base64') === s ? b : undefined;
}
