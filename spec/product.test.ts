import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SpecError, showProblem } from './load.ts';
import { loadProducts, parseProduct } from './product.ts';

const head = ['product: x', 'title: X', 'form: boxes', 'lines: 1', 'rows:'];
const row = [
  '  - id: x-one',
  '    section: Mail > In',
  '    asks: Mail is taken',
  '    lines: [3]',
  '    digest: "0123456789ab"',
  '    claimed: done',
];
const file = (...lines: string[]): string => [...head, ...lines, ''].join('\n');

function complaints(read: () => unknown): string[] {
  try {
    read();
  } catch (e) {
    if (e instanceof SpecError) return e.problems.map(showProblem);
    throw e;
  }
  return [];
}

describe('a product file', () => {
  it('is read whole', () => {
    const text = file(
      ...row,
      '    proof:',
      '      - requirement: rfc5321-4.3.2-rset-250',
      '      - { feature: "@interop" }',
      '      - { check: "store/crash#what was acknowledged" }',
      '    awaits: [more]',
      '    note: Said twice.',
      ...row.map((line) => line.replace('x-one', 'x-two')),
      '    legend: true',
    );
    const product = parseProduct('x.yaml', text);
    expect(product).toMatchObject({ name: 'x', title: 'X', form: 'boxes', lines: 1, file: 'x.yaml' });
    expect(product.rows[0]).toEqual({
      id: 'x-one',
      section: 'Mail > In',
      asks: 'Mail is taken',
      lines: [3],
      digest: '0123456789ab',
      claimed: 'done',
      proof: [
        { requirement: 'rfc5321-4.3.2-rset-250' },
        { feature: '@interop' },
        { check: 'store/crash#what was acknowledged' },
      ],
      awaits: ['more'],
      note: 'Said twice.',
      at: { file: 'x.yaml', line: 6 },
    });
    expect(product.rows[1]).toMatchObject({ id: 'x-two', legend: true, proof: [], awaits: [] });
  });

  it.each([
    ['x-one', 'X_one', /^x\.yaml:6: X_one: `id`: an id is words in lower case/],
    ['    claimed: done', '    claimed: maybe', /^x\.yaml:11: x-one: `claimed`: /],
    ['    claimed: done', '    claim: done', /^x\.yaml:6: x-one: .*claim/],
    ['lines: [3]', 'lines: []', /^x\.yaml:9: x-one: `lines`: name at least one line/],
    ['lines: [3]', 'lines: [three]', /^x\.yaml:9: x-one: `lines\.0`: a line is a whole number/],
    ['"0123456789ab"', '012345678901', /^x\.yaml:10: x-one: `digest`: a digest is text: put it in quotes/],
    ['    claimed: done', '    claimed: done\n    proof: [{ test: x }]', /^x\.yaml:12: x-one: `proof\.0`: a proof is /],
    ['    claimed: done', '    claimed: done\n    proof: [{ feature: interop }]', /`proof\.0/],
    ['    asks: Mail is taken', '    asks: "Mail', /^x\.yaml:\d+: not valid YAML/],
  ])('with %j read as %j is refused with its place', (from, to, message) => {
    const said = complaints(() => parseProduct('x.yaml', file(...row).replace(from, to)));
    expect(
      said.some((text) => message.test(text)),
      said.join('\n'),
    ).toBe(true);
  });
});

describe('the folder', () => {
  it('tells the faults of all files', () => {
    const dir = mkdtempSync(join(tmpdir(), 'mailspec-product-'));
    try {
      writeFileSync(join(dir, 'a.yaml'), file(...row).replace('form: boxes', 'form: round'));
      writeFileSync(join(dir, 'b.yaml'), 'product: b\n');
      writeFileSync(join(dir, 'README.md'), 'no product');
      const said = complaints(() => loadProducts(dir));
      expect(said.some((text) => text.startsWith('spec/product/a.yaml:3: `form`: '))).toBe(true);
      expect(said.some((text) => text.startsWith('spec/product/b.yaml:1: `title`: '))).toBe(true);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('has the two products, each row asking in a sentence', () => {
    const products = loadProducts();
    expect(products.map((p) => [p.name, p.form, p.lines])).toEqual([
      ['lightmail', 'statuses', 60],
      ['smtp-server', 'boxes', 607],
    ]);
    for (const { id, asks } of products.flatMap((p) => p.rows)) {
      expect(asks, id).toMatch(/^[A-Z0-9].{5,}[^.]$/);
      expect(asks.length, id).toBeLessThan(140);
    }
  });

  it('has rows that are named after their product, and what is awaited beside a proof in words', () => {
    for (const product of loadProducts()) {
      for (const row of product.rows) {
        expect(row.id.startsWith(`${product.name}-`), row.id).toBe(true);
        for (const words of row.awaits) expect(words, row.id).not.toMatch(/^(?:rfc\d|@)/);
      }
    }
  });
});
