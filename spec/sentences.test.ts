import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readText, splitLines, stripPages } from './pages.ts';
import { basisOf, type ExtractOptions, extract, type Sentence, sectionsOf, sentenceHash } from './sentences.ts';

type Fact = [number, string, string, string, string, boolean, string];
interface Golden {
  /** RFC number → count of sentences and digest over all facts of them. */
  texts: Record<string, [number, string]>;
  /** Made-up documents → facts by mode. */
  made: Record<string, Record<'auto' | 'always' | 'never' | 'everything', Fact[]>>;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const golden = JSON.parse(readFileSync(here('./sentences.golden.json'), 'utf8')) as Golden;
const fixture = (number: string): string => readText(here(`./fixtures/rfc${number}.txt`));

const MODES: Record<keyof Golden['made'][string], ExtractOptions> = {
  auto: {},
  always: { lower: 'always' },
  never: { lower: 'never' },
  everything: { lower: 'always', everything: true },
};

const factOf = (s: Sentence): Fact => [s.line, s.section, s.level, s.case, s.context, s.open, s.hash];
const digestOf = (facts: readonly Fact[]): string =>
  createHash('sha256')
    .update(facts.map((fact) => `${fact.join('\t')}\n`).join(''))
    .digest('hex')
    .slice(0, 16);

describe('the sentences of the made-up documents', () => {
  it('are recorded for every document and mode', () => {
    expect(Object.keys(golden.made)).toEqual(['90001', '90002', '90003', '90004', '90005']);
    for (const modes of Object.values(golden.made)) expect(modes.auto.length).toBeGreaterThan(5);
  });

  for (const [number, modes] of Object.entries(golden.made)) {
    it.each(Object.entries(modes))(`of ${number} are the golden ones, mode %s`, (mode, facts) => {
      const options = MODES[mode as keyof typeof MODES];
      expect(extract(fixture(number), Number(number), options).map(factOf)).toEqual(facts);
    });
  }
});

/** Where the texts of the RFCs lie, if they are at hand. */
const texts = [process.env.MAILSPEC_RFC, here('../../shared/rfc')].find((dir) => dir !== undefined && existsSync(dir));

describe('the sentences of the RFCs', () => {
  it('are recorded for all texts, and the sums are those of the inventories', () => {
    expect(Object.keys(golden.texts)).toHaveLength(208);
    expect(golden.texts['5321']?.[0]).toBe(360);
    expect(golden.texts['3501']?.[0]).toBe(245);
    expect(golden.texts['9051']?.[0]).toBe(423);
  });

  if (texts !== undefined) {
    it('are the golden ones in all texts', () => {
      const ours = Object.keys(golden.texts).map((number) => {
        const facts = extract(readText(join(texts ?? '', `rfc${number}.txt`)), Number(number)).map(factOf);
        return [number, [facts.length, digestOf(facts)]];
      });
      expect(Object.fromEntries(ours)).toEqual(golden.texts);
    });
  }
});

describe('the extractor', () => {
  const doc = (...lines: string[]): string => ['1.  Section', '', ...lines.map((line) => `   ${line}`), ''].join('\n');
  const read = (text: string, options?: ExtractOptions): string[] => extract(text, 1, options).map((s) => s.text);
  const first = (text: string): Sentence => extract(text, 1)[0]!;

  it('joins a sentence that a page break cut', () => {
    const cut = extract(fixture('90001'), 90001).find((s) => s.line === 33);
    expect(cut?.text).toMatch(/^A line cut by .* of the document, expects, and it SHOULD stay one\.$/);
  });

  it('numbers sections and keeps titles of those without a number', () => {
    const sections = sectionsOf(fixture('90001'));
    for (const section of ['1', '2', '2.1', '2.2', '2.6', '3', 'A', 'A.1', 'B']) expect(sections).toContain(section);
    expect([...sectionsOf(fixture('90003'))]).toContain('BASE.6.4.SORT');
    expect([...sectionsOf(fixture('90003'))]).toContain('"Quoted Title"');
  });

  it('takes the strongest keyword for the level', () => {
    expect(first(doc('A server MAY wait but MUST NOT sleep and SHOULD act.')).level).toBe('MUST NOT');
    expect(first(doc('It is RECOMMENDED and OPTIONAL.')).level).toBe('SHOULD');
    expect(first(doc('It SHALL be REQUIRED.')).level).toBe('MUST');
  });

  it('reads modal verbs in lower case only where the document has no keywords', () => {
    const old = doc('A server must answer.', 'It may not lie.');
    expect(extract(old, 1).map((s) => [s.level, s.case])).toEqual([
      ['MUST', 'lower'],
      ['MUST NOT', 'lower'],
    ]);
    expect(read(`${old}\n   See RFC 2119.\n`)).toEqual([]);
    expect(read(`${old}\n   See RFC 2119.\n`, { lower: 'always' })).toHaveLength(2);
    expect(read(old, { lower: 'never' })).toEqual([]);
  });

  it('tells what a document says of its keywords', () => {
    expect(basisOf('as in BCP 14.')).toBe('2119');
    expect(basisOf('as in BCP 145.')).toBe('none');
    expect(basisOf('the word "MUST" means')).toBe('own');
  });

  it('marks a sentence that ends in a list as open, and one that comes again', () => {
    const twice = extract(doc('It MUST do:', '', 'It MUST end.', '', 'It MUST end.'), 1);
    expect(twice.map((s) => [s.open, s.dup])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });

  it('hashes a sentence without regard to case and blanks', () => {
    expect(sentenceHash('It  MUST\n end. ')).toBe(sentenceHash('it must end.'));
    expect(first(doc('It MUST', 'end.')).hash).toBe(sentenceHash('It MUST end.'));
  });

  it('does not mind how lines end', () => {
    const text = fixture('90001');
    const plain = extract(text, 1);
    expect(extract(text.replaceAll('\n', '\r\n'), 1)).toEqual(plain);
    expect(extract(text.replaceAll('\n', '\r'), 1)).toEqual(plain);
  });

  it('keeps line numbers of the unmodified file', () => {
    const lines = splitLines(fixture('90001'));
    for (const { line, text } of extract(fixture('90001'), 90001)) {
      const start = text.split(' ')[0] ?? '';
      expect(lines[line - 1]).toContain(start.slice(0, 3));
    }
  });

  it('survives a text that is empty, and one that is all page breaks', () => {
    expect(extract('', 1)).toEqual([]);
    expect(extract('Author   Standards Track   [Page 1]\n\f\n'.repeat(5), 1)).toEqual([]);
    expect(stripPages([])).toEqual([]);
  });
});
