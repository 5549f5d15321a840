/**
 * What is wrong with the form of an IMAP response, as far as all of them share it (RFC 3501 §9): quoted strings that end on their line and hold no
 * 8-bit octet (unless `utf8`), literals with their octets, parentheses that pair, single spaces. Undefined where nothing is.
 */
export function malformed(text: string, utf8: boolean): string | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; ) {
    const c = text[i];
    if (c === '"') {
      const end = quotedEnd(text, i);
      if (end === undefined) return 'a quoted string without an end';
      if (!utf8 && /[\x80-\xff]/.test(text.slice(i, end))) return 'an octet over 127 in a quoted string';
      i = end;
    } else if (c === '{') {
      const literal = /^\{(\d+)\}\r\n/.exec(text.slice(i, i + 24));
      if (!literal) return 'a brace that begins no literal';
      i += literal[0].length + Number(literal[1]);
      if (i > text.length) return 'a literal without its octets';
    } else {
      if (c === '(') depth++;
      if (c === ')' && --depth < 0) return 'a parenthesis too many';
      if (c === ' ' && !singleSpace(text, i)) return 'a space that separates nothing';
      if (c === '\r' || c === '\n') return 'a bare CR or LF';
      i++;
    }
  }
  return depth === 0 ? undefined : 'a parenthesis without its end';
}

function singleSpace(text: string, i: number): boolean {
  const next = text[i + 1];
  return next !== undefined && next !== ' ' && next !== ')' && text[i - 1] !== '(';
}

function quotedEnd(text: string, from: number): number | undefined {
  for (let i = from + 1; i < text.length; i++) {
    const c = text[i];
    if (c === '"') return i + 1;
    if (c === '\\') i++;
    else if (c === '\r' || c === '\n') return undefined;
  }
  return undefined;
}
