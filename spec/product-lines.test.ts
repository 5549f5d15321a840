import { describe, expect, it } from 'vitest';
import { digestOf, statusLines } from './product-lines.ts';

const list = [
  '# Title **Implemented**', // a heading is no line of the list
  '',
  'Legend:',
  '- **Implemented**: there.',
  '## 1. Mail',
  '- A list: **Partial** (its **best** part).',
  '### In 🚧',
  '- [x] Boxes',
  '  - [ ] within',
  '  - Note: - [ ] no box',
  '- Both: **Implemented/Partial**',
  'Controls:',
  '- Reload: **Not implemented**.',
  '- Plan: **Planned/Stub**',
  '- **Workaround**: none',
  '## 2. Last',
  '- Ours: **Partial/Not implemented**',
];

describe('the lines of a status list', () => {
  it('that carry a status are found with their headings and the first word of their claim', () => {
    const found = statusLines(list.join('\n'), 'statuses').map((l) => [l.line, l.section, l.claimed]);
    expect(found).toEqual([
      [4, 'Legend', 'implemented'],
      [6, '1. Mail', 'partial'],
      [11, '1. Mail > In', 'implemented'],
      [13, '1. Mail > In > Controls', 'none'],
      [14, '1. Mail > In > Controls', 'planned'],
      [17, '2. Last', 'partial'],
    ]);
  });

  it('that carry a box are found at any depth', () => {
    expect(statusLines(list.join('\r\n'), 'boxes')).toEqual([
      { line: 8, section: '1. Mail > In', claimed: 'done', text: '- [x] Boxes' },
      { line: 9, section: '1. Mail > In', claimed: 'open', text: '- [ ] within' },
    ]);
  });

  it('have a digest that tells other lines apart', () => {
    expect(digestOf(['a', 'b'])).toMatch(/^[0-9a-f]{12}$/);
    expect(digestOf(['a', 'b'])).not.toBe(digestOf(['ab']));
    expect(digestOf(['a'])).not.toBe(digestOf(['b']));
  });
});
