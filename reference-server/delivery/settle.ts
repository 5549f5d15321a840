import type { Stored } from '../store/store.ts';
import type { Addressee, Envelope, Event } from './envelope.ts';
import { splitAddress } from './names.ts';
import { advance, attempts, begin, type Clock, type Progress, type Step } from './progress.ts';
import { type Reporting, tell } from './reports.ts';
import type { LocalResolution, Outcome } from './types.ts';

/** One recipient of an accepted message, and what became of it. */
export interface Settled {
  to: Addressee;
  at: LocalResolution;
  outcome: Outcome;
}

/** Keeps what is left of a message. @returns false: it cannot, and what is left has failed */
export type Hold = (e: Envelope, message: Stored, left: readonly Progress[]) => Promise<boolean>;

/**
 * After a message has been answered for: keeps it for mailboxes that did not take it now, and tells its sender of the recipients it reached and of
 * those it never will.
 * @param recipients those that were not answered with a refusal of their own
 */
export async function settle(
  r: Reporting & { queue?: { hold: Hold } },
  e: Envelope,
  message: Stored,
  recipients: readonly Settled[],
): Promise<void> {
  const step = (giveUpFrom: number): Step[] => {
    const clock: Clock = { now: e.arrived, delayFrom: Number.POSITIVE_INFINITY, giveUpFrom };
    return recipients.map(({ to, at, outcome }) => advance(begin(to, at), attempts(at, outcome), clock));
  };
  let steps = step(Number.POSITIVE_INFINITY);
  const left = steps.flatMap((s) => (s.next === undefined ? [] : [s.next]));
  if (left.length > 0 && !((await r.queue?.hold(e, message, left)) ?? false)) steps = step(0);
  // rfc5321-3.6.3-failed-relaying-is-notified, rfc5321-4.1.1.4-later-errors-are-mailed
  await tellSteps(r, e, message, steps);
}

/** Tells the sender what there is to tell in one report, and each keeper of a list. */
export async function tellSteps(r: Reporting, e: Envelope, message: Stored, steps: readonly Step[]): Promise<void> {
  const events = steps.flatMap((s) => s.events);
  if (events.length > 0) await tell(r, e, message, events);
  const lists = new Map<string, Event[]>();
  for (const { keeper, event } of steps.flatMap((s) => s.lists)) {
    lists.set(keeper, [...(lists.get(keeper) ?? []), event]);
  }
  for (const [keeper, failures] of lists) await tell(r, forKeeper(e, keeper), message, failures);
}

/** What the sender asked for does not go on to the members of a list (RFC 3461 5.2.7.1). */
function forKeeper({ id, lines, arrived, client }: Envelope, keeper: string): Envelope {
  const from = splitAddress(keeper);
  return { id, lines, arrived, client, sender: keeper, ...(from === undefined ? {} : { from }) };
}
