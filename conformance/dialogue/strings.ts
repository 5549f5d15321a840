/** An IMAP string at a position (RFC 3501 §4.3, astring): its decoded value and where it ends. */
export interface FoundString {
  value: Buffer;
  end: number;
  atom: boolean;
}

const SPECIAL = new Set([...'(){ %*"\\'].map((c) => c.charCodeAt(0)));

/** Reads a quoted string, a literal or an atom; undefined where none begins. An atom ends before `]` only where that closes nothing inside it. */
export function stringAt(text: Buffer, pos: number): FoundString | undefined {
  if (text[pos] === 0x22) return quotedAt(text, pos);
  if (text[pos] === 0x7b || (text[pos] === 0x7e && text[pos + 1] === 0x7b)) return literalAt(text, pos);
  let end = pos;
  while (end < text.length && text[end]! > 0x20 && text[end]! < 0x7f && !SPECIAL.has(text[end]!)) end++;
  return end > pos ? { value: text.subarray(pos, end), end, atom: true } : undefined;
}

function quotedAt(text: Buffer, pos: number): FoundString | undefined {
  const out: number[] = [];
  for (let i = pos + 1; i < text.length; i++) {
    const c = text[i]!;
    if (c === 0x22) return { value: Buffer.from(out), end: i + 1, atom: false };
    if (c === 13 || c === 10) return undefined;
    if (c === 0x5c) i++;
    const octet = text[i];
    if (octet === undefined) return undefined;
    out.push(octet);
  }
  return undefined;
}

function literalAt(text: Buffer, pos: number): FoundString | undefined {
  let i = text.indexOf(0x7b, pos) + 1;
  let octets = 0;
  const first = i;
  for (; i < first + 12 && text[i]! >= 0x30 && text[i]! <= 0x39; i++) octets = octets * 10 + text[i]! - 0x30;
  if (i === first || text[i] !== 0x7d || text[i + 1] !== 13 || text[i + 2] !== 10) return undefined;
  const start = i + 3;
  if (start + octets > text.length) return undefined;
  return { value: text.subarray(start, start + octets), end: start + octets, atom: false };
}
