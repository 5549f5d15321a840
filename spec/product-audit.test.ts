import { describe, expect, it } from 'vitest';
import { showProblem } from './load.ts';
import type { Product, ProductRow } from './product.ts';
import { auditProducts, type Known, renderProductAudit, type StatusList } from './product-audit.ts';
import { digestOf } from './product-lines.ts';

const list: StatusList = { file: 'list-of-x.md', text: '# L\n\n## In\n- [x] One\n- [ ] Two\n' };
const row = (line: number, text: string, more: Partial<ProductRow> = {}): ProductRow => ({
  id: `x-${line}`,
  section: 'In',
  asks: 'Something',
  lines: [line],
  digest: digestOf([text]),
  claimed: 'done',
  proof: [],
  awaits: [],
  at: { file: 'spec/product/x.yaml', line },
  ...more,
});
const one = row(4, '- [x] One');
const two = row(5, '- [ ] Two', { claimed: 'open' });
const product = (...rows: ProductRow[]): Product => ({
  name: 'x',
  title: 'X',
  form: 'boxes',
  lines: 2,
  rows,
  file: 'spec/product/x.yaml',
});
const ok: Known = { requirement: () => undefined, feature: () => undefined, check: () => undefined };
const problems = (rows: ProductRow[], known = ok): string[] =>
  auditProducts([product(...rows)], known, new Map([['x', list]])).problems.map(showProblem);

describe('the audit of products', () => {
  it('is content where each line has one row', () => {
    const audit = auditProducts([product(one, two)], ok, new Map([['x', list]]));
    expect(audit.problems).toEqual([]);
    expect(renderProductAudit(audit)).toBe('product x: 2 rows for 2 lines, as list-of-x.md has them');
    const alone = auditProducts([product(one, two)], ok);
    expect([alone.problems, renderProductAudit(alone)]).toEqual([
      [],
      'product x: 2 rows for 2 lines, compared with no list',
    ]);
  });

  it.each<[string, ProductRow[], RegExp]>([
    ['a line without a row', [one], /line 5 of list-of-x\.md has no row: - \[ \] Two/],
    ['a count that is another', [one], /1 lines have a row, and `lines` says 2/],
    ['a line with two rows', [one, { ...two, lines: [4] }], /x-5: line 4 has the row x-4 already/],
    ['two rows of one id', [one, { ...two, id: 'x-4' }], /x-4: the id stands in spec\/product\/x\.yaml:4 already/],
    ['rows out of order', [two, one], /x-4: rows stand in the order/],
    ['a line that carries nothing', [one, { ...two, lines: [3] }], /x-5: line 3 of the list carries neither/],
    ['another claim', [one, { ...two, claimed: 'done' }], /x-5: line 5 claims open, the row says done/],
    ['a claim of the other form', [one, { ...two, claimed: 'none' }], /x-5: `claimed` is none: .* done, open/],
    ['another section', [one, { ...two, section: 'Out' }], /x-5: line 5 stands under "In", the row under "Out"/],
    ['another text', [{ ...one, digest: '000000000000' }, two], /x-4: the list reads otherwise .* digest "/],
    ['a proof named twice', [{ ...one, proof: [{ check: 'a/b' }, { check: 'a/b' }] }, two], /a\/b is named twice/],
  ])('finds %s', (_, rows, message) => {
    expect(problems(rows).filter((text) => message.test(text))).toHaveLength(1);
  });

  it('finds proofs that name nothing', () => {
    const known: Known = {
      requirement: (id) => `no row ${id}`,
      feature: (tag) => `no tag ${tag}`,
      check: (id) => `no check ${id}`,
    };
    const proof = [{ requirement: 'rfc1-1-a' }, { feature: '@a' }, { check: 'a/b' }];
    expect(problems([{ ...one, proof }, two], known)).toEqual([
      'spec/product/x.yaml:4: x-4: no row rfc1-1-a',
      'spec/product/x.yaml:4: x-4: no tag @a',
      'spec/product/x.yaml:4: x-4: no check a/b',
    ]);
  });

  it('finds an id that another product has, and a list that is not there', () => {
    const other = { ...product(one, two), name: 'y', file: 'spec/product/y.yaml' };
    const audit = auditProducts([product(one, two), other], ok, new Map([['x', list]]));
    const messages = audit.problems.map((p) => p.message);
    expect(messages.filter((m) => m.includes('the id stands in'))).toHaveLength(2);
    expect(messages.filter((m) => m.includes('no file of the folder has "y" in its name'))).toHaveLength(1);
  });
});
