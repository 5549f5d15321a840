import { describe, expect, it } from 'vitest';
import { disagreements, gapsDocument, strangers } from './gaps.ts';
import type { Result } from './types.ts';

const gap = (client: string, wanted: string, answered = 'BAD Unknown command'): Result => ({
  ...{ client, version: '1', check: wanted, what: '', ms: 1 },
  outcome: 'gap',
  gap: { wanted, asked: `${wanted} |1`, answered, instead: 'goes without' },
});

const passed: Result = { client: 'a', version: '1', check: 'works', what: '', outcome: 'passed', ms: 1 };

describe('the list of gaps', () => {
  const found = [gap('b', 'SORT'), passed, gap('a', 'MOVE')];
  const listed = gapsDocument(found);

  it('holds the gaps alone, in an order that no run changes', () => {
    expect(gapsDocument([...found].reverse())).toBe(listed);
    expect(listed).toContain(
      '| a      | MOVE  | `MOVE \\|1` | `BAD Unknown command` | goes without |\n| b      | SORT  |',
    );
    expect(listed).not.toContain('works');
  });

  it('agrees with the run it came from', () => {
    expect(disagreements(listed, found, ['a', 'b'])).toEqual([]);
  });

  it('is stale where a gap has closed', () => {
    expect(disagreements(listed, [gap('a', 'MOVE')], ['a', 'b'])).toEqual([
      expect.stringMatching(/^listed, and not so any more: b \| SORT/),
    ]);
  });

  it('lacks what is new, and what is answered in another way', () => {
    const now = [gap('b', 'SORT', 'NO later'), gap('a', 'MOVE')];
    expect(disagreements(listed, now, ['a', 'b'])).toHaveLength(2);
    expect(disagreements('', [gap('a', 'MOVE')], ['a'])).toEqual([expect.stringContaining('not listed: a | MOVE')]);
  });

  it('may have columns of any width', () => {
    const wide = listed.replaceAll(' | ', '   |  ');
    expect(disagreements(wide, found, ['a', 'b'])).toEqual([]);
    expect(disagreements(wide, [passed], ['a', 'b'])).toHaveLength(2);
  });

  it('names no client that is none', () => {
    expect(strangers(listed, ['a', 'b'])).toEqual([]);
    expect(strangers(listed, ['a'])).toEqual(['b']);
  });

  it('says nothing of clients that did not run', () => {
    expect(disagreements(listed, [gap('a', 'MOVE')], ['a'])).toEqual([]);
  });
});
