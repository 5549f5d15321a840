import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { servicesOf } from './applies.ts';
import { auditSpec, renderAudit } from './audit.ts';
import { OPEN_SHARE } from './ledger.ts';
import { isTestable, loadSpec } from './load.ts';
import { SERVICES } from './types.ts';

const spec = loadSpec();
const sibling = fileURLToPath(new URL('../../shared/rfc', import.meta.url));
const texts = [process.env.MAILSPEC_RFC, sibling].find((dir) => dir !== undefined && existsSync(dir));
const inventory = (rfc: number): (typeof spec.inventories)[number] =>
  spec.inventories.find((one) => one.rfc === rfc) ?? expect.fail(`there is no inventory of RFC ${rfc}`);

describe('the inventories', () => {
  it('pass the audit', () => {
    const audit = auditSpec(spec, texts);
    expect(audit.problems, renderAudit(audit)).toEqual([]);
  });

  it('are complete where they are said to be', () => {
    expect(inventory(1939).complete).toBe(true);
    expect(inventory(2033).complete).toBe(true);
    expect(inventory(5321).complete).toBe(true);
    const strict = spec.inventories.filter((one) => one.complete === true).map((one) => one.rfc);
    expect(auditSpec(spec).open.filter((one) => strict.includes(one.rfc))).toEqual([]);
  });

  it('have rows that at least one service can be asked', () => {
    for (const row of spec.byId.values()) {
      expect(servicesOf(row.applies, SERVICES), row.id).not.toEqual([]);
    }
  });

  it('say in one sentence or two what a row asks', () => {
    for (const row of spec.byId.values()) {
      expect(row.asks, row.id).toMatch(/^[A-Z0-9"].{15,}[.!]$/s);
      expect(row.asks.length, row.id).toBeLessThan(240);
    }
  });
});

describe('the profiles', () => {
  it('each hold testable rows of their service', () => {
    for (const profile of spec.profiles) {
      const rows = profile.includes.flatMap((id) => spec.byId.get(id) ?? []);
      expect(rows.filter(isTestable).length, profile.name).toBeGreaterThan(20);
    }
  });

  it('count the row of every capability they require', () => {
    for (const profile of spec.profiles) {
      for (const { row } of profile.requires) expect(profile.includes, profile.name).toContain(row);
    }
  });
});

describe('the ledger', () => {
  it('rules on the first fifteen points', () => {
    const rulings = spec.ledger.filter((entry) => entry.kind === 'ruling').map((entry) => entry.id);
    expect(rulings).toEqual(expect.arrayContaining(Array.from({ length: 15 }, (_, i) => i + 1)));
  });

  it('keeps open disputes few', () => {
    const disputed = spec.ledger.filter((entry) => entry.kind === 'open').flatMap((entry) => entry.rows);
    for (const profile of spec.profiles) {
      const share = disputed.filter((id) => profile.includes.includes(id)).length / profile.includes.length;
      expect(share, profile.name).toBeLessThanOrEqual(OPEN_SHARE);
    }
  });
});
