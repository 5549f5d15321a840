import type { Cut } from './types.ts';

/** Octets at either end of a long write that are cut; what lies between goes in one piece. */
export const CUT_ENDS = 256;

/**
 * The segments a write is cut into. `octet`: one octet each (of a long write, its first and last 256). `split`: inside each CRLF, before and after the dot
 * of the end of data, and once in the middle, so that a literal or a word is cut too. Pure; the segments joined are the write.
 */
export function segments(bytes: Buffer, cut: Cut): Buffer[] {
  if (bytes.length < 2 || cut === 'as-written' || cut === 'coalesced') return [bytes];
  const points: number[] = [];
  const long = bytes.length > 2 * CUT_ENDS;
  const inEnds = (i: number) => !long || i <= CUT_ENDS || i >= bytes.length - CUT_ENDS;
  for (let i = 1; i < bytes.length; i++) {
    if (long && i === CUT_ENDS + 1) i = Math.max(i, bytes.length - CUT_ENDS);
    if (!inEnds(i)) continue;
    if (cut === 'octet' || splitsAt(bytes, i)) points.push(i);
  }
  const middle = bytes.length >> 1;
  if (cut === 'split' && !points.includes(middle)) points.push(middle);
  points.sort((a, b) => a - b);
  return [...points, bytes.length].map((end, i) => bytes.subarray(i === 0 ? 0 : points[i - 1], end));
}

function splitsAt(b: Buffer, i: number): boolean {
  if (b[i - 1] === 13 && b[i] === 10) return true;
  const dotBefore = b[i - 1] === 46 && b[i] === 13 && (i < 2 || b[i - 2] === 10);
  const dotAfter = b[i] === 46 && b[i - 1] === 10;
  return dotBefore || dotAfter;
}
