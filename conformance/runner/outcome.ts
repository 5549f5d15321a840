import { match, P } from 'ts-pattern';
import type { Failure, Outcome } from '../../matrix/record.ts';
import { DialogueFailure } from '../dialogue/types.ts';
import { NotRun, TargetError } from '../targets/types.ts';
import { DialFailed, TlsFailed } from '../wire/types.ts';
import { Broken, type BrokenCause, NotApplicable, SetupFailure } from './errors.ts';
import type { FeatureStep } from './features.ts';

export interface Judged {
  outcome: Outcome;
  message: string;
  expected?: string;
  got?: string;
  /** Feature file and line, where the error knows better than the step. */
  line?: number;
  /** The server said nothing at all, or ended the connection without a word. */
  mute?: 'silence' | 'hang-up';
}

/** Answered wrongly in a Given: what was to be asked could not be. In a When or Then: the rule itself. */
function byStep(type: FeatureStep['type'], cause: BrokenCause): Outcome {
  if (cause === 'closing') return 'blocked';
  return type === 'Context' ? 'blocked' : 'failed';
}

function mute({ cause }: { cause: BrokenCause }): Pick<Judged, 'mute'> {
  return cause === 'silence' || cause === 'hang-up' ? { mute: cause } : {};
}

/** What an error that ended a step says of the server, or of us. */
export function judge(error: unknown, type: FeatureStep['type']): Judged {
  const message = error instanceof Error ? error.message : String(error);
  const plain = (outcome: Outcome): Judged => ({ outcome, message });
  return match(error)
    .with(P.instanceOf(DialogueFailure), (e): Judged => {
      return { outcome: byStep(type, e.cause), message, expected: e.expected, got: e.got, line: e.at.line, ...mute(e) };
    })
    .with(P.instanceOf(Broken), (e): Judged => {
      return { outcome: byStep(type, e.cause), message, expected: e.expected, got: e.got, ...mute(e) };
    })
    .with(P.instanceOf(TlsFailed), () => plain(byStep(type, 'mismatch')))
    .with(P.instanceOf(NotRun), () => plain('not-run'))
    .with(P.instanceOf(NotApplicable), () => plain('not-applicable'))
    .with(P.union(P.instanceOf(DialFailed), P.instanceOf(SetupFailure), P.instanceOf(TargetError)), () =>
      plain('setup-error'),
    )
    .otherwise(() => plain('harness-error'));
}

/**
 * A 4yz where the rule wants something else than a 4yz: a temporary refusal is lawful nearly everywhere (greylisting, a full disk), so it
 * shows nothing of the rule. It is asked again, alone; one that stays is inconclusive.
 */
export function isTemporary(j: Judged): boolean {
  return j.outcome === 'failed' && /^4\d\d[ -]/.test(j.got ?? '') && !/\b4(?:\d\d|xx)\b/.test(j.expected ?? '');
}

/** The failure a report shows. */
export function failureOf(j: Judged, feature: string, step: FeatureStep | undefined): Failure {
  const line = j.line ?? step?.line;
  return {
    message: j.message,
    ...(line === undefined ? {} : { at: `${feature}:${line}` }),
    ...(j.expected === undefined ? {} : { expected: j.expected }),
    ...(j.got === undefined ? {} : { got: j.got }),
  };
}
