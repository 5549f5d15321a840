import type { MailWorld } from './world.ts';

/** One step of the closed vocabulary: what matches, what it does, and its documentation, which is printed from here. */
export interface StepDefinition {
  /** As a feature writes it, with its choices. */
  usage: string;
  /** One or two sentences. */
  doc: string;
  pattern: RegExp;
  /** Takes a docstring below it. */
  docString?: true;
  /** Groups of the pattern in order, then the docstring. */
  run(w: MailWorld, ...args: (string | undefined)[]): Promise<void> | void;
}
