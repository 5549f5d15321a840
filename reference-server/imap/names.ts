/** Modified UTF-7 of RFC 3501 section 5.1.3. */
const B64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,';
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < B64.length; i++) values[B64.charCodeAt(i)] = i;

const printable = (c: number): boolean => c >= 0x20 && c <= 0x7e;

/** UTF-16 text to modified UTF-7: one way to write each name. */
// rfc3501-5.1.3-utf7-form-preserved
export function encodeName(name: string): string {
  let out = '';
  for (let i = 0; i < name.length; ) {
    const c = name.charCodeAt(i);
    if (printable(c)) {
      out += c === 0x26 ? '&-' : name[i];
      i++;
      continue;
    }
    out += '&';
    let bits = 0;
    let held = 0;
    for (; i < name.length && !printable(name.charCodeAt(i)); i++) {
      bits = (bits << 16) | name.charCodeAt(i);
      held += 16;
      while (held >= 6) {
        held -= 6;
        out += B64[(bits >>> held) & 63];
        bits &= (1 << held) - 1;
      }
    }
    if (held > 0) out += B64[(bits << (6 - held)) & 63];
    out += '-';
  }
  return out;
}

function decodeShift(text: string, from: number, to: number): string | undefined {
  let out = '';
  let bits = 0;
  let held = 0;
  for (let i = from; i < to; i++) {
    const v = values[text.charCodeAt(i)] ?? -1;
    if (v < 0) return undefined;
    bits = (bits << 6) | v;
    held += 6;
    if (held >= 16) {
      held -= 16;
      out += String.fromCharCode((bits >>> held) & 0xffff);
      bits &= (1 << held) - 1;
    }
  }
  return out;
}

/**
 * A mailbox name from the wire to text. Undefined where the octets are not 7-bit, or not the one way to write the name:
 * two spellings of one mailbox are never accepted.
 */
export function decodeName(wire: string): string | undefined {
  let out = '';
  for (let i = 0; i < wire.length; ) {
    const c = wire.charCodeAt(i);
    // rfc3501-5.1-eight-bit-names-refused
    if (!printable(c)) return undefined;
    if (c !== 0x26) {
      out += wire[i++];
      continue;
    }
    const end = wire.indexOf('-', i);
    if (end < 0) return undefined;
    const shifted = end === i + 1 ? '&' : decodeShift(wire, i + 1, end);
    if (shifted === undefined) return undefined;
    out += shifted;
    i = end + 1;
  }
  // rfc3501-5.1.3-utf7-syntax-checked
  return out.isWellFormed() && encodeName(out) === wire ? out : undefined;
}

/** Names with wildcards: `*` any characters, `%` any but the separator. Linear in the product of both lengths, which are bounded. */
export function matchesPattern(pattern: string, name: string, separator = '/'): boolean {
  let reach = new Uint8Array(name.length + 1);
  reach[0] = 1;
  for (let p = 0; p < pattern.length; p++) {
    const ch = pattern[p];
    const next = new Uint8Array(name.length + 1);
    if (ch === '*' || ch === '%') {
      for (let i = 0, open = false; i <= name.length; i++) {
        // rfc3501-6.3.8-percent-stops-at-separator rfc3501-6.3.8-asterisk-crosses-separators
        if (i > 0 && ch === '%' && name[i - 1] === separator) open = false;
        if (reach[i] === 1) open = true;
        if (open) next[i] = 1;
      }
    } else {
      for (let i = 0; i < name.length; i++) if (reach[i] === 1 && name[i] === ch) next[i + 1] = 1;
    }
    reach = next;
  }
  return reach[name.length] === 1;
}
