import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { AccountId, Store } from '../store/store.ts';
import { StoreFault } from '../store/store.ts';
import { opens, parseSecret, TooBusy, unopenable } from './argon2.ts';
import { prepare } from './prepare.ts';
import type { Authenticator, Identity } from './types.ts';

/** Proofs held at once; the oldest goes first. */
export const PROOFS = 10_000;

interface Proof {
  mac: Buffer;
  until: number;
}

export interface AuthenticatorOptions {
  store: Pick<Store, 'read'>;
  config: Pick<Config, 'domain' | 'auth'>;
  log: Pick<Logger, 'error'>;
  now(): number;
}

/**
 * Passwords against the Argon2id secrets of accounts. A login without `@` is of the server's own domain.
 * A password that was right is remembered as an HMAC under a key of this process, so that a client that connects often is not hashed often.
 */
export function createAuthenticator(o: AuthenticatorOptions): Authenticator {
  const key = randomBytes(32);
  const proofs = new Map<AccountId, Proof>();
  const nobody = unopenable(o.config.auth.argon2);
  const address = (login: string): string => (login.includes('@') ? login : `${login}@${o.config.domain}`);

  const verify = async (login: string, password: string): Promise<Identity | 'refused'> => {
    const account = await o.store.read({ ask: 'account', address: address(login) });
    const secret = account?.secret == null ? undefined : parseSecret(account.secret);
    if (account === undefined || secret === undefined) {
      // As long as a wrong password takes, so that the time tells nobody which accounts there are.
      await opens(nobody, password);
      return 'refused';
    }
    const identity = { account: account.id, address: account.address };
    const mac = createHmac('sha256', key).update(`${account.id} ${account.secret} `).update(password).digest();
    const known = proofs.get(account.id);
    if (known !== undefined && known.until > o.now() && timingSafeEqual(known.mac, mac)) return identity;
    if (!(await opens(secret, password))) return 'refused';
    proofs.delete(account.id);
    const oldest = proofs.size >= PROOFS ? proofs.keys().next().value : undefined;
    if (oldest !== undefined) proofs.delete(oldest);
    if (o.config.auth.cacheMs > 0) proofs.set(account.id, { mac, until: o.now() + o.config.auth.cacheMs });
    return identity;
  };

  return {
    async verify(login, password, authzid = '') {
      const name = prepare(login, 'query');
      const word = prepare(password, 'query');
      if (name === undefined || word === undefined) return 'refused';
      try {
        const identity = await verify(name, word);
        if (identity === 'refused' || authzid === '') return identity;
        // RFC 4616 section 2: to act as somebody else needs a right that no account has here.
        const other = address(prepare(authzid, 'query') ?? '').toLowerCase();
        return other === identity.address.toLowerCase() ? identity : 'refused';
      } catch (err) {
        if (err instanceof TooBusy) return 'busy';
        if (!(err instanceof StoreFault)) throw err;
        o.log.error({ err }, 'accounts cannot be read');
        return 'busy';
      }
    },
    forget(account) {
      proofs.delete(account);
    },
  };
}
