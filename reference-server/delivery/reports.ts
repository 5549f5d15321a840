import type { Logger } from 'pino';
import type { Config } from '../config-types.ts';
import { printMailbox } from '../mail/address.ts';
import type { Store, Stored } from '../store/store.ts';
import { type Envelope, type Event, isWanted } from './envelope.ts';
import { compose } from './report.ts';
import { returned } from './returned.ts';
import type { Deliverer, LocalResolution } from './types.ts';

/** What reports are made with; a server's context is one. */
export interface Reporting {
  config: Pick<Config, 'domain' | 'hostname' | 'limits'>;
  store: Pick<Store, 'put' | 'body'>;
  deliver: Pick<Deliverer, 'resolve' | 'deliver'>;
  log: Pick<Logger, 'error' | 'warn' | 'info'>;
  now(): number;
  token(): string;
}

/**
 * Tells the sender of a message, in one report, what became of it for those recipients of which the sender wants to be told. It goes to the sender if
 * that is an address here. Nothing leaves this server: a failure that cannot be told to the sender, or of a message without one, is told to the
 * postmaster (RFC 3461 5.2), anything else is logged. A report is delivered and not sent, so that none is ever made of a report.
 * Never throws; what cannot be told is logged.
 */
export async function tell(r: Reporting, e: Envelope, message: Stored, events: readonly Event[]): Promise<void> {
  const wanted = events.filter(isWanted);
  const failed = events.filter((x) => x.action === 'failed');
  const about = { id: e.id, from: e.sender, failed: failed.map((x) => x.to.path) };
  if (failed.length > 0) r.log.warn(about, 'a message was not delivered to all of its recipients');
  if (wanted.length === 0) return;
  try {
    const to = await addressee(r, e, wanted);
    if (to === undefined) {
      if (failed.length > 0) r.log.error(about, 'nobody to tell of a failed delivery');
      else r.log.info(about, 'a report would have to leave this server');
      return;
    }
    const facts = {
      hostname: r.config.hostname,
      domain: r.config.domain,
      to: to.address,
      instead: to.instead,
      now: r.now(),
      token: r.token(),
    };
    const given = await returned(r.store, message, e, {
      // What is in the message is the sender's business.
      failed: !to.instead && to.events.some((x) => x.action === 'failed'),
      max: r.config.limits.smtpReturned,
    });
    const report = compose(e, to.events, given, facts);
    const stored = await r.store.put(once(report), report.length);
    if ('tooLarge' in stored) return;
    const [done] = await r.deliver.deliver(stored, [to.at]);
    if (done?.got !== 'ok') r.log.error(about, 'a report could not be delivered');
  } catch (err) {
    r.log.error({ err, ...about }, 'a report could not be made');
  }
}

interface Addressed {
  at: LocalResolution;
  address: string;
  instead: boolean;
  events: readonly Event[];
}

async function addressee(r: Reporting, e: Envelope, wanted: readonly Event[]): Promise<Addressed | undefined> {
  // rfc5321-3.3-recipient-failing-late-is-reported, rfc5321-4.4-notifications-go-to-the-reverse-path, rfc5321-6.1-late-failure-is-notified,
  // rfc5321-6.1-notification-goes-to-the-return-path, rfc5321-6.1-null-return-path-gets-no-notification
  // rfc5321-4.5.4-no-error-about-an-error, rfc5321-3.6.3-no-notification-about-a-notification: a null reverse-path is never answered; the postmaster learns of failures.
  // rfc3461-5.2-null-sender-gets-no-report, rfc3461-5.2-null-sender-gets-no-report-of-failure, rfc3464-2-addressed-to-the-sender
  if (e.from !== undefined) {
    const { local, domain } = e.from;
    const sender = await r.deliver.resolve(local, domain);
    const address = domain === undefined ? `${local}@${r.config.domain}` : printMailbox({ local, domain });
    if (sender.to === 'local') return { at: sender, address, instead: false, events: wanted };
  }
  const failed = wanted.filter((x) => x.action === 'failed');
  const postmaster = failed.length > 0 ? await r.deliver.resolve('postmaster', undefined) : undefined;
  if (postmaster?.to !== 'local') return undefined;
  return { at: postmaster, address: `postmaster@${r.config.domain}`, instead: true, events: failed };
}

async function* once(b: Buffer): AsyncGenerator<Buffer> {
  yield b;
}
