/** Prints the parts of an inventory that are made from the text of its RFC. */
import { extract, type Sentence } from './sentences.ts';

/** Width at which the formatter breaks a list, one entry a line. */
const WIDTH = 120;

function entry(section: string, sentences: readonly Sentence[]): string {
  const quoted = sentences.map(({ hash }) => `"${hash}"`);
  const line = `  ${JSON.stringify(section)}: [${quoted.join(', ')}]`;
  if (line.length <= WIDTH) return `${line}\n`;
  return `  ${JSON.stringify(section)}:\n    [\n${quoted.map((hash) => `      ${hash},\n`).join('')}    ]\n`;
}

/**
 * The `sentences:` block of an inventory.
 *
 * @param text the unmodified RFC
 * @param rfc its number
 */
export function sentencesYaml(text: string, rfc: number): string {
  const sections = Map.groupBy(extract(text, rfc), (sentence) => sentence.section);
  if (sections.size === 0) return 'sentences: {}\n';
  return `sentences:\n${[...sections].map(([section, found]) => entry(section, found)).join('')}`;
}

/** One line a sentence, to be read while rows are written: section, hash, line, level, text. */
export function reading(sentences: readonly Sentence[]): string {
  return sentences
    .map((s) => `${s.section}\t${s.hash}\t${s.line}\t${s.level}${s.open ? ' (open)' : ''}\t${s.text}\n`)
    .join('');
}
