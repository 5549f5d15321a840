/** The audit of the product rows: does each line of a status list have one row, and does every proof name something? */
import type { Claim, Product, ProductForm, ProductRow, Proof } from './product.ts';
import { digestOf, type StatusLine, statusLines } from './product-lines.ts';
import type { Problem } from './yaml-reader.ts';

/** What a proof may name. Each answers with what is wrong, or undefined. */
export interface Known {
  requirement(id: string): string | undefined;
  /** With its `@`. */
  feature(tag: string): string | undefined;
  check(id: string): string | undefined;
}

/** A status list as it was found. */
export interface StatusList {
  file: string;
  text: string;
}

export interface ProductAudit {
  problems: Problem[];
  products: { name: string; rows: number; lines: number; compared?: string }[];
}

const CLAIMS_OF: Record<ProductForm, readonly Claim[]> = {
  statuses: ['implemented', 'partial', 'planned', 'none'],
  boxes: ['done', 'open'],
};

const complaint = (row: ProductRow, message: string): Problem => ({ ...row.at, id: row.id, message });

/** What a proof names, as text; unique in a row. */
export function proofName(proof: Proof): string {
  if ('requirement' in proof) return proof.requirement;
  return 'feature' in proof ? proof.feature : proof.check;
}

function proofProblem(proof: Proof, known: Known): string | undefined {
  if ('requirement' in proof) return known.requirement(proof.requirement);
  return 'feature' in proof ? known.feature(proof.feature) : known.check(proof.check);
}

function rowProblems(row: ProductRow, form: ProductForm, known: Known): Problem[] {
  const names = row.proof.map(proofName);
  const twice = names.filter((name, i) => names.indexOf(name) < i);
  const messages = [
    ...(CLAIMS_OF[form].includes(row.claimed)
      ? []
      : [`\`claimed\` is ${row.claimed}: a list of ${form} says ${CLAIMS_OF[form].join(', ')}`]),
    ...twice.map((name) => `${name} is named twice: once is enough`),
    ...row.proof.map((proof) => proofProblem(proof, known)).filter((m) => m !== undefined),
  ];
  return messages.map((message) => complaint(row, message));
}

/** Ids and lines once each, rows in the order of their lines, and no line without a row. */
function orderProblems(product: Product, ids: Map<string, ProductRow>): Problem[] {
  const problems: Problem[] = [];
  const lines = new Map<number, ProductRow>();
  let before = 0;
  for (const row of product.rows) {
    const other = ids.get(row.id);
    if (other) problems.push(complaint(row, `the id stands in ${other.at.file}:${other.at.line} already`));
    else ids.set(row.id, row);
    for (const line of row.lines) {
      const first = lines.get(line);
      if (first) problems.push(complaint(row, `line ${line} has the row ${first.id} already`));
      else lines.set(line, row);
    }
    if (row.lines[0]! < before) problems.push(complaint(row, 'rows stand in the order of their first lines'));
    before = Math.max(before, row.lines[0]!);
  }
  if (lines.size !== product.lines) {
    const message = `${lines.size} lines have a row, and \`lines\` says ${product.lines}`;
    problems.push({ file: product.file, line: 1, message });
  }
  return problems;
}

function compareRow(row: ProductRow, found: ReadonlyMap<number, StatusLine>): Problem[] {
  const lines = row.lines.flatMap((line) => found.get(line) ?? []);
  const missing = row.lines.filter((line) => !found.has(line));
  const messages = missing.map((line) => `line ${line} of the list carries neither status nor box`);
  for (const line of lines) {
    if (line.claimed !== row.claimed) {
      messages.push(`line ${line.line} claims ${line.claimed}, the row says ${row.claimed}`);
    }
    if (line.section !== row.section) {
      messages.push(`line ${line.line} stands under "${line.section}", the row under "${row.section}"`);
    }
  }
  const digest = digestOf(lines.map((line) => line.text));
  if (missing.length === 0 && digest !== row.digest) {
    messages.push(
      `the list reads otherwise than when the row was written: read it again, then write digest "${digest}"`,
    );
  }
  return messages.map((message) => complaint(row, message));
}

function compare(product: Product, list: StatusList): Problem[] {
  const found = new Map(statusLines(list.text, product.form).map((line) => [line.line, line]));
  const covered = new Set(product.rows.flatMap((row) => row.lines));
  const open = [...found.values()].filter((line) => !covered.has(line.line));
  return [
    ...product.rows.flatMap((row) => compareRow(row, found)),
    ...open.map((line) => ({
      file: product.file,
      line: 1,
      message: `line ${line.line} of ${list.file} has no row: ${line.text}`,
    })),
  ];
}

/**
 * Audits the rows of all products.
 *
 * @param lists the status lists by product name, to compare with; left out, the rows are taken as they stand
 */
export function auditProducts(
  products: readonly Product[],
  known: Known,
  lists?: ReadonlyMap<string, StatusList>,
): ProductAudit {
  const ids = new Map<string, ProductRow>();
  const audit: ProductAudit = { problems: [], products: [] };
  for (const product of products) {
    audit.problems.push(...orderProblems(product, ids));
    audit.problems.push(...product.rows.flatMap((row) => rowProblems(row, product.form, known)));
    const list = lists?.get(product.name);
    if (list) audit.problems.push(...compare(product, list));
    if (lists !== undefined && list === undefined) {
      const message = `no file of the folder has "${product.name}" in its name and ends in .md: nothing to compare with`;
      audit.problems.push({ file: product.file, line: 1, message });
    }
    const lines = new Set(product.rows.flatMap((row) => row.lines)).size;
    const compared = list === undefined ? {} : { compared: list.file };
    audit.products.push({ name: product.name, rows: product.rows.length, lines, ...compared });
  }
  return audit;
}

/** A line a product: rows, lines, and what they were compared with. */
export function renderProductAudit(audit: ProductAudit): string {
  return audit.products
    .map(({ name, rows, lines, compared }) => {
      const against = compared === undefined ? 'compared with no list' : `as ${compared} has them`;
      return `product ${name}: ${rows} rows for ${lines} lines, ${against}`;
    })
    .join('\n');
}
