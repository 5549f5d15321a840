export { MECHANISMS, mechanism } from '../auth/sasl.ts';

/**
 * Strict base64 (RFC 4648 4, RFC 4954 4): the alphabet, padding only at the end and always there.
 * @returns undefined where it is not that
 */
export function decodeBase64(s: string): Buffer | undefined {
  if (s.length % 4 !== 0) return undefined;
  // rfc4954-4-foreign-characters-refused, rfc4954-4-padding-only-at-the-end: Node's decoder skips them, so what it read is written again.
  const b = Buffer.from(s, 'base64');
  return b.toString('base64') === s ? b : undefined;
}
