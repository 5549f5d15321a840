import type { Outcome } from '../delivery/types.ts';
import { localZone, printDate } from '../mail/date.ts';
import { received, returnPath, withProtocol } from '../mail/trace.ts';
import type { Stored } from '../store/store.ts';
import type { Facts } from './command.ts';
import type { HeaderFacts } from './header.ts';
import { notify } from './notice.ts';
import { Reply } from './reply.ts';

/** What the session knows besides the facts, for the trace field. */
interface Traced extends Facts {
  readonly helo: string;
  readonly remoteAddress: string;
}

/**
 * The fields that stand above a message: Return-Path (delivery is final here), Received, and in submission Date and Message-ID where the message
 * has none (RFC 6409 8.1, 8.3); a header section too long to be looked at gets neither.
 */
export function traceFor(s: Traced, h: HeaderFacts, id: string): Buffer {
  const { config } = s.ctx;
  const at = s.ctx.now();
  const zone = localZone(at);
  const only = s.recipients.length === 1 ? s.recipients[0] : undefined;
  const trace = received({
    helo: s.helo,
    address: s.remoteAddress,
    by: config.hostname,
    with: withProtocol({
      lmtp: s.role === 'lmtp',
      extended: s.extended,
      tls: s.secured,
      auth: s.identity !== undefined,
      utf8: s.sender?.utf8 ?? false,
    }),
    id,
    ...(only ? { for: only.path } : {}),
    at,
    zone,
  });
  // rfc5321-4.4-return-path-supported, rfc5321-4.4-return-path-before-received
  let text = returnPath(s.sender?.path ?? '<>') + trace;
  if (s.role === 'submission' && h.whole) {
    if (!h.hasDate) text += `Date: ${printDate(at, zone)}\r\n`;
    // rfc6409-8.3-missing-message-id-added
    if (!h.hasMessageId) text += `Message-ID: <${id}@${config.hostname}>\r\n`;
  }
  return Buffer.from(text);
}

/**
 * Delivers a stored message to the recipients of the transaction.
 * @param stored or the reply that refuses it
 * @returns one reply; in LMTP one for each recipient, in their order. 2yz means durable.
 */
export async function deliver(s: Facts, id: string, stored: Stored | Reply): Promise<Reply[]> {
  const results = stored instanceof Reply ? s.recipients.map(() => stored) : await each(s, id, stored);
  // rfc2033-4.2-reply-for-each-recipient, rfc2033-4.2-no-reply-for-refused-recipient, rfc2033-4.2-repeated-recipient-answered-each-time,
  // rfc2033-4.3-bdat-last-reply-for-each-recipient, rfc2033-4.3-repeated-recipient-answered-each-time
  if (s.role === 'lmtp') return results;
  // rfc5321-4.1.1.4-one-reply-for-all-recipients, rfc5321-4.4-partial-success-is-ok
  const success = results.find((r) => r.code < 300);
  if (success && !(stored instanceof Reply)) {
    // rfc5321-4.4-partial-success-is-notified, rfc5321-4.4-every-failed-recipient-is-notified
    const failures = s.recipients.flatMap(({ path }, i) =>
      results[i]!.code < 300 ? [] : [{ path, reply: results[i]! }],
    );
    if (failures.length > 0) await notify(s, id, stored, failures);
  }
  return [success ?? results[0] ?? new Reply(554, '5.5.1', 'no recipient')];
}

async function each(s: Facts, id: string, stored: Stored): Promise<Reply[]> {
  let done: Outcome[];
  try {
    done = await s.ctx.deliver.deliver(
      stored,
      s.recipients.map((r) => r.at),
    );
  } catch (error) {
    s.ctx.log.error({ err: error, id }, 'delivery failed');
    done = [];
  }
  const ok = done.filter((d) => d.got === 'ok').length;
  const { length } = s.recipients;
  s.ctx.log.info({ id, from: s.sender?.path, size: stored.size, recipients: length, delivered: ok }, 'message');
  return s.recipients.map((r, i) => answer(done[i]?.got ?? 'down', id, r.path));
}

function answer(outcome: Outcome['got'], id: string, path: string): Reply {
  // rfc5321-4.1.1.4-success-is-answered-250, rfc5321-2.1-success-hands-over-responsibility, rfc2033-4.2-accepted-is-delivered,
  // rfc2033-4.3-accepted-is-delivered, rfc5321-4.3.1-codes-mean-what-they-say
  if (outcome === 'ok') return new Reply(250, '2.0.0', `${path} delivered as ${id}`);
  if (outcome === 'gone') return new Reply(450, '4.2.1', `${path} cannot take mail now`);
  if (outcome === 'full') return new Reply(452, '4.2.2', `${path} has no space now`);
  return new Reply(451, '4.3.0', `${path} cannot be reached now, try again later`);
}
