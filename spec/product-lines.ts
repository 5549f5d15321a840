/** Reads a hand-written status list: the lines that carry a status in bold or a box, with the headings they stand under. */
import { createHash } from 'node:crypto';
import type { Claim, ProductForm } from './product.ts';

export interface StatusLine {
  /** From 1. */
  line: number;
  /** Headings below the title, joined by ` > `. */
  section: string;
  claimed: Claim;
  /** Trimmed. */
  text: string;
}

/** Words a status is made of; `Partial/Not implemented` is two of them, and the first is the claim. */
const WORDS: ReadonlyMap<string, Claim> = new Map([
  ['implemented', 'implemented'],
  ['partial', 'partial'],
  ['planned', 'planned'],
  ['stub', 'planned'],
  ['not implemented', 'none'],
]);
const BOX = /^\s*- \[([ x])\] /;
const BOLD = /\*\*([^*]+)\*\*/g;
const HEADING = /^(#{1,6}) (.+)$/;
/** A line that names what follows, such as `Admin controls:`. */
const LABEL = /^[A-Za-z][^:]*:$/;

function statusOf(text: string): Claim | undefined {
  for (const [, bold] of text.matchAll(BOLD)) {
    const words = (bold ?? '').split('/').map((word) => WORDS.get(word.trim().toLowerCase()));
    if (words.every((word) => word !== undefined)) return words[0];
  }
  return undefined;
}

function claimOf(text: string, form: ProductForm): Claim | undefined {
  if (form === 'statuses') return statusOf(text);
  const box = BOX.exec(text)?.[1];
  return box === undefined ? undefined : box === 'x' ? 'done' : 'open';
}

/** A heading without the signs at its end. */
function headingOf(text: string): string {
  return text.replace(/[^\p{L}\p{N})]+$/u, '');
}

/** Every line that carries a status (or a box), in their order. */
export function statusLines(content: string, form: ProductForm): StatusLine[] {
  const found: StatusLine[] = [];
  let headings: string[] = [];
  let label: string[] = [];
  for (const [i, text] of content.split(/\r?\n/).entries()) {
    const heading = HEADING.exec(text);
    if (heading) {
      const depth = heading[1]!.length - 2;
      headings = depth < 0 ? [] : [...headings.slice(0, depth), headingOf(heading[2]!)];
      label = [];
      continue;
    }
    if (LABEL.test(text)) label = [text.slice(0, -1)];
    const claimed = claimOf(text, form);
    if (claimed === undefined) continue;
    found.push({ line: i + 1, section: [...headings, ...label].join(' > '), claimed, text: text.trim() });
  }
  return found;
}

/** The digest a row keeps of the lines it stands for. */
export function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 12);
}
