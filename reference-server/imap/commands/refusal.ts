import { match } from 'ts-pattern';
import type { Refusal } from '../../store/store.ts';
import { type Effect, no } from '../types.ts';

/** A refusal of the store as a tagged NO, with a code of RFC 5530. */
export function refused(r: Refusal): Effect {
  const code = match(r.refused)
    .with('gone', () => 'NONEXISTENT')
    .with('exists', () => 'ALREADYEXISTS')
    .with('full', () => 'OVERQUOTA')
    .with('down', () => 'UNAVAILABLE')
    .with('invalid', () => 'CANNOT')
    .exhaustive();
  return no(r.why, code);
}
