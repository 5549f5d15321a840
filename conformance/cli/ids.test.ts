import { describe, expect, it } from 'vitest';
import { idsIn, isId, isSource, partsOf } from './ids.ts';

describe('idsIn', () => {
  const names = (text: string) => idsIn('f.ts', text).map((n) => `${n.line} ${n.id}`);

  it('finds ids with their lines, wherever they stand', () => {
    expect(names('// rfc5321-4.5.2-leading-dot-removed\nx // (rfc1939-3-a-b), and rfc2033-D-c1.')).toEqual([
      '1 rfc5321-4.5.2-leading-dot-removed',
      '2 rfc1939-3-a-b',
      '2 rfc2033-D-c1',
    ]);
    expect(names("m('rfc5321-4.1.1.9-noop/loud')")).toEqual(['1 rfc5321-4.1.1.9-noop']);
  });

  it('takes neither prefixes nor mere references for ids', () => {
    expect(
      names('rfc5321-4.5* rfc5321-4.5.2-* rfc5321-4.5.2-leading-* RFC 5321 rfc5321 rfc9325-4.1 rfc3501-based'),
    ).toEqual([]);
  });
});

describe('partsOf', () => {
  it('splits an id, and refuses what is none', () => {
    expect(partsOf('rfc5321-4.5.2-leading-dot-removed')).toEqual({
      rfc: 5321,
      section: '4.5.2',
      rule: 'leading-dot-removed',
    });
    expect(partsOf('rfc5321-4.5.2')).toBeUndefined();
    for (const bad of ['rfc5321-4.5.2-Leading', 'x-rfc5321-4-a', 'rfc5321-4-a b', 'rfc5321-4-a-', ''])
      expect(isId(bad)).toBe(false);
    expect(isId('rfc3501-A-x')).toBe(true);
  });
});

describe('isSource', () => {
  it('leaves tests, fixtures and tools for tests out', () => {
    expect(['a/b.ts', 'a/b.js'].every(isSource)).toBe(true);
    expect(['a/b.test.ts', 'a/fixtures.ts', 'a/fixtures/b.ts', 'net/testing-tls.ts', 'a/b.md'].some(isSource)).toBe(
      false,
    );
  });
});
