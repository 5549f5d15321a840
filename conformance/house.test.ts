import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['spec', 'matrix', 'conformance', 'reference-server', 'fuzz', 'ci'];

/** Who may import whom, beside itself. The longest path that fits a file holds for it. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  spec: [],
  matrix: ['spec'],
  conformance: ['spec', 'matrix'],
  'conformance/wire': ['spec/types.ts'],
  'reference-server': [],
  fuzz: [
    'conformance/wire',
    'conformance/dialogue',
    'conformance/targets',
    ...['smtp', 'imap', 'pop3', 'lmtp', 'mail', 'net'].map((f) => `reference-server/${f}`),
  ],
  ci: ['spec', 'matrix'],
};

/** Packages that only these folders may use; all others are free. */
const ONLY_IN: Record<string, readonly string[]> = {
  imapflow: ['conformance/steps', 'ci/clients'],
  nodemailer: ['conformance/steps', 'ci/clients'],
  mailparser: ['conformance/steps', 'ci/clients'],
  '@cucumber/cucumber': ['conformance/runner', 'conformance/steps'],
  '@cucumber/messages': ['conformance/runner', 'conformance/steps'],
  cucumber: ['conformance/runner'],
  commander: ['conformance/cli', 'reference-server', 'fuzz'],
  kysely: ['reference-server/store'],
  pino: ['reference-server'],
  '@mongodb-js/saslprep': ['reference-server/auth'],
  'node:sqlite': ['reference-server/store'],
};

/** What reads bytes from the network: parsed by hand, never by pattern. */
const NETWORK_PARSERS = ['smtp', 'lmtp', 'imap', 'pop3', 'mail', 'net'].map((f) => `reference-server/${f}/`);

/** Stands among them and reads nothing a peer sent: it writes a certificate. */
const NO_PARSER = ['reference-server/net/cert.ts'];

/** Test tools and fixtures are no part of the server. */
const isTool = (file: string): boolean => /(?:\.test|testing[\w-]*)\.ts$/.test(file);

function files(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((f) => join(folder, f).split(sep).join('/'))
    .filter((f) => /\.(?:ts|js)$/.test(f) && statSync(join(ROOT, f)).isFile())
    .sort();
}

interface Facts {
  imports: { from: string; line: number }[];
  /** Regular expressions, and calls that make one. */
  patterns: { text: string; line: number }[];
  /** `describe.only` and the like. */
  marked: { text: string; line: number }[];
}

/** Reads a file by a parser, so that strings and comments count for nothing. */
function factsOf(text: string, file: string): Facts {
  const facts: Facts = { imports: [], patterns: [], marked: [] };
  const lineAt = (at: unknown): number => text.slice(0, Number(at)).split('\n').length;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    if (!isNode(node)) return;
    const line = lineAt(node.start);
    const from = 'source' in node && isNode(node.source) ? node.source.value : undefined;
    if (typeof from === 'string') facts.imports.push({ from, line });
    if (node.type === 'Literal' && 'regex' in node) facts.patterns.push({ text: String(node.raw), line });
    if (isNode(node.callee) && node.callee.name === 'RegExp') facts.patterns.push({ text: 'RegExp(…)', line });
    if (node.type === 'MemberExpression' && isNode(node.object) && isNode(node.property)) {
      const name = `${String(node.object.name)}.${String(node.property.name)}`;
      if (/^(?:describe|it|test)\.(?:only|skip|todo|fails)$/.test(name)) facts.marked.push({ text: name, line });
    }
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value);
  };
  visit(parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' }, file));
  return facts;
}

type Node = Record<string, unknown>;
const isNode = (x: unknown): x is Node => typeof x === 'object' && x !== null && !Array.isArray(x);

/** The entry of a table whose path fits a file best. */
function ruleFor<T>(table: Record<string, T>, file: string): T | undefined {
  const [best] = Object.keys(table)
    .filter((p) => file === p || file.startsWith(`${p}/`))
    .sort((a, b) => b.length - a.length);
  return best === undefined ? undefined : table[best];
}

const below = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);

/** Imports a file may not have, as `line: path`. */
function strangers(file: string, facts: Facts): string[] {
  const allowed = [...(ruleFor(MAY_IMPORT, file) ?? [])];
  const own = Object.keys(MAY_IMPORT).filter((p) => below(file, p));
  return facts.imports.flatMap(({ from, line }) => {
    if (!from.startsWith('.')) {
      const owners = ONLY_IN[from] ?? [];
      // An end-to-end test may look at the server with any client.
      const free = owners.length === 0 || isTool(file) || owners.some((o) => below(file, o));
      return free ? [] : [`${file}:${line}: ${from} is for ${owners.join(', ')}`];
    }
    const target = posix.normalize(posix.join(dirname(file), from));
    const fits = [...own.slice(-1), ...allowed].some((place) => below(target, place)) || samePart(file, target);
    return fits ? [] : [`${file}:${line}: may not import ${target}`];
  });
}

/** Within one top folder, except out of a part that has a line of its own. */
function samePart(file: string, target: string): boolean {
  const narrow = Object.keys(MAY_IMPORT).some((p) => p.includes('/') && below(file, p));
  return !narrow && file.split('/')[0] === target.split('/')[0];
}

const all = FOLDERS.flatMap(files);
const facts = new Map(all.map((f) => [f, factsOf(readFileSync(join(ROOT, f), 'utf8'), f)]));

describe('the house', () => {
  it('is where the test looks', () => {
    for (const folder of FOLDERS) expect(all.some((f) => f.startsWith(`${folder}/`))).toBe(true);
  });

  it('imports only whom the table allows', () => {
    expect([...facts].flatMap(([file, f]) => strangers(file, f))).toEqual([]);
  });

  it('reads network input without regular expressions', () => {
    const found = [...facts]
      .filter(([file]) => NETWORK_PARSERS.some((p) => file.startsWith(p)) && !NO_PARSER.includes(file) && !isTool(file))
      .flatMap(([file, f]) => f.patterns.map((p) => `${file}:${p.line}: ${p.text}`));
    expect(found).toEqual([]);
  });

  it('matches dialogue without regular expressions, but to split lines', () => {
    const found = facts.get('conformance/dialogue/match.ts')?.patterns.map((p) => p.text);
    expect(found?.filter((text) => text !== '/\\r?\\n/')).toEqual([]);
  });

  it('names suite and server together in one file only, the launcher', () => {
    const names = (file: string, what: RegExp): boolean => what.test(readFileSync(join(ROOT, file), 'utf8'));
    const both = all.filter(
      (f) => !isTool(f) && names(f, /['"`/]reference-server\/cli/) && names(f, /['"`/]conformance\/cli\/main/),
    );
    expect(both).toEqual(['conformance/cli/mailspec.js']);
  });

  it('has tests beside the code, none of them switched off or alone', () => {
    const tests = all.filter((f) => f.endsWith('.test.ts'));
    expect(tests.length).toBeGreaterThan(10);
    const strays = tests.filter((f) => !all.some((o) => !o.endsWith('.test.ts') && dirname(o).startsWith(dirname(f))));
    expect(strays).toEqual([]);
    expect([...facts].flatMap(([file, f]) => f.marked.map((m) => `${file}:${m.line}: ${m.text}`))).toEqual([]);
  });

  it('names files in lower case with dashes', () => {
    expect(all.filter((f) => !/^[a-z0-9./-]+$/.test(f))).toEqual([]);
  });

  it('leaves no checker switched off and nothing for later', () => {
    const marks = [
      '@ts-' + 'ignore',
      '@ts-' + 'expect-error',
      '@ts-' + 'nocheck',
      'biome-' + 'ignore',
      'TO' + 'DO',
      'FIX' + 'ME',
    ];
    const found = all.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, i) => marks.filter((m) => line.includes(m)).map((m) => `${file}:${i + 1}: ${m}`)),
    );
    expect(found).toEqual([]);
  });
});

describe('the checks themselves', () => {
  const check = (file: string, text: string) => strangers(file, factsOf(text, file));

  it.each([
    ['spec/a.ts', "import { x } from '../matrix/record.ts';", 'matrix/record.ts'],
    ['matrix/a.ts', "export * from '../conformance/cli/main.ts';", 'conformance/cli/main.ts'],
    ['conformance/cli/a.ts', "const x = import('../../reference-server/cli.ts');", 'reference-server/cli.ts'],
    ['reference-server/smtp/a.ts', "import type { Level } from '../../spec/types.ts';", 'spec/types.ts'],
    ['conformance/wire/a.ts', "import '../dialogue/types.ts';", 'conformance/dialogue/types.ts'],
    ['fuzz/a.ts', "import '../reference-server/store/store.ts';", 'reference-server/store/store.ts'],
    ['conformance/wire/a.ts', "import 'imapflow';", 'imapflow'],
  ])('would refuse in %s: %s', (file, text, named) => {
    expect(check(file, text)).toEqual([expect.stringContaining(named)]);
  });

  it.each([
    ['matrix/a.ts', "import { x } from '../spec/types.ts'; import './render/html.ts';"],
    ['conformance/wire/a.ts', "import './types.ts'; import type { S } from '../../spec/types.ts';"],
    ['fuzz/a.ts', "import '../reference-server/imap/grammar/command.ts'; import '../conformance/wire/framing.ts';"],
    ['spec/a.ts', "const s = '../matrix/record.ts'; // import '../matrix/record.ts'"],
  ])('lets pass in %s: %s', (file, text) => {
    expect(check(file, text)).toEqual([]);
  });

  it('sees patterns, and no division or text', () => {
    const seen = factsOf('const a = /x/; const b = 1 / 2 / 3; const c = "/x/"; const d = new RegExp(c);', 'a.ts');
    expect(seen.patterns.map((p) => p.text)).toEqual(['/x/', 'RegExp(…)']);
  });
});
