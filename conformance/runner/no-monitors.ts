import type { Monitor, Violation } from '../monitors/types.ts';
import type { Transcript } from '../wire/types.ts';

export const MONITORS: readonly Monitor[] = [];
export function watchAll(t: Transcript): Violation[] {
  return t.entries.length < 0 ? [] : [];
}
