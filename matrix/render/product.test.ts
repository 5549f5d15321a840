import { describe, expect, it } from 'vitest';
import type { Product, ProductRow } from '../../spec/product.ts';
import { type ProductReport, productReport, STATUS_WORDS, STATUSES } from '../product.ts';
import { NASTY, sampleRecord } from '../sample.ts';
import { productHtml } from './product-html.ts';
import { NO_EVIDENCE, productMd } from './product-md.ts';
import { productText } from './product-text.ts';

const row = (id: string, more: Partial<ProductRow> = {}): ProductRow => ({
  id,
  section: 'Mail > In',
  asks: `Wanted by ${id}`,
  lines: [7],
  digest: '000000000000',
  claimed: 'implemented',
  proof: [],
  awaits: [],
  at: { file: 'spec/product/x.yaml', line: 1 },
  ...more,
});

function report(...rows: ProductRow[]): ProductReport {
  const product: Product = { name: 'x', title: `X ${NASTY}`, form: 'statuses', lines: 1, rows, file: 'x.yaml' };
  return productReport(product, { record: sampleRecord(), evidence: [], tags: new Map() });
}

const all = report(
  row('shown', { proof: [{ requirement: 'rfc5321-1-pass' }], claimed: 'none', lines: [3, 4] }),
  row('part', { proof: [{ requirement: 'rfc5321-1-pass' }], awaits: [NASTY], section: 'Out' }),
  row('plan', { proof: [{ check: 'a/b#c' }], claimed: 'planned', section: 'Out' }),
  row('nothing', { asks: `Wanted ${NASTY}`, note: `Because ${NASTY}`, section: 'Out' }),
);

describe('a product in Markdown', () => {
  const text = productMd(all);
  const lines = text.split('\n');

  it('has its legend, and a table for each section with a row for each row', () => {
    for (const status of STATUSES) expect(text).toContain(`- **${STATUS_WORDS[status]}**: `);
    const at = lines.indexOf('## Mail \\> In');
    expect(lines.slice(at + 4, at + 5)).toEqual([
      '| 3, 4 | Wanted by shown | **Implemented** | Not implemented | ✓ rfc5321-1-pass: pass |',
    ]);
    const out = lines.indexOf('## Out');
    expect(lines.slice(out + 4, out + 7).map((l) => l.split(' | ')[2])).toEqual([
      'Partial',
      'Planned/Stub',
      'Not implemented',
    ]);
  });

  it('sums up by section and in all', () => {
    expect(lines).toContain('| Mail \\> In | 1 | 0 | 0 | 0 | 1 |');
    expect(lines).toContain('| Out | 0 | 1 | 1 | 1 | 3 |');
    expect(lines).toContain('| **all** | 1 | 1 | 1 | 1 | 4 |');
    expect(lines).toContain('| Implemented | 0 | 1 | 0 | 1 | 2 |');
  });

  it('lists where it and the claims differ', () => {
    const claimed = lines.slice(lines.indexOf('## Claimed, not shown'), lines.indexOf('## Shown, not claimed'));
    expect(claimed.filter((l) => l.startsWith('- '))).toEqual([
      '- line 7, Implemented but Partial: Wanted by part',
      expect.stringContaining('- line 7, Implemented but Not implemented: Wanted '),
    ]);
    const shown = lines.slice(lines.indexOf('## Shown, not claimed'));
    expect(shown.filter((l) => l.startsWith('- '))).toEqual([
      '- line 3, 4, Not implemented but Implemented: Wanted by shown',
    ]);
    expect(
      productMd(report())
        .split('\n')
        .filter((l) => l === 'Nothing.'),
    ).toHaveLength(2);
  });

  it('keeps every row in one line of as many cells, whatever stands in it', () => {
    const tables = text.split('\n\n').map((part) => part.split('\n').filter((l) => l.startsWith('|')));
    for (const table of tables.filter((t) => t.length > 0)) {
      expect(new Set(table.map((l) => l.split(/(?<!\\)\|/).length)).size, table[0]).toBe(1);
    }
    expect(tables.flat().length).toBeGreaterThan(15);
    expect(text).not.toContain('<script>');
  });

  it('says when it was given no evidence for checks', () => {
    expect(text).toContain(`**${NO_EVIDENCE}**`);
    expect(productMd(report(row('a')))).not.toContain(NO_EVIDENCE);
  });
});

describe('a product in HTML', () => {
  const page = productHtml(all);

  it('holds what the Markdown holds', () => {
    for (const text of [
      'Wanted by shown',
      'Planned/Stub',
      'a/b#c: no evidence given',
      'Claimed, not shown',
      'Nothing',
    ]) {
      expect(productHtml(text === 'Nothing' ? report() : all)).toContain(text);
    }
    expect(page.match(/<tr id="/g)).toHaveLength(4);
  });

  it('loads nothing and takes no text for markup', () => {
    expect(page).not.toMatch(/<script|<link|<img|src=/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;');
  });
});

describe('a product in a terminal', () => {
  it('is its counts', () => {
    expect(productText(all)).toContain('4 rows: 1 Implemented, 1 Partial, 1 Planned/Stub, 1 Not implemented');
    expect(productText(all)).toContain('2 claimed and not shown, 1 shown and not claimed');
    expect(productText(all)).toContain(NO_EVIDENCE);
  });
});
