import { expect, test } from 'vitest';
import { randomHex } from './random.ts';

test('gives as many digits as asked for, and no two alike', () => {
  const sizes = [1, 10, 12, 500, 4095, 4096, 4097, 10_000];
  for (const octets of sizes) expect(randomHex(octets)).toMatch(new RegExp(`^[0-9a-f]{${2 * octets}}$`));
  const ids = Array.from({ length: 5000 }, () => randomHex(12));
  expect(new Set(ids).size).toBe(ids.length);
});
