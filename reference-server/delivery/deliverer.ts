import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Answers, MailboxId, Refusal, Store } from '../store/store.ts';
import { isRefusal, StoreFault } from '../store/store.ts';
import type { Deliverer, Resolution } from './types.ts';

export interface DelivererOptions {
  store: Pick<Store, 'read' | 'commit'>;
  config: Pick<Config, 'domain' | 'postmaster'>;
  log: Pick<Logger, 'error'>;
  now(): number;
}

/** Starts the detail of an address: mail for `user+detail` goes to `user`. */
const DETAIL = '+';

/**
 * Local delivery to INBOX. Local parts have no case here, as domains have none.
 * `postmaster` is the account of that name, else the one configured, else the first there is.
 */
export function createDeliverer(o: DelivererOptions): Deliverer {
  const byAddress = (address: string): Promise<Answers['inbox']> => o.store.read({ ask: 'inbox', address });

  const postmaster = async (): Promise<Answers['inbox']> => {
    const own = await byAddress(`postmaster@${o.config.domain}`);
    if (own !== undefined) return own;
    if (o.config.postmaster !== undefined) return byAddress(o.config.postmaster);
    const [first] = await o.store.read({ ask: 'accounts' });
    return first === undefined ? undefined : byAddress(first.address);
  };

  const find = async (local: string): Promise<Answers['inbox']> => {
    // rfc5321-4.5.1-postmaster-in-any-case, rfc5321-4.5.1-postmaster-with-domain
    if (local.toLowerCase() === 'postmaster') return postmaster();
    const exact = await byAddress(`${local}@${o.config.domain}`);
    const at = local.indexOf(DETAIL);
    return exact ?? (at > 0 ? find(local.slice(0, at)) : undefined);
  };

  return {
    async resolve(local, domain): Promise<Resolution> {
      // rfc5321-4.5.1-postmaster-without-domain
      if (domain === undefined && local.toLowerCase() !== 'postmaster') return { to: 'unknown' };
      // rfc5321-2.4-domain-case-ignored
      if (domain !== undefined && domain.toLowerCase() !== o.config.domain.toLowerCase()) return { to: 'remote' };
      try {
        const found = await find(local);
        return found === undefined ? { to: 'unknown' } : { to: 'local', ...found };
      } catch (err) {
        if (!(err instanceof StoreFault)) throw err;
        o.log.error({ err }, 'recipients cannot be looked up');
        return { to: 'unavailable' };
      }
    },

    async deliver(body, to) {
      const date = o.now();
      // Two names of one mailbox are one copy.
      const mailboxes = [...new Set(to.map((r) => r.mailbox))];
      const entries = mailboxes.map((mailbox) => ({ mailbox, flags: [], date, zone: 0 }));
      const result = await o.store.commit({ do: 'deliver', body, to: entries });
      if (isRefusal(result)) {
        o.log.error({ refused: result.refused, why: result.why, body: body.id }, 'a message was not kept');
        return to.map(() => asAnswer(result));
      }
      const reached = new Set<MailboxId>(result.uids.map((u) => u.mailbox));
      return to.map((r) => (reached.has(r.mailbox) ? 'ok' : 'gone'));
    },
  };
}

function asAnswer(r: Refusal): 'gone' | 'full' | 'down' {
  return r.refused === 'gone' || r.refused === 'full' ? r.refused : 'down';
}
