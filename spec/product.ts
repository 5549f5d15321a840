/** What a product asks: one row a line of a status list, with what would show that it is so. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { SPEC_DIR } from './load.ts';
import { type Problem, SpecError } from './yaml-reader.ts';

/** How a status list states its claims: by words in bold, or by boxes. */
export const FORMS = ['statuses', 'boxes'] as const;
export type ProductForm = (typeof FORMS)[number];

/** What the list says of a line; the first four where it has words, the last two where it has boxes. */
export const CLAIMS = ['implemented', 'partial', 'planned', 'none', 'done', 'open'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What shows a row: the verdict of a requirement, the scenarios of a tag, or tests named `folder/file#part of a title`. */
export type Proof = { requirement: string } | { feature: string } | { check: string };

export interface ProductRow {
  /** Stable slug, unique over all products. */
  id: string;
  /** Headings of the list, joined by ` > `. */
  section: string;
  /** What is wanted, in our own words. */
  asks: string;
  /** Lines of the list it stands for. */
  lines: number[];
  /** First 12 hex digits of SHA-256 over those lines: tells when the list says something else. */
  digest: string;
  claimed: Claim;
  /** Says what a status means and asks for nothing: counted, and never a disagreement. */
  legend?: true | undefined;
  /** Each must be green for the row to be implemented. */
  proof: Proof[];
  /** What the row asks and nothing shows yet: named, and never green. */
  awaits: string[];
  note?: string | undefined;
  at: { file: string; line: number };
}

export interface Product {
  name: string;
  title: string;
  form: ProductForm;
  /** How many lines of the list carry a status or a box. */
  lines: number;
  rows: ProductRow[];
  file: string;
}

/** Complaints shown for one file: past this the rest is noise. */
const MAX_PROBLEMS = 50;

const line = z.int('a line is a whole number').positive();
const proof = z.union(
  [
    z.strictObject({ requirement: z.string().min(1) }),
    z.strictObject({ feature: z.string().regex(/^@\S+$/) }),
    z.strictObject({ check: z.string().regex(/^[a-z0-9/.-]+(?:#.+)?$/) }),
  ],
  'a proof is { requirement: rfc… }, { feature: "@tag" } or { check: "folder/file#part of a title" }',
);
const row = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id is words in lower case, joined by -'),
  section: z.string().min(1),
  asks: z.string().min(1),
  lines: z.array(line).min(1, 'name at least one line'),
  digest: z.string('a digest is text: put it in quotes').regex(/^[0-9a-f]{12}$/, '12 hex digits in lower case'),
  claimed: z.enum(CLAIMS),
  legend: z.literal(true).optional(),
  proof: z.array(proof).default([]),
  awaits: z.array(z.string().min(1)).default([]),
  note: z.string().min(1).optional(),
});
const product = z.strictObject({
  product: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  form: z.enum(FORMS),
  lines: line,
  rows: z.array(row),
});

/** Where the value at a path stands; the nearest thing around it where it is missing. */
function lineOf(doc: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let n = path.length; n >= 0; n--) {
    const node: unknown = doc.getIn(path.slice(0, n), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
    if (Array.isArray(range) && typeof range[0] === 'number') return lines.linePos(range[0]).line;
  }
  return 1;
}

/** The id of the row that a path leads into. */
function idAt(doc: Document, path: readonly PropertyKey[]): string | undefined {
  if (path[0] !== 'rows' || path.length < 2) return undefined;
  const id: unknown = doc.getIn([...path.slice(0, 2), 'id']);
  return typeof id === 'string' ? id : undefined;
}

/**
 * Reads a product's rows from text.
 *
 * @throws SpecError with every fault found
 */
export function parseProduct(file: string, content: string): Product {
  const lines = new LineCounter();
  const doc = parseDocument(content, { lineCounter: lines, prettyErrors: false });
  const faults = [...doc.errors, ...doc.warnings].map(
    (e): Problem => ({ file, line: lines.linePos(e.pos[0]).line, message: `not valid YAML: ${e.message}` }),
  );
  if (faults.length > 0) throw new SpecError(faults.slice(0, MAX_PROBLEMS));
  const read = product.safeParse(doc.toJS());
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }): Problem => {
      const id = idAt(doc, path);
      const where = path.at(-1) === undefined ? '' : `\`${path.slice(id === undefined ? 0 : 2).join('.')}\`: `;
      return { file, line: lineOf(doc, lines, path), ...(id === undefined ? {} : { id }), message: where + message };
    });
    throw new SpecError(problems.slice(0, MAX_PROBLEMS));
  }
  const { product: name, title, form, lines: count, rows } = read.data;
  return {
    name,
    title,
    form,
    lines: count,
    rows: rows.map((r, i) => ({ ...r, at: { file, line: lineOf(doc, lines, ['rows', i]) } })),
    file,
  };
}

/**
 * Reads the products of a folder, in the order of their names.
 *
 * @param dir folder of the files; that of this package where left out
 * @throws SpecError with the faults of all files
 */
export function loadProducts(dir: string = join(SPEC_DIR, 'product')): Product[] {
  const problems: Problem[] = [];
  const products = readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => {
      try {
        return [parseProduct(`spec/product/${name}`, readFileSync(join(dir, name), 'utf8'))];
      } catch (e) {
        if (!(e instanceof SpecError)) throw e;
        problems.push(...e.problems);
        return [];
      }
    });
  if (problems.length > 0) throw new SpecError(problems);
  return products;
}
