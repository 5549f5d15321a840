import { describe, expect, it } from 'vitest';
import { parseInventory } from './inventory.ts';
import { reading, sentencesYaml } from './scaffold.ts';
import { extract } from './sentences.ts';

const text = [
  '1.  First Section',
  '',
  '1.1.  Deep Section',
  '',
  ...Array.from({ length: 9 }, (_, i) => `   Sentence ${i} MUST be listed.`),
  '',
  '2.  Last Section',
  '',
  '   It MAY be short:',
  '',
].join('\n');

describe('the block of sentences', () => {
  const yaml = sentencesYaml(text, 7);

  it('is read back as the extraction', () => {
    const { sentences } = parseInventory('x.yaml', `rfc: 7\ntitle: T\ncomplete: false\n${yaml}`);
    const expected = extract(text, 7);
    const hashes = (section: string): string[] => expected.filter((s) => s.section === section).map((s) => s.hash);
    expect(sentences).toEqual({ '1.1': hashes('1.1'), '2': hashes('2') });
    expect(expected).toHaveLength(10);
  });

  it('breaks a long list, one entry a line, and keeps the order of the text', () => {
    expect(yaml.split('\n').slice(0, 4)).toEqual([
      'sentences:',
      '  "1.1":',
      '    [',
      expect.stringMatching(/^ {6}"\w{12}",$/),
    ]);
    expect(yaml).toMatch(/ {2}"2": \["\w{12}"\]\n$/);
    for (const line of yaml.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  it('is empty for a text without keywords', () => expect(sentencesYaml('Nothing.\n', 7)).toBe('sentences: {}\n'));

  it('can be read beside the text', () => {
    expect(reading(extract(text, 7)).split('\n').at(-2)).toMatch(/^2\t\w{12}\t17\tMAY \(open\)\tIt MAY be short:$/);
  });
});
