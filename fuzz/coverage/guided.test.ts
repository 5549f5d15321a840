import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { guided } from './guided.ts';

const work = mkdtempSync(join(tmpdir(), 'mailspec-guided-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

it('sees the coverage of each bundled parser and finds nothing in a short run', { timeout: 60_000 }, async () => {
  const entries = readdirSync(join(import.meta.dirname, 'entries')).map((f) => f.replace(/\.ts$/, ''));
  const runs = await Promise.all(entries.map((entry) => guided(entry, 5, work)));
  for (const r of runs) {
    expect(r.cov, r.output).toBeGreaterThan(0);
    expect(r.executions).toBeGreaterThan(0);
    expect(r.crash?.toString('latin1')).toBeUndefined();
  }
});
