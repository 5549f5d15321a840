import type { Addressee, Event } from './envelope.ts';
import type { LocalResolution, Outcome, Trouble } from './types.ts';

/** How a mailbox that did not take a message is answered, and told of. Status codes are those of RFC 3463. */
export const TROUBLES: Record<Trouble, { code: 450 | 451 | 452; status: `4.${number}.${number}`; text: string }> = {
  gone: { code: 450, status: '4.2.1', text: 'cannot take mail now' },
  full: { code: 452, status: '4.2.2', text: 'has no space now' },
  down: { code: 451, status: '4.3.0', text: 'cannot be reached now, try again later' },
};

/** A mailbox a message is still to be put into. */
export interface Left {
  address: string;
  /** By way of a list, whose keeper this is. */
  keeper?: string;
}

/** One recipient on its way: what is left to be done, and what has been told. Plain data, so that it can be kept. */
export interface Progress {
  to: Addressee;
  /** How it is told that a mailbox has taken it. */
  success: 'delivered' | 'expanded';
  /** One has. */
  reached: boolean;
  /** The sender was told of the delay. */
  delayed: boolean;
  left: Left[];
}

/** What came of an attempt at one of those that are left, in their order. */
export type Attempt = 'ok' | 'unknown' | Trouble;

/** When an attempt was made, and how long mailboxes may keep a message waiting. */
export interface Clock {
  now: number;
  /** From then on the sender is told of the delay. */
  delayFrom: number;
  /** From then on what is left has failed. */
  giveUpFrom: number;
}

/** What an attempt came to. */
export interface Step {
  /** Undefined when nothing is left. */
  next: Progress | undefined;
  /** To be told to the sender. */
  events: Event[];
  /** To be told to keepers of lists. */
  lists: { keeper: string; event: Event }[];
}

/** A recipient as it was accepted, before the first attempt. */
export function begin(to: Addressee, at: LocalResolution): Progress {
  const left = (at.members ?? [at]).map(({ address, ...m }): Left => {
    const keeper = 'keeper' in m ? m.keeper : undefined;
    return keeper === undefined ? { address } : { address, keeper };
  });
  // RFC 3461 5.2.7.3 (c): several addresses behind an alias are told as one; 5.2.7.2: a single one is as good as the name itself, and 5.2.7.1: a list
  // is where the message was sent to.
  // rfc3461-5.2.7.1-list-success-is-reported, rfc3461-5.2.7.2-alias-itself-is-not-reported, rfc3461-5.2.7.2-parameters-follow-an-alias,
  // rfc3461-5.2.7.3-one-report-for-several-members
  const success = at.members?.some((m) => m.keeper === undefined) ? 'expanded' : 'delivered';
  return { to, success, reached: false, delayed: false, left };
}

/** The first attempt at each that is left, from what the deliverer says of the recipient. */
export function attempts(at: LocalResolution, outcome: Outcome): Attempt[] {
  return (at.members ?? [{ address: at.address, at }]).map((m) => {
    if (outcome.got === 'ok')
      return outcome.missed.find((x) => x.address === m.address && x.keeper === m.keeper)?.why ?? 'ok';
    return m.at === undefined ? 'unknown' : outcome.got;
  });
}

/** Takes an attempt into account: who has it, who waits on, who never will have it, and who is to be told. */
export function advance(p: Progress, tried: readonly Attempt[], clock: Clock): Step {
  const events: Event[] = [];
  const lists: Step['lists'] = [];
  const left: Left[] = [];
  let failed: Attempt | undefined;
  let waits: Trouble | undefined;
  for (const [i, one] of p.left.entries()) {
    const got = tried[i] ?? 'down';
    if (got === 'ok') continue;
    if ((got === 'full' || got === 'down') && clock.now < clock.giveUpFrom) {
      left.push(one);
      if (one.keeper === undefined) waits ??= got;
    } else if (one.keeper === undefined) failed ??= got;
    else lists.push({ keeper: one.keeper, event: failure({ path: one.address }, got, GONE) });
  }
  const reached = p.reached || p.left.some((_, i) => tried[i] === 'ok');
  // rfc3464-3-one-report-a-recipient, rfc3464-2.3.4-status-agrees-with-action
  if (reached && !p.reached) events.push({ to: p.to, action: p.success, status: '2.1.5' });
  // rfc3464-3-one-report-of-a-failure
  if (failed !== undefined) events.push(failure(p.to, failed, p.left.length > 1 || p.reached ? MISSED : GONE));
  const tellDelay = waits !== undefined && !p.delayed && clock.now >= clock.delayFrom;
  if (waits !== undefined && tellDelay) {
    const { status, diagnostic } = trouble(waits);
    events.push({ to: p.to, action: 'delayed', status, diagnostic, until: clock.giveUpFrom });
  }
  const next = left.length === 0 ? undefined : { ...p, reached, delayed: p.delayed || tellDelay, left };
  return { next, events, lists };
}

const GONE = 'this address is not known here any more';
const MISSED = 'an address behind this one is not known here';

/** Names the recipient the sender knows, and never what stands behind it (RFC 3461 5.2.7.4). */
function failure(to: Addressee, why: Attempt, unknown: string): Event {
  // rfc3461-5.2.6-failure-is-called-failed, rfc3464-2.3.4-failed-has-a-failing-status
  if (why === 'full' || why === 'down') return { to, action: 'failed', ...trouble(why) };
  return { to, action: 'failed', status: '5.1.1', diagnostic: `550 5.1.1 ${unknown}` };
}

function trouble(why: Trouble): { status: string; diagnostic: string } {
  const { code, status, text } = TROUBLES[why];
  return { status, diagnostic: `${code} ${status} ${text}` };
}
