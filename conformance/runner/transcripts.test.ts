import { expect, it } from 'vitest';
import { createTranscript } from '../wire/transcript.ts';
import { lastBytes } from './transcripts.ts';

const bytes = (s: string) => Buffer.from(s, 'latin1');

it('shows the end of the conversation, CR and LF visible, and leaves out what the suite looked through', () => {
  const t = createTranscript();
  t.add('smtp', 'C', true, bytes('NOOP\r\n'));
  t.add('smtp', 'S', true, bytes('250 ok\n'));
  t.add('door#2', 'S', true, bytes('* 1 FETCH\r\n'));
  expect(lastBytes(t)).toBe('smtp C* NOOP\\r\\n\nsmtp S* 250 ok\\n');
});

it('shows what the suite looked through where there is nothing else', () => {
  const t = createTranscript();
  t.add('door', 'S', false, bytes('* BYE\r\n'));
  expect(lastBytes(t)).toBe('door S  * BYE\\r\\n');
});

it('shows no more than its limit, from the end', () => {
  const t = createTranscript();
  t.add('smtp', 'S', false, bytes('x'.repeat(100)));
  t.add('smtp', 'S', false, bytes('y'.repeat(10)));
  expect(lastBytes(t, 30)).toBe(`smtp S  ${'x'.repeat(4)}\nsmtp S  ${'y'.repeat(10)}`);
});
