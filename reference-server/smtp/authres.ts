import { asciiDomain } from '../mail/address.ts';
import { Cursor, isDigit } from '../mail/cursor.ts';

/** Comments in one another that are followed; deeper ones end the reading. */
const COMMENT_DEPTH = 64;
/** Version of the field that is understood (RFC 8601 2.6). */
const VERSION = 1;
const TSPECIALS = new Set([...'()<>@,;:\\"/[]?='].map((c) => c.charCodeAt(0)));
const DQUOTE = 0x22;

/**
 * Whether an Authentication-Results field has to go (RFC 8601 5): it claims to be of this server, or is of a version nobody here understands.
 * @param value what stands behind the colon, folds and all, a character an octet
 * @param ids as `authservId` gives them
 */
export function mustGo(value: string, ids: ReadonlySet<string>): boolean {
  const c = new Cursor(value);
  skipCfws(c);
  // rfc8601-2.2-comments-and-folds-before-the-identifier, rfc8601-2.2-identifier-in-quotes
  const given = c.code() === DQUOTE ? quoted(c) : c.eatWhile((x) => x > 32 && x !== 127 && !TSPECIALS.has(x));
  // rfc8601-5-forged-field-deleted; rfc8601-7.8-malformed-field-does-no-harm: one without an identifier claims nothing.
  if (given !== '' && ids.has(authservId(Buffer.from(given, 'latin1').toString()))) return true;
  skipCfws(c);
  const version = c.eatWhile(isDigit);
  // rfc8601-5-unsupported-version-deleted
  return version !== '' && Number(version) !== VERSION;
}

/** An identifier as it is compared: without case, and with the A-labels of a domain (RFC 8601 2.5, 5). */
export function authservId(text: string): string {
  return asciiDomain(text) || text.toLowerCase();
}

/** Blanks, line ends, and comments with what is nested and quoted in them (RFC 5322 3.2.2). */
export function skipCfws(c: Cursor): void {
  let depth = 0;
  for (; !c.done; c.pos += 1) {
    const ch = c.text[c.pos];
    if (ch === '(') {
      depth += 1;
      if (depth > COMMENT_DEPTH) return;
    } else if (ch === ')' && depth > 0) depth -= 1;
    else if (ch === '\\' && depth > 0) c.pos += 1;
    else if (depth === 0 && ch !== ' ' && ch !== '\t' && ch !== '\r' && ch !== '\n') return;
  }
}

/** A quoted-string without its quotes and folds; the cursor stands at its opening quote. */
function quoted(c: Cursor): string {
  const out: string[] = [];
  for (c.pos += 1; !c.done && c.code() !== DQUOTE; c.pos += 1) {
    if (c.text[c.pos] === '\\') c.pos += 1;
    const ch = c.text[c.pos] ?? '';
    if (ch !== '\r' && ch !== '\n') out.push(ch);
  }
  c.pos += 1;
  return out.join('');
}
