/** Reads YAML with line numbers: every complaint names file, line and row, and all complaints are collected. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export interface Problem {
  file: string;
  line: number;
  /** The row it is about, where that is known. */
  id?: string;
  message: string;
}

/** `file:line: id: message`, as editors understand it. */
export function showProblem({ file, line, id, message }: Problem): string {
  return [`${file}:${line}`, ...(id === undefined ? [] : [id]), message].join(': ');
}

/** One or more faults in the files of `spec/`. The message lists all of them. */
export class SpecError extends Error {
  override readonly name = 'SpecError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(showProblem).join('\n'));
    this.problems = problems;
  }
}

/** What the entries of one file share. */
export interface Source {
  file: string;
  lines: LineCounter;
  problems: Problem[];
}

/** Complaints shown for one file: past this the rest is noise. */
const MAX_PARSE_ERRORS = 20;

/** A place in a YAML file that is asked for what should stand there; says what is wrong, with undefined as the answer. */
export class Entry {
  readonly source: Source;
  readonly node: Node | null;
  readonly line: number;
  readonly id: string | undefined;

  constructor(source: Source, node: Node | null, line: number, id?: string) {
    this.source = source;
    this.node = node;
    const at = node?.range?.[0];
    this.line = at === undefined ? line : source.lines.linePos(at).line;
    this.id = id;
  }

  complain(message: string): undefined {
    const { source, line, id } = this;
    source.problems.push({ file: source.file, line, ...(id === undefined ? {} : { id }), message });
  }

  /** The same place, complaining in the name of a row. */
  named(id: string): Entry {
    return new Entry(this.source, this.node, this.line, id);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  /** The value of a scalar, undefined for maps and lists. */
  get scalar(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  /** Entries by key, in order; keys must be strings. */
  pairs(what: string): Map<string, Entry> | undefined {
    const { node, source, line, id } = this;
    if (!isMap(node)) return this.complain(`${what} must be a mapping (\`key: value\` lines)`);
    const found = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? key.value : key;
      const entry = new Entry(source, value as Node | null, new Entry(source, key as Node, line).line, id);
      if (typeof name === 'string') found.set(name, entry);
      else entry.complain(`the key ${String(name)} of ${what} is no text: put it in quotes`);
    }
    return found;
  }

  /** As `pairs`, and refuses keys that are not in the list. */
  fields(what: string, allowed: readonly string[]): Map<string, Entry> | undefined {
    const found = this.pairs(what);
    for (const [key, entry] of found ?? []) {
      if (!allowed.includes(key)) entry.complain(`unknown key \`${key}\` in ${what}: use ${allowed.join(', ')}`);
    }
    return found;
  }

  items(what: string): Entry[] | undefined {
    const { node, source, line, id } = this;
    if (!isSeq(node)) return this.complain(`${what} must be a list: \`[ … ]\` or lines that begin with \`-\``);
    return node.items.map((item) => new Entry(source, item as Node | null, line, id));
  }

  text(what: string): string | undefined {
    const value = this.scalar;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    if (typeof value === 'string' || value === null || value === undefined) {
      return this.complain(`${what} is empty or no text: write one`);
    }
    return this.complain(`${what} was read as the ${typeof value} ${String(value)}: put it in quotes`);
  }

  oneOf<T extends string>(what: string, choices: readonly T[]): T | undefined {
    const value = this.scalar;
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    return this.complain(`${what} is \`${String(value)}\`: use one of ${choices.join(', ')}`);
  }

  integer(what: string, least: number): number | undefined {
    const value = this.scalar;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    return this.complain(`${what} is \`${String(value)}\`: write a whole number from ${least} on`);
  }

  /** A list of texts; complains about each that is none. */
  texts(what: string): string[] | undefined {
    return this.items(what)
      ?.map((item) => item.text(`an entry of ${what}`))
      .filter((text) => text !== undefined);
  }
}

/**
 * Parses one file.
 *
 * @returns its top entry, and the list that complaints are added to; syntax errors are in it already
 */
export function parseYaml(file: string, content: string): { top: Entry; problems: Problem[] } {
  const lines = new LineCounter();
  const doc = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const problems: Problem[] = [...doc.errors, ...doc.warnings].slice(0, MAX_PARSE_ERRORS).map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    message: `not valid YAML: ${error.message}`,
  }));
  return { top: new Entry({ file, lines, problems }, doc.contents, 1), problems };
}
