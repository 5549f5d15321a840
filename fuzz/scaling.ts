import type { FuzzTarget } from './target.ts';

/** Octets of the smaller input; the larger has `FACTOR` times as many. */
const SMALL = 32 * 1024;
const FACTOR = 8;
/** Linear work grows by FACTOR (and some for collecting garbage), quadratic by its square; the bound lies between, far enough from both for a busy machine. */
const BOUND = FACTOR * 5;
const ROUNDS = 7;
const ATTEMPTS = 3;
/** Below this a clock says nothing. */
const FLOOR_MS = 0.2;

function fastest(run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    const from = performance.now();
    run();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

/**
 * Compares the work for an input and for one eight times as long, shape by shape.
 * @returns the shapes whose cost grew faster than linear, with the ratio measured
 */
export function superlinear(target: FuzzTarget): { shape: string; ratio: number }[] {
  const slow: { shape: string; ratio: number }[] = [];
  for (const [shape, build] of Object.entries(target.shapes)) {
    const small = build(SMALL);
    const large = build(SMALL * FACTOR);
    let ratio = Number.POSITIVE_INFINITY;
    // a busy moment can slow one measurement down, but not make quadratic work look linear: the best of a few counts
    for (let i = 0; i < ATTEMPTS && ratio > BOUND; i++) {
      const base = Math.max(
        fastest(() => target.check(small)),
        FLOOR_MS,
      );
      ratio = Math.min(ratio, fastest(() => target.check(large)) / base);
    }
    if (ratio > BOUND) slow.push({ shape, ratio });
  }
  return slow;
}
