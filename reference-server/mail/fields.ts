/** A header field: name as written, value unfolded and trimmed, octets as latin1. */
export type Field = [name: string, value: string];

/** Fields read from one header. */
const MAX_FIELDS = 4000;
const LF = 0x0a;
const CR = 0x0d;

const isWsp = (c: number): boolean => c === 0x20 || c === 0x09;

/** Takes off what is white at the end, line ends included. */
export function trimEnd(s: string): string {
  let end = s.length;
  while (end > 0 && (isWsp(s.charCodeAt(end - 1)) || s.charCodeAt(end - 1) === CR || s.charCodeAt(end - 1) === LF))
    end--;
  return s.slice(0, end);
}

function trimStart(s: string): string {
  let from = 0;
  while (isWsp(s.charCodeAt(from))) from++;
  return s.slice(from);
}

/** Fields of a header given as lines with their ends. What has no colon is left out with its continuation. */
export function parseFields(lines: readonly string[]): Field[] {
  const fields: Field[] = [];
  let name: string | undefined;
  let value: string[] = [];
  const finish = (): void => {
    if (name !== undefined && fields.length < MAX_FIELDS) fields.push([name, trimStart(trimEnd(value.join('')))]);
  };
  for (const line of lines) {
    const text = trimEol(line);
    if (isWsp(text.charCodeAt(0))) {
      value.push(text);
      continue;
    }
    finish();
    const colon = text.indexOf(':');
    name = colon > 0 ? trimEnd(text.slice(0, colon)) : undefined;
    value = [text.slice(colon + 1)];
  }
  finish();
  return fields;
}

function trimEol(line: string): string {
  let end = line.length;
  if (end > 0 && line.charCodeAt(end - 1) === LF) end--;
  if (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return line.slice(0, end);
}

/** Parameters of one field that are kept. */
const MAX_PARAMS = 200;
const tspecial = (ch: string): boolean => '()<>@,;:\\"/[]?='.includes(ch);

/** `value; name=value; …` of RFC 2045 section 5.1 and RFC 2183: comments dropped, quotes taken off, faults skipped. */
export function parseParameterized(text: string): { value: string; params: Field[] } {
  let at = 0;
  const space = (): void => {
    for (let depth = 0; at < text.length; at++) {
      const ch = text[at]!;
      if (ch === '(') depth++;
      else if (ch === ')' && depth > 0) depth--;
      else if (ch === '\\' && depth > 0) at++;
      else if (depth === 0 && ch !== ' ' && ch !== '\t' && ch !== '\r' && ch !== '\n') return;
    }
  };
  const token = (slash: boolean): string => {
    const from = at;
    while (at < text.length && text[at]! > ' ' && (!tspecial(text[at]!) || (slash && text[at] === '/'))) at++;
    return text.slice(from, at);
  };
  /** What ought to be quoted often is not. */
  const loose = (): string => {
    const from = at;
    while (at < text.length && text[at]! > ' ' && text[at] !== ';') at++;
    return text.slice(from, at);
  };
  const quoted = (): string => {
    const out: string[] = [];
    let from = ++at;
    for (; at < text.length && text[at] !== '"'; at++) {
      if (text[at] !== '\\') continue;
      out.push(text.slice(from, at));
      from = ++at;
    }
    out.push(text.slice(from, at));
    at++;
    return out.join('');
  };
  const skip = (): void => {
    while (at < text.length && text[at] !== ';') {
      if (text[at] === '"') quoted();
      else at++;
    }
  };
  space();
  let value = token(true);
  space();
  if (text[at] === '/') {
    at++;
    space();
    value += `/${token(false)}`;
  } else if (value.endsWith('/')) value += token(false);
  const params: Field[] = [];
  for (;;) {
    skip();
    if (at >= text.length || params.length === MAX_PARAMS) return { value, params };
    at++;
    space();
    const name = token(false);
    space();
    if (name === '' || text[at] !== '=') continue;
    at++;
    space();
    params.push([name, text[at] === '"' ? quoted() : loose()]);
  }
}
