const HEX = '0123456789ABCDEF';
const MAX_POINT = 0x10ffff;

/** RFC 3461 4 `xtext`: text of one character an octet; undefined where it is none. */
export function decodeXtext(s: string): string | undefined {
  // rfc3461-4-xtext-in-either-form, rfc3461-4-parentheses-are-no-comments
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c <= 32 || c >= 127 || c === EQUALS) return undefined;
    if (c !== PLUS) continue;
    const hi = HEX.indexOf(s[i + 1] ?? '?');
    const lo = HEX.indexOf(s[i + 2] ?? '?');
    if (hi < 0 || lo < 0) return undefined;
    parts.push(s.slice(from, i), String.fromCharCode(hi * 16 + lo));
    i += 2;
    from = i + 1;
  }
  parts.push(s.slice(from));
  return parts.join('');
}

/** The `xtext` of a text of one character an octet. */
export function encodeXtext(s: string): string {
  let out = '';
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    out += c > 32 && c < 127 && c !== PLUS && c !== EQUALS ? s[i] : `+${HEX[(c >> 4) & 15]}${HEX[c & 15]}`;
  }
  return out;
}

/** RFC 6533 3 `utf-8-enc-addr`: `\x{HEXPOINT}` stands for a character, others for themselves; undefined where it is none. */
export function decodeUnitext(s: string): string | undefined {
  const parts: string[] = [];
  let from = 0;
  for (let i = s.indexOf('\\'); i >= 0; i = s.indexOf('\\', from)) {
    const end = s.indexOf('}', i);
    const hex = s.slice(i + 3, end);
    if (s[i + 1] !== 'x' || s[i + 2] !== '{' || end < 0 || hex.length < 2 || hex.length > 6) return undefined;
    let point = 0;
    for (const h of hex) {
      const digit = HEX.indexOf(h.toUpperCase());
      if (digit < 0) return undefined;
      point = point * 16 + digit;
    }
    if (point > MAX_POINT || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    parts.push(s.slice(from, i), String.fromCodePoint(point));
    from = end + 1;
  }
  parts.push(s.slice(from));
  return parts.join('');
}

/** RFC 6533 3 `utf-8-addr-xtext`, in ASCII only: safe wherever an `xtext` is. */
export function encodeUnitext(s: string): string {
  let out = '';
  for (const x of s) {
    const c = x.codePointAt(0) ?? 0;
    const plain = c > 32 && c < 127 && c !== PLUS && c !== EQUALS && c !== BACKSLASH;
    out += plain ? x : `\\x{${c.toString(16).toUpperCase().padStart(2, '0')}}`;
  }
  return out;
}

const PLUS = 0x2b;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
