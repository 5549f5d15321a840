import type { LocalResolution } from '../delivery/types.ts';
import { localZone, printDate } from '../mail/date.ts';
import { received, returnPath } from '../mail/trace.ts';
import type { Stored } from '../store/store.ts';
import type { Facts } from './command.ts';
import type { Reply } from './reply.ts';

/** Octets of the message in which its header section is looked for. */
const HEADER_MAX = 64 * 1024;

export interface Failure {
  /** With brackets. */
  path: string;
  reply: Reply;
}

/**
 * Tells that a message which was accepted did not reach some of its recipients (RFC 5321 4.4, 6.1), as a report of RFC 3464. It goes to the sender
 * where that is a mailbox here, else to the postmaster: nothing leaves this server yet. Never throws; what cannot be told is logged.
 */
export async function notify(s: Facts, id: string, message: Stored, failures: readonly Failure[]): Promise<void> {
  try {
    const to = await addressee(s);
    if (!to) {
      s.ctx.log.error({ id, failed: failures.map((f) => f.path) }, 'nobody to tell of a failed delivery');
      return;
    }
    const report = Buffer.from(compose(s, id, to.address, failures, await headerOf(s, message)), 'latin1');
    const stored = await s.ctx.store.put(once(report), report.length);
    if ('tooLarge' in stored) return;
    const done = await s.ctx.deliver.deliver(stored, [to]);
    if (done[0]?.got !== 'ok')
      s.ctx.log.error({ id, failed: failures.map((f) => f.path) }, 'a failed delivery could not be told');
  } catch (error) {
    s.ctx.log.error({ err: error, id, failed: failures.map((f) => f.path) }, 'a failed delivery could not be told');
  }
}

async function addressee(s: Facts): Promise<LocalResolution | undefined> {
  const at = s.sender?.at;
  // rfc5321-4.5.4-no-error-about-an-error: a null reverse-path is never answered; the postmaster learns of it.
  if (at !== undefined && at !== 'null') {
    const sender = await s.ctx.deliver.resolve(at.local, at.domain);
    if (sender.to === 'local') return sender;
  }
  const postmaster = await s.ctx.deliver.resolve('postmaster', undefined);
  return postmaster.to === 'local' ? postmaster : undefined;
}

function compose(s: Facts, id: string, to: string, failures: readonly Failure[], header: string): string {
  const { hostname } = s.ctx.config;
  const at = s.ctx.now();
  const date = printDate(at, localZone(at));
  const boundary = `report-${id}`;
  const own = `${id}.report`;
  // rfc5321-4.4-one-notification-for-all
  const told = failures.map((f) => `${f.path}: ${f.reply.lines[0]}`).join('\r\n');
  const fields = failures.map(
    (f) =>
      `Final-Recipient: rfc822; ${f.path.slice(1, -1)}\r\nAction: failed\r\nStatus: ${f.reply.enhanced}\r\n` +
      `Diagnostic-Code: smtp; ${f.reply.code} ${f.reply.enhanced} ${f.reply.lines[0]}\r\n`,
  );
  return [
    returnPath('<>') +
      received({ helo: hostname, address: '', by: hostname, with: 'ESMTP', id: own, at, zone: localZone(at) }) +
      `From: <postmaster@${s.ctx.config.domain}>\r\nTo: <${to}>\r\nDate: ${date}\r\nMessage-ID: <${own}@${hostname}>\r\n` +
      `Subject: Message not delivered to all recipients\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n` +
      `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"\r\n`,
    `--${boundary}\r\n\r\nThe message whose header section is below was not delivered to\r\n\r\n${told}\r\n`,
    `--${boundary}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; ${hostname}\r\nArrival-Date: ${date}\r\n\r\n${fields.join('\r\n')}`,
    `--${boundary}\r\nContent-Type: text/rfc822-headers\r\n\r\n${header}`,
    `--${boundary}--\r\n`,
  ].join('\r\n');
}

/** The header section of the message, with its last line end. */
async function headerOf(s: Facts, message: Stored): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of s.ctx.store.body(message.id, 0, HEADER_MAX)) parts.push(part);
  const all = Buffer.concat(parts);
  const end = all.indexOf('\r\n\r\n');
  return all.toString('latin1', 0, end < 0 ? 0 : end + 2);
}

async function* once(b: Buffer): AsyncGenerator<Buffer> {
  yield b;
}
