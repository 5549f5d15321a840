import type { Addressee, Envelope } from '../delivery/envelope.ts';
import { TROUBLES } from '../delivery/progress.ts';
import { type Settled, settle } from '../delivery/settle.ts';
import type { Outcome } from '../delivery/types.ts';
import { localZone, printDate } from '../mail/date.ts';
import { received, returnPath, withProtocol } from '../mail/trace.ts';
import type { Stored } from '../store/store.ts';
import type { Facts, Recipient, Sender } from './command.ts';
import type { HeaderFacts } from './header.ts';
import { Reply } from './reply.ts';

/** What the session knows besides the facts, for the trace field. */
interface Traced extends Facts {
  readonly helo: string;
  readonly remoteAddress: string;
}

/**
 * The fields that stand above a message: Return-Path (delivery is final here), Received, and in submission those without which the message is none
 * (RFC 6409 8): From, which is who has logged in, Date and Message-ID, with an empty line where there is no field at all.
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
  // rfc5322-3.6-trace-kept-in-front
  // rfc5321-4.4-return-path-supported, rfc5321-4.4-return-path-before-received
  let text = returnPath(s.sender?.path ?? '<>') + trace;
  if (s.role === 'submission') {
    // rfc6409-8-delivered-mail-has-a-date, rfc6409-8.2-missing-date-may-be-added; no Sender is: rfc6409-8.1-added-sender-is-an-address
    // rfc6409-8-delivered-mail-has-an-author
    if (!h.hasFrom && s.identity) text += `From: <${s.identity.address}>\r\n`;
    if (!h.hasDate) text += `Date: ${printDate(at, zone)}\r\n`;
    // rfc5322-3.6.4-own-message-ids-differ, rfc5322-3.6.4-own-message-id-names-a-domain
    // rfc6409-8.3-missing-message-id-added
    if (!h.hasMessageId) text += `Message-ID: <${id}@${config.hostname}>\r\n`;
    if (h.bare) text += '\r\n';
  }
  return Buffer.from(text);
}

/**
 * Delivers a stored message to the recipients of the transaction.
 * @param stored or the reply that refuses it
 * @returns one reply; in LMTP one for each recipient, in their order. 2yz means durable.
 */
export async function deliver(s: Traced, id: string, stored: Stored | Reply): Promise<Reply[]> {
  // rfc2033-4.2-reply-for-each-recipient, rfc2033-4.2-no-reply-for-refused-recipient, rfc2033-4.2-repeated-recipient-answered-each-time,
  // rfc2033-4.2-replies-in-order-of-recipients,
  // rfc2033-4.3-bdat-last-reply-for-each-recipient, rfc2033-4.3-repeated-recipient-answered-each-time
  if (stored instanceof Reply) return s.role === 'lmtp' ? s.recipients.map(() => stored) : [stored];
  const outcomes = await each(s, id, stored);
  const settled = s.recipients.map((r, i): Settled => ({ to: addressee(r), at: r.at, outcome: outcomes[i] ?? LOST }));
  const replies = settled.map((x) => answer(x.outcome.got, id, `<${x.to.path}>`));
  const reached = settled.filter((x) => x.outcome.got === 'ok');
  if (reached.length > 0) {
    // rfc5321-4.4-partial-success-is-notified, rfc5321-4.4-every-failed-recipient-is-notified, rfc5321-4.4-one-notification-for-all; what LMTP has
    // refused is the client's to tell.
    await settle(s.ctx, envelope(s, id), stored, s.role === 'lmtp' ? reached : settled);
  }
  if (s.role === 'lmtp') return replies;
  // rfc5321-4.1.1.4-one-reply-for-all-recipients, rfc5321-4.4-partial-success-is-ok
  return [replies.find((r) => r.code < 300) ?? replies[0] ?? new Reply(554, '5.5.1', 'no recipient')];
}

const LOST: Outcome = { got: 'down', missed: [] };

async function each(s: Facts, id: string, stored: Stored): Promise<Outcome[]> {
  const at = s.recipients.map((r) => r.at);
  let done: Outcome[];
  try {
    done = await s.ctx.deliver.deliver(stored, at);
  } catch (error) {
    s.ctx.log.error({ err: error, id }, 'delivery failed');
    done = [];
  }
  const ok = done.filter((d) => d.got === 'ok').length;
  s.ctx.log.info({ id, from: s.sender?.path, size: stored.size, recipients: at.length, delivered: ok }, 'message');
  return done;
}

/** What reports need to know of the transaction. */
function envelope(s: Traced, id: string): Envelope {
  const { at, path, body, ret, envid } = s.sender ?? NOBODY;
  return {
    id,
    sender: path.slice(1, -1),
    ...(at === 'null' ? {} : { from: { local: at.local, domain: at.domain } }),
    lines: body !== 'BINARYMIME',
    ...(ret === undefined ? {} : { ret }),
    ...(envid === undefined ? {} : { envid }),
    arrived: s.ctx.now(),
    client: { name: s.helo, address: s.remoteAddress },
  };
}

const NOBODY: Sender = { at: 'null', path: '<>', declared: undefined, body: '7BIT', utf8: false };

function addressee({ path, notify, orcpt }: Recipient): Addressee {
  return {
    path: path.slice(1, -1),
    ...(notify === undefined ? {} : { notify: notify === 'NEVER' ? notify : [...notify] }),
    ...(orcpt === undefined ? {} : { orcpt }),
  };
}

function answer(got: Outcome['got'], id: string, path: string): Reply {
  // rfc5321-4.1.1.4-success-is-answered-250, rfc5321-2.1-success-hands-over-responsibility, rfc2033-4.2-accepted-is-delivered,
  // rfc2033-4.3-accepted-is-delivered, rfc5321-4.3.1-codes-mean-what-they-say
  if (got === 'ok') return new Reply(250, '2.0.0', `${path} delivered as ${id}`);
  const { code, status, text } = TROUBLES[got];
  return new Reply(code, status, `${path} ${text}`);
}
