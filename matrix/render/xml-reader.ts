/** A small strict reader of XML without namespaces or a document type, to check what we write. */

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  text: string;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Parses a whole document. @throws SyntaxError where it is not well-formed or holds a character XML 1.0 forbids */
export function readXml(source: string): Element {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(source) || !source.isWellFormed()) {
    throw new SyntaxError('a character that XML cannot hold');
  }
  const body = source.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '').trimEnd();
  const state = { at: 0, source: body };
  const root = element(state);
  if (state.at !== body.length) throw new SyntaxError(`text after the root element at ${state.at}`);
  return root;
}

interface State {
  at: number;
  source: string;
}

function element(s: State): Element {
  const open = take(s, /<([A-Za-z][A-Za-z0-9]*)/y);
  const name = open[1]!;
  const attributes: Record<string, string> = {};
  for (;;) {
    const end = tryTake(s, /\s*(\/?)>/y);
    if (end) {
      const made: Element = { name, attributes, children: [], text: '' };
      return end[1] === '/' ? made : content(s, made);
    }
    const pair = take(s, /\s+([A-Za-z][A-Za-z0-9]*)="([^"<]*)"/y);
    if (pair[1]! in attributes) throw new SyntaxError(`attribute ${pair[1]} twice`);
    attributes[pair[1]!] = decode(pair[2]!);
  }
}

function content(s: State, made: Element): Element {
  for (;;) {
    made.text += decode(tryTake(s, /[^<]+/y)?.[0] ?? '');
    const close = tryTake(s, /<\/([A-Za-z][A-Za-z0-9]*)>/y);
    if (!close) made.children.push(element(s));
    else if (close[1] === made.name) return made;
    else throw new SyntaxError(`${made.name} closed as ${close[1]}`);
  }
}

function decode(text: string): string {
  if (text.includes(']]>')) throw new SyntaxError(']]> in text');
  return text.replace(/&([^;\s]*;?)/g, (_all, name: string) => {
    const value = ENTITIES[name.slice(0, -1)];
    if (!name.endsWith(';') || value === undefined) throw new SyntaxError(`unknown entity &${name}`);
    return value;
  });
}

function take(s: State, what: RegExp): RegExpExecArray {
  const found = tryTake(s, what);
  if (!found) throw new SyntaxError(`not well-formed at ${s.at}: ${s.source.slice(s.at, s.at + 40)}`);
  return found;
}

function tryTake(s: State, what: RegExp): RegExpExecArray | null {
  what.lastIndex = s.at;
  const found = what.exec(s.source);
  if (found) s.at += found[0].length;
  return found;
}
