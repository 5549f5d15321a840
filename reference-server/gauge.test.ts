import { expect, it } from 'vitest';
import { Gauge } from './gauge.ts';

it('has as many places as it is given, and each comes back once', () => {
  const gauge = new Gauge(2);
  const [first, second] = [gauge.enter(), gauge.enter()];
  expect(first && second).toBeDefined();
  expect(gauge.enter()).toBeUndefined();
  first?.[Symbol.dispose]();
  first?.[Symbol.dispose]();
  expect(gauge.enter()).toBeDefined();
  expect(gauge.enter()).toBeUndefined();
});
