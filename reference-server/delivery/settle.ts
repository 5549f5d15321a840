import type { Stored } from '../store/store.ts';
import type { Addressee, Envelope, Event } from './envelope.ts';
import { splitAddress } from './names.ts';
import { type Reporting, tell } from './reports.ts';
import type { LocalResolution, Outcome, Trouble } from './types.ts';

/** One recipient of an accepted message, and what became of it. */
export interface Settled {
  to: Addressee;
  at: LocalResolution;
  outcome: Outcome;
}

/** How a mailbox that did not take a message is answered, and told of. Status codes are those of RFC 3463. */
export const TROUBLES: Record<Trouble, { code: 450 | 451 | 452; status: `4.${number}.${number}`; text: string }> = {
  gone: { code: 450, status: '4.2.1', text: 'cannot take mail now' },
  full: { code: 452, status: '4.2.2', text: 'has no space now' },
  down: { code: 451, status: '4.3.0', text: 'cannot be reached now, try again later' },
};

/**
 * After a message has been answered for: tells its sender of the recipients it reached and of those it did not.
 * @param recipients those that were not answered with a refusal of their own
 */
export async function settle(
  r: Reporting,
  e: Envelope,
  message: Stored,
  recipients: readonly Settled[],
): Promise<void> {
  // rfc5321-3.6.3-failed-relaying-is-notified, rfc5321-4.1.1.4-later-errors-are-mailed
  const events = recipients.flatMap(eventsOf);
  if (events.length > 0) await tell(r, e, message, events);
  const lists = new Map<string, Event[]>();
  for (const { address, why, keeper } of recipients.flatMap((x) => x.outcome.missed)) {
    if (keeper === undefined) continue;
    lists.set(keeper, [...(lists.get(keeper) ?? []), failure({ path: address }, why, GONE)]);
  }
  for (const [keeper, failures] of lists) await tell(r, forKeeper(e, keeper), message, failures);
}

/** What the sender asked for does not go on to the members of a list (RFC 3461 5.2.7.1). */
function forKeeper({ id, lines, arrived, client }: Envelope, keeper: string): Envelope {
  const from = splitAddress(keeper);
  return { id, lines, arrived, client, sender: keeper, ...(from === undefined ? {} : { from }) };
}

function eventsOf({ to, at, outcome }: Settled): Event[] {
  if (outcome.got !== 'ok') return [failure(to, outcome.got, GONE)];
  // RFC 3461 5.2.7.3 (c): several addresses behind it are told as one; 5.2.7.2: a single one is as good as the name itself, and 5.2.7.1: a list is
  // where the message was sent to.
  const alias = at.members?.some((m) => m.keeper === undefined) ?? false;
  const events: Event[] = [{ to, action: alias ? 'expanded' : 'delivered', status: '2.1.5' }];
  const first = outcome.missed.find((m) => m.keeper === undefined);
  if (first !== undefined) events.push(failure(to, first.why, MISSED));
  return events;
}

const GONE = 'this address is no longer known here';
const MISSED = 'an address behind this one is not known here';

/** Names the recipient the sender knows, and never what stands behind it (RFC 3461 5.2.7.4). */
function failure(to: Addressee, why: Trouble | 'unknown', unknown: string): Event {
  if (why === 'unknown' || why === 'gone') {
    return { to, action: 'failed', status: '5.1.1', diagnostic: `550 5.1.1 ${unknown}` };
  }
  const { code, status, text } = TROUBLES[why];
  return { to, action: 'failed', status, diagnostic: `${code} ${status} ${text}` };
}
