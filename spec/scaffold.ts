/** Prints the parts of an inventory that are made from the text of its RFC. */
import { extract, type Sentence, sentencesBySection } from './sentences.ts';

/** Hashes on one line of a list. */
const PER_LINE = 7;

function list(hashes: readonly string[]): string {
  const quoted = hashes.map((hash) => `"${hash}"`);
  if (quoted.length <= PER_LINE) return ` [${quoted.join(', ')}]`;
  const lines: string[] = [];
  for (let i = 0; i < quoted.length; i += PER_LINE) lines.push(`      ${quoted.slice(i, i + PER_LINE).join(', ')}`);
  return `\n    [\n${lines.join(',\n')}\n    ]`;
}

/**
 * The `sentences:` block of an inventory.
 *
 * @param text the unmodified RFC
 * @param rfc its number
 */
export function sentencesYaml(text: string, rfc: number): string {
  const sections = Object.entries(sentencesBySection(extract(text, rfc)));
  if (sections.length === 0) return 'sentences: {}\n';
  return `sentences:\n${sections.map(([section, hashes]) => `  ${JSON.stringify(section)}:${list(hashes)}\n`).join('')}`;
}

/** One line a sentence, to be read while rows are written: section, hash, line, level, text. */
export function reading(sentences: readonly Sentence[]): string {
  return sentences
    .map((s) => `${s.section}\t${s.hash}\t${s.line}\t${s.level}${s.open ? ' (open)' : ''}\t${s.text}\n`)
    .join('');
}
