import { isAstringAtom, isListAtom } from './cursor.ts';

/** Whether every character may stand in a quoted string: 7-bit, no NUL, CR or LF. */
function quotable(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === 0 || c === 0x0d || c === 0x0a || c > 0x7f) return false;
  }
  return true;
}

/**
 * What stands for NUL, which IMAP cannot carry (RFC 3501 sections 4.3.1 and 9, note 3): one octet for one, so that sizes and structure stay true.
 * A message may hold one: APPEND refuses it, but in SMTP all 128 codes of ASCII reach the mailbox (RFC 5321 section 4.5.2) and what RFC 5322 has
 * against NUL is no reason to refuse (section 3.3). POP3 sends it as it is.
 */
export const NUL_SHOWN = 0x80;

/** Prints a string: quoted where that is possible, else a literal. All strings are latin1, one character an octet. */
export function printString(text: string): string {
  // rfc3501-9-no-nul
  const s = text.replaceAll('\0', String.fromCharCode(NUL_SHOWN));
  if (s.length > 1024 || !quotable(s)) return `{${s.length}}\r\n${s}`;
  return `"${s.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export function printNstring(s: string | undefined): string {
  return s === undefined ? 'NIL' : printString(s);
}

/** Prints an atom where that is possible. */
export function printAstring(s: string): string {
  return isAstringAtom(s) ? s : printString(s);
}

export function printListMailbox(s: string): string {
  return isListAtom(s) ? s : printString(s);
}
