/** Paths as trace fields hold them: `Reverse-path` and `Forward-path` of RFC 5321 section 4.1.2, in UTF-8 too (RFC 6531). */

const DOMAIN = '[a-z\\d\\x80-\\xff](?:[a-z\\d\\x80-\\xff-]*[a-z\\d\\x80-\\xff])?';
const DOMAINS = `${DOMAIN}(?:\\.${DOMAIN})*`;
const ATEXT = "[\\w!#$%&'*+\\-/=?^`{|}~\\x80-\\xff]";
const QUOTED = '"(?:[ !#-\\[\\]-~\\x80-\\xff]|\\\\[ -~])*"';
const LOCAL = `(?:${ATEXT}+(?:\\.${ATEXT}+)*|${QUOTED})`;
const MAILBOX = `${LOCAL}@(?:${DOMAINS}|\\[[!-Z^-~]+\\])`;
const PATH = new RegExp(`^<(?:(?:@${DOMAINS}(?:,@${DOMAINS})*:)?(${MAILBOX}))?>$`, 'i');

/** The mailbox of a path in pointed brackets, octets as latin1; empty for the null path, undefined where it is none. A source route is left out. */
export function readPath(text: string): string | undefined {
  const m = PATH.exec(text);
  return m ? (m[1] ?? '') : undefined;
}
