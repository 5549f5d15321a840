import type { Stored } from '../store/store.ts';
import type { Addressee, Envelope, Event } from './envelope.ts';
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
  const events = recipients.flatMap(eventsOf);
  if (events.length > 0) await tell(r, e, message, events);
}

function eventsOf({ to, at, outcome }: Settled): Event[] {
  if (outcome.got !== 'ok') return [failure(to, outcome.got, GONE)];
  // RFC 3461 5.2.7.3 (c): several addresses behind it are told as one, and RFC 3461 5.2.7.2: a single one is as good as the name itself.
  const action = at.members === undefined ? 'delivered' : 'expanded';
  const events: Event[] = [{ to, action, status: '2.1.5' }];
  const first = outcome.missed[0];
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
