import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { FeatureScenario } from './features.ts';
import { digestOf, EMPTY_PROOF, killedBy, matching, type Proof, proofText, type Sources, sourceOf } from './proof.ts';

const scenario = (id: string, said: string, line = 1): FeatureScenario => ({
  id,
  title: id,
  feature: 'x.feature',
  line,
  tags: ['smtp', 'rfc1-1-a'],
  requirements: ['rfc1-1-a'],
  steps: [{ type: 'Action', text: 'it says', line: line + 1, docString: { content: said, line: line + 3 } }],
  key: `x.feature:${line}`,
});

const table =
  "const help = 1;\nexport const mutants = [\n  m('rfc1-1-a', 'one', x()),\n  m('rfc1-1-b', 'two', y()),\n];\n";
const ids = ['rfc1-1-a', 'rfc1-1-b'];
const sources = (text = table, engine = 'e'): Sources => ({
  tables: new Map([['rfc1.ts', text]]),
  engine,
  monitors: 'm',
});

describe('a digest', () => {
  const base = digestOf(['rfc1-1-a'], ids, [scenario('s', 'C: NOOP')], sources());

  test('a mutant is its own lines and what stands before all of them', () => {
    expect(sourceOf('rfc1-1-a', ids, sources().tables)).toBe(
      "const help = 1;\nexport const mutants = [\n  m('rfc1-1-a', 'one', x()),\n  m(",
    );
  });

  test('stays the same where the scenario moves, or another mutant changes', () => {
    expect(digestOf(['rfc1-1-a'], ids, [scenario('s', 'C: NOOP', 99)], sources())).toBe(base);
    expect(digestOf(['rfc1-1-a'], ids, [scenario('s', 'C: NOOP')], sources(table.replace('y()', 'z()')))).toBe(base);
  });

  test.each([
    ['its words', [scenario('s', 'C: RSET')], sources()],
    ['its number', [scenario('s', 'C: NOOP'), scenario('t', 'C: NOOP')], sources()],
    ['the mutant', [scenario('s', 'C: NOOP')], sources(table.replace('x()', 'z()'))],
    ['a helper', [scenario('s', 'C: NOOP')], sources(table.replace('help = 1', 'help = 2'))],
    ['the engine', [scenario('s', 'C: NOOP')], sources(table, 'f')],
  ])('changes with %s', (_, list, from) => {
    expect(digestOf(['rfc1-1-a'], ids, list, from)).not.toBe(base);
  });
});

describe('killed', () => {
  const scenarios = [scenario('s', 'C: NOOP')];
  const proof = (outcome: 'killed' | 'survived'): Proof => ({
    ...EMPTY_PROOF,
    requirements: {
      'rfc1-1-a': {
        mutant: 'rfc1-1-a',
        scenarios: ['s'],
        outcome,
        digest: digestOf(['rfc1-1-a'], ids, scenarios, sources()),
      },
    },
  });

  test('only where it was, and nothing has changed since', () => {
    expect(killedBy(proof('killed'), ids, scenarios, sources())('rfc1-1-a')).toBe(true);
    expect(killedBy(proof('survived'), ids, scenarios, sources())('rfc1-1-a')).toBe(false);
    expect(killedBy(proof('killed'), ids, [scenario('s', 'C: RSET')], sources())('rfc1-1-a')).toBe(false);
    expect(killedBy(proof('killed'), ids, [], sources())('rfc1-1-a')).toBe(false);
    expect(killedBy(proof('killed'), ids, scenarios, sources())('rfc1-1-b')).toBeNull();
  });
});

describe('a build', () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const built = { 'a.ts': digest('one') };

  test('reads the sources it was made from', async () => {
    expect(await matching(async () => 'one', built)('a.ts')).toBe('one');
  });

  test.each([
    ['is older', 'a.ts', 'two'],
    ['never saw', 'b.ts', 'one'],
  ])('refuses a source it %s', async (_, file, text) => {
    await expect(matching(async () => text, built)(file)).rejects.toThrow(`was not built from the ${file}`);
  });
});

test('the same proof is the same text, whatever order it came in', () => {
  const entry = { mutant: 'm', scenarios: [], outcome: 'killed' as const, digest: 'd' };
  const one = proofText({ ...EMPTY_PROOF, requirements: { b: entry, a: entry } });
  expect(one).toBe(proofText({ ...EMPTY_PROOF, requirements: { a: entry, b: entry } }));
  expect(one.indexOf('"a"')).toBeLessThan(one.indexOf('"b"'));
});
