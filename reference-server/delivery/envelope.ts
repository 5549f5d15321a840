/** RFC 3461 4.1: what a sender wants to be told about one recipient; `NEVER` stands alone. */
export type Wanted = 'SUCCESS' | 'FAILURE' | 'DELAY';

/** What came with a message and is needed until all of it is delivered; plain data, so that it can be kept. */
export interface Envelope {
  /** Queue id, as in the Received field. */
  id: string;
  /** Reverse-path without brackets; empty for the null one. */
  sender: string;
  /** The same, taken apart; absent for the null one. */
  from?: { local: string; domain: string | undefined };
  /** The octets are lines of text. */
  lines: boolean;
  ret?: 'FULL' | 'HDRS';
  /** RFC 3461 4.4, decoded. */
  envid?: string;
  /** Milliseconds since the epoch when it came. */
  arrived: number;
  /** Name the client gave, and its address (empty for a unix socket). */
  client: { name: string; address: string };
}

/** One recipient as the client gave it. */
export interface Addressee {
  /** Forward-path without brackets. */
  path: string;
  /** Absent where the client said nothing: failure is told then, and delay. */
  notify?: 'NEVER' | readonly Wanted[];
  /** RFC 3461 4.2, decoded. */
  orcpt?: { type: string; address: string };
}

/** What is to be told about one recipient (RFC 3464 2.3.3). */
export interface Event {
  to: Addressee;
  action: 'delivered' | 'expanded' | 'failed' | 'delayed';
  /** RFC 3463 */
  status: string;
  /** SMTP reply that says why, for `failed` and `delayed`. */
  diagnostic?: string;
  /** Milliseconds since the epoch until which it is tried again, for `delayed`. */
  until?: number;
}

/** Whether the sender wants to be told (RFC 3461 5.2.3, 5.2.5, 5.2.6). */
export function isWanted({ action, to: { notify } }: Event): boolean {
  // rfc3461-5.2.3-no-success-without-the-word, rfc3461-5.2.6-no-failure-without-the-word, rfc3461-5.2.8-report-names-no-others
  if (notify === 'NEVER') return false;
  // rfc3461-5.2.6-failure-is-reported, rfc3461-5.2.6-failure-unasked-is-reported
  if (action === 'failed') return notify === undefined || notify.includes('FAILURE');
  if (action === 'delayed') return notify === undefined || notify.includes('DELAY');
  // rfc3461-5.2.3-success-is-reported, rfc3461-5.2.3-success-unasked-is-not-reported
  return notify?.includes('SUCCESS') ?? false;
}
