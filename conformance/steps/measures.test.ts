import { expect, it } from 'vitest';
import { instant } from './measures.ts';

it('reads IMAP date-times as instants', () => {
  expect(instant('17-Jul-1996 02:44:25 -0700')).toBe(Date.UTC(1996, 6, 17, 9, 44, 25));
  expect(instant('17-Jul-1996 09:44:25 +0000')).toBe(instant('17-Jul-1996 02:44:25 -0700'));
  expect(instant(' 7-Jul-1996 02:44:25 +0100')).toBe(Date.UTC(1996, 6, 7, 1, 44, 25));
  expect(instant('17-Jul-1996 02:44:25')).toBeUndefined();
  expect(instant('17-Xyz-1996 02:44:25 +0000')).toBeUndefined();
});
