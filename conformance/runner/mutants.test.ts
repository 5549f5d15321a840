import { describe, expect, test } from 'vitest';
import type { Service } from '../../spec/types.ts';
import { m } from '../mutants/kit.ts';
import type { Mutant } from '../mutants/types.ts';
import type { FeatureScenario } from './features.ts';
import { victims } from './mutants.ts';

/** A rule that a monitor of POP3 alone watches. */
const WATCHED = 'rfc1939-3-status-in-capitals';

const scenario = (id: string, home: Service, said: string, ...tags: string[]): FeatureScenario => ({
  id,
  title: id,
  feature: `${home}.feature`,
  line: 1,
  tags,
  requirements: tags.filter((t) => t.startsWith('rfc')),
  home,
  steps: [{ type: 'Action', text: 'it says', line: 2, docString: { content: said, line: 4 } }],
  key: `${home}.feature:${id}`,
});

const many = Array.from({ length: 40 }, (_, i) => scenario(`p${i}`, 'pop3', i % 2 ? 'C: NOOP' : 'C: STAT', 'rfc1-1-a'));
const mail = scenario('mail', 'smtp', 'C: NOOP', 'rfc1-1-a');
const slow = scenario('slow', 'pop3', 'C: WAIT', 'slow');
const library = scenario('library', 'pop3', 'C: WAIT', 'interop', WATCHED);
const all = [mail, ...many, slow, library];

const broken = (more: Pick<Mutant, 'where'> = {}) => m(WATCHED, 'says +ok', [], more);
const ids = (list: readonly FeatureScenario[]) => list.map((s) => s.id);

describe('the scenarios a mutant must turn red', () => {
  test('are those tagged with its rule, of whatever service', () => {
    const mine = [scenario('own', 'pop3', 'C: NOOP', WATCHED), scenario('other', 'smtp', 'C: NOOP', WATCHED)];
    expect(ids(victims(broken(), [...all, ...mine]))).toEqual(['own', 'other']);
  });

  test('are a few from all over its service where monitors watch the rule', () => {
    expect(ids(victims(broken(), many))).toEqual(['p0', 'p10', 'p20', 'p30']);
    expect(victims(broken(), all).every((s) => s.home === 'pop3')).toBe(true);
    expect(ids(victims(broken(), many.slice(0, 2)))).toEqual(['p0', 'p1']);
  });

  test('have the words a watched rule needs, and are neither slow nor those of a library', () => {
    expect(ids(victims(broken({ where: /C: NOOP/ }), all))).toEqual(['p1', 'p11', 'p21', 'p31']);
    expect(victims(broken({ where: /C: WAIT/ }), all)).toEqual([]);
  });

  test('are none where nothing asks the rule', () => {
    expect(victims(m('rfc1-1-nobody', 'nothing', []), all)).toEqual([]);
  });
});
