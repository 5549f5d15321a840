import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpus } from './corpus.ts';
import { inputs } from './grammar/mutate.ts';
import { superlinear } from './scaling.ts';
import { targets } from './targets/index.ts';

describe.each(targets)('$name', (target) => {
  it('holds for its corpus, which is not empty', () => {
    const kept = corpus(target.name);
    expect(kept.length).toBeGreaterThan(0);
    for (const { bytes } of kept) target.check(bytes);
  });

  it('holds for grammatical, mutated and random input', () => {
    fc.assert(
      fc.property(inputs(target.grammar), (input) => target.check(input)),
      { numRuns: 3000 },
    );
  });

  it('takes work in proportion to the input', () => {
    expect(superlinear(target)).toEqual([]);
  });
});
