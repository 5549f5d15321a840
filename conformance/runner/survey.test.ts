import { expect, test } from 'vitest';
import { prefixOf } from './survey.ts';

test('the first personal namespace tells what names begin with', () => {
  expect(prefixOf('* NAMESPACE (("INBOX." ".")) (("user." ".")) (("" "."))')).toBe('INBOX.');
  expect(prefixOf('* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("a"))) NIL NIL')).toBe('');
  expect(prefixOf('* namespace (("a\\"b\\\\" "\\\\")) NIL NIL')).toBe('a"b\\');
});

test('no personal namespace is no prefix, another response tells nothing', () => {
  expect(prefixOf('* NAMESPACE NIL (("user." ".")) NIL')).toBe('');
  expect(prefixOf('* 3 EXISTS')).toBeUndefined();
});
