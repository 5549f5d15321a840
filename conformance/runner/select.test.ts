import { describe, expect, test } from 'vitest';
import type { Spec } from '../../spec/types.ts';
import { UsageError } from './errors.ts';
import { parseFeature } from './features.ts';
import { EVERYTHING, type Selection, select, selectionWords } from './select.ts';

const features = [
  ['smtp', 'rfc5321-4.5.2-dots', 'dots', ''],
  ['smtp', 'rfc5321-4.5-all', 'minimum', '@service:lmtp'],
  ['imap', 'rfc3501-6.4.5-fetch', 'fetch', '@slow'],
].flatMap(([home, id, title, more]) =>
  parseFeature(
    `${home}/${title}.feature`,
    `@${home} ${more}\nFeature: x\n  @${id}\n  Scenario: ${title}\n    Given a\n`,
  ),
);

const byId = new Map(
  features
    .flatMap((f) => f.requirements)
    .map((id) => [id, { id, rfc: Number(id.slice(3, 7)), section: id.split('-')[1] }]),
);
const spec = { byId } as unknown as Spec;

const chosen = (s: Partial<Selection>, rows?: string[]) =>
  select(features, { ...EVERYTHING, ...s }, spec, rows ? new Set(rows) : undefined).map((f) => f.title);

describe('select', () => {
  test.each([
    [{}, ['dots', 'minimum']],
    [{ slow: true }, ['dots', 'minimum', 'fetch']],
    [{ ids: ['rfc5321-4.5.2-dots'] }, ['dots']],
    [{ ids: ['smtp/dots--dots'] }, ['dots']],
    [{ ids: ['rfc5321-*'] }, ['dots', 'minimum']],
    [{ sections: ['5321:4.5'] }, ['dots', 'minimum']],
    [{ sections: ['5321:4.5.2'] }, ['dots']],
    [{ sections: ['rfc3501'], slow: true }, ['fetch']],
    [{ tags: ['@service:lmtp'] }, ['minimum']],
    [{ protocols: ['lmtp'] }, ['minimum']],
    [{ protocols: ['smtp'], ids: ['rfc5321-4.5-all'] }, ['minimum']],
    [{ protocols: ['lmtp', 'imap'], slow: true }, ['minimum', 'fetch']],
  ])('%j', (s, titles) => {
    expect(chosen(s)).toEqual(titles);
  });

  test('a profile leaves out what has none of its rows', () => {
    expect(chosen({}, ['rfc5321-4.5-all'])).toEqual(['minimum']);
  });

  test.each([
    { ids: ['rfc1-none'] },
    { sections: ['5321:9'] },
    { sections: ['x'] },
    { tags: ['none'] },
    { protocols: ['nntp'] },
    { ids: ['rfc5321-4.5.2-dots', 'rfc1-none'] },
  ])('%j fits nothing', (s) => {
    expect(() => chosen(s)).toThrow(UsageError);
  });

  test('the words of a selection', () => {
    expect(selectionWords(EVERYTHING)).toBeUndefined();
    expect(selectionWords({ ...EVERYTHING, slow: true })).toBeUndefined();
    expect(selectionWords({ ...EVERYTHING, ids: ['a'], tags: ['b'] })).toEqual(['a', '--tag b']);
  });
});
