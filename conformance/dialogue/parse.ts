import { parsePattern, parseTemplate, shift } from './text.ts';
import { type Also, DialogueSyntaxError, type Line, type Pattern, type SourceLine, type Template } from './types.ts';

export { parsePattern, parseTemplate } from './text.ts';

const LITERAL = /^C(&?)(~?)\{(\.?)(\d{0,10})(\+?)\}$/;
const COMPLETION = /^\(?((?:OK|NO|BAD)(?:\|(?:OK|NO|BAD))*)\)?(?= |$)/;
const MODES = { 'S:': 'next', 'S*': 'some', 'S!': 'never', 'S?': 'maybe', 'S{.}': 'block' } as const;

/**
 * Reads a dialogue; README.md has the language. `at` is where its first line stands; lines and columns of errors count from there.
 * @throws DialogueSyntaxError
 */
export function parseDialogue(doc: string, at: SourceLine): Line[] {
  const source = doc.split(/\r?\n/);
  const out: Line[] = [];
  for (let i = 0; i < source.length; i++) {
    const text = source[i] ?? '';
    if (text.trim() === '' || text.startsWith('#')) continue;
    const here = { ...at, line: at.line + i };
    const mark = text.split(' ', 1)[0] ?? '';
    const body = text.slice(mark.length + 1);
    const there = shift(here, mark.length + 1);
    if (mark === '') throw new DialogueSyntaxError(here, 'an indented line belongs to a C{} line; there is none above');
    const literal = LITERAL.exec(mark);
    if (literal) {
      const block = takeBlock(source, i + 1);
      out.push(
        literalLine(literal, body, block.lines, { here, there, block: { ...at, line: here.line + 1 } }, out, text),
      );
      i = block.end - 1;
    } else if (mark.startsWith('C')) out.push(clientLine(mark, body, here, there, out, text));
    else serverLine(mark, body, here, there, out, text);
  }
  checkOrder(out);
  return out;
}

function takeBlock(source: readonly string[], from: number): { lines: string[]; end: number } {
  let end = from;
  for (let i = from; i < source.length; i++) {
    const s = source[i] ?? '';
    if (s.startsWith('  ')) end = i + 1;
    else if (s.trim() !== '') break;
  }
  return { lines: source.slice(from, end).map((s) => (s.startsWith('  ') ? s.slice(2) : '')), end };
}

function isClient(line: Line | undefined): boolean {
  return line?.do === 'say' || line?.do === 'literal';
}

function mayGlue(before: readonly Line[], here: SourceLine, mark: string): void {
  if (!isClient(before.at(-1))) throw new DialogueSyntaxError(here, `${mark} needs a client line right above it`);
}

function mayContinue(before: readonly Line[], here: SourceLine, mark: string): void {
  const last = before.at(-1);
  if (last?.do !== 'literal' || last.form !== 'imap') {
    throw new DialogueSyntaxError(here, `${mark} goes on after a literal; there is none right above it`);
  }
}

function clientLine(
  mark: string,
  body: string,
  here: SourceLine,
  there: SourceLine,
  before: readonly Line[],
  source: string,
): Line {
  const glue = mark === 'C+' || mark === 'C+|';
  const continues = mark === 'C&';
  if (glue) mayGlue(before, here, mark);
  if (continues) mayContinue(before, here, mark);
  if (!glue && !continues && mark !== 'C:' && mark !== 'C|') throw unknownMark(mark, here);
  const crlf = mark !== 'C|' && mark !== 'C+|';
  return { at: here, source, do: 'say', text: parseTemplate(body, there), glue: glue || continues, crlf, continues };
}

function literalLine(
  m: RegExpExecArray,
  body: string,
  block: readonly string[],
  at: { here: SourceLine; there: SourceLine; block: SourceLine },
  before: readonly Line[],
  source: string,
): Line {
  const [mark, continued, binary, dot, digits, plus] = m;
  const data = dot === '.';
  if (data && (continued || binary || digits)) throw unknownMark(mark, at.here);
  if (data && body.trim() !== '') throw new DialogueSyntaxError(at.there, 'C{.} takes no text of its own');
  if (block.length === 0 && digits === '')
    throw new DialogueSyntaxError(at.here, `${mark} needs a block: lines that begin with two blanks`);
  if (data && plus) mayGlue(before, at.here, mark);
  if (continued) mayContinue(before, at.here, mark);
  const head = parseTemplate(body, at.there, true);
  const counted = head.some((p) => 'count' in p);
  const lines = block.map((l, i) =>
    parseTemplate(l, { ...at.block, line: at.block.line + i, column: at.here.column + 2 }),
  );
  return {
    at: at.here,
    source,
    do: 'literal',
    form: data ? 'data' : counted ? 'counted' : 'imap',
    head,
    body: joined(lines),
    glue: continued !== '' || (data && plus !== ''),
    nonSync: !data && plus !== '',
    binary: binary !== '',
    continues: continued !== '',
    ...(digits ? { claimed: Number(digits) } : {}),
  };
}

function joined(lines: readonly Template[]): Template {
  return lines.flatMap((l, i) => (i === 0 ? l : [{ bytes: Buffer.from('\r\n') }, ...l]));
}

function serverLine(
  mark: string,
  body: string,
  here: SourceLine,
  there: SourceLine,
  out: Line[],
  source: string,
): void {
  if (mark === 'S&' || mark === 'S&!') {
    const last = out.at(-1);
    const fits = last?.do === 'completion' || (last?.do === 'expect' && (last.mode === 'next' || last.mode === 'some'));
    if (!fits) throw new DialogueSyntaxError(here, `${mark} speaks of the unit of an S: or S* line right above it`);
    const also: Also = {
      at: here,
      source,
      pattern: parsePattern(required(body, mark, here), there),
      never: mark === 'S&!',
    };
    last.also.push(also);
    return;
  }
  const mode = Object.entries(MODES).find(([m]) => m === mark)?.[1];
  if (!mode) throw unknownMark(mark, here);
  const done = mode === 'next' ? COMPLETION.exec(body) : null;
  if (done) {
    const status = (done[1] ?? '').split('|') as ('OK' | 'NO' | 'BAD')[];
    const text = body.slice(done[0].length);
    const rest: Pattern = text.trim() === '' ? [{ rest: true }] : parsePattern(text, shift(there, done[0].length));
    out.push({ at: here, source, do: 'completion', status, rest, also: [] });
    return;
  }
  const pattern = parsePattern(required(body, mark, here), there);
  out.push({ at: here, source, do: 'expect', pattern, mode, also: [] });
}

function required(body: string, mark: string, here: SourceLine): string {
  if (body === '') throw new DialogueSyntaxError(here, `${mark} needs a pattern`);
  return body;
}

function unknownMark(mark: string, here: SourceLine): DialogueSyntaxError {
  return new DialogueSyntaxError(
    here,
    `a line begins with C: C+ C| C& C{…} S: S* S? S! S& or S{.}, not with "${mark}"`,
  );
}

/** `S!` and `S?` hold until the next `S:`: there must be one. */
function checkOrder(lines: readonly Line[]): void {
  let open: Line | undefined;
  for (const line of lines) {
    if (line.do === 'completion' || (line.do === 'expect' && (line.mode === 'next' || line.mode === 'block')))
      open = undefined;
    else if (line.do === 'expect' && line.mode !== 'some') open ??= line;
  }
  if (open)
    throw new DialogueSyntaxError(
      open.at,
      'S! and S? hold until the next S: line, and none follows; ask NOOP as a fence',
    );
}
