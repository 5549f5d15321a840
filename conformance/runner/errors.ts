/** The caller asked for something that cannot be: exit 2, one clear message. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Our own fault: exit 4. */
export class HarnessError extends Error {
  override name = 'HarnessError';
}

/** What the suite needs on this cell is not what the server offers, and lawfully so. */
export class NotApplicable extends Error {
  override name = 'NotApplicable';
}

/** The situation could not be made by no fault of the server's rules: the target went away, an account could not be emptied. */
export class SetupFailure extends Error {
  override name = 'SetupFailure';
}

export type BrokenCause = 'mismatch' | 'silence' | 'hang-up' | 'closing';

/** A rule was asked and broken, outside of a dialogue: what a step expected and what it got. */
export class Broken extends Error {
  override name = 'Broken';
  expected: string;
  got: string;
  /** As in a dialogue: `closing` is a 421 or BYE, silence and hang-ups are asked again. */
  override cause: BrokenCause;
  constructor(message: string, expected: string, got: string, cause: BrokenCause = 'mismatch') {
    super(message);
    this.expected = expected;
    this.got = got;
    this.cause = cause;
  }
}
