import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generated } from './readme.ts';

it('the generated parts of the README are up to date: npm run readme', { timeout: 60_000 }, () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(text).toBe(generated(text));
});
