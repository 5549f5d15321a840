import { hashPassword } from './auth/argon2.ts';
import { prepare } from './auth/prepare.ts';
import type { Config } from './config.ts';
import type { Store } from './store/store.ts';
import { isRefusal } from './store/store.ts';

/** Mailboxes of a new account beside INBOX (RFC 6154). */
export const MAILBOXES = [
  { name: 'Archive', specialUse: '\\Archive' },
  { name: 'Drafts', specialUse: '\\Drafts' },
  { name: 'Junk', specialUse: '\\Junk' },
  { name: 'Sent', specialUse: '\\Sent' },
  { name: 'Trash', specialUse: '\\Trash' },
];

export interface Credentials {
  address: string;
  password: string;
}

/** What a person got wrong about an account; the message says what to do. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

/** An address that cannot be one of this server. */
export class AddressError extends AccountError {}

/**
 * The address of an account of this server: without a domain it gets ours.
 * @throws AddressError
 */
export function accountAddress(given: string, domain: string): string {
  const at = given.lastIndexOf('@');
  const local = at < 0 ? given : given.slice(0, at);
  const host = at < 0 ? domain : given.slice(at + 1).toLowerCase();
  if (!/^[^\s@"(),:;<>[\\\]\p{Cc}]{1,64}$/u.test(local) || local.startsWith('.') || local.endsWith('.')) {
    throw new AddressError(
      `${JSON.stringify(given)} is no address: the part before the @ must be plain, at most 64 characters`,
    );
  }
  if (host !== domain.toLowerCase()) {
    throw new AddressError(`${given} is not in the domain of this server, ${domain} (--domain changes it)`);
  }
  return `${local}@${domain}`;
}

/** PHC string for a new password. @throws AccountError */
export async function newSecret(password: string, config: Pick<Config, 'auth'>): Promise<string> {
  const prepared = prepare(password, 'stored');
  if (prepared === undefined)
    throw new AccountError('a password is not empty and has no control or unassigned characters');
  return hashPassword(prepared, config.auth.argon2);
}

/**
 * Makes accounts, or gives those that exist this password. All commands go at once, so that they share few transactions.
 * @throws AccountError
 */
export async function provision(
  store: Pick<Store, 'commit' | 'read'>,
  config: Pick<Config, 'auth'>,
  accounts: readonly Credentials[],
): Promise<void> {
  await Promise.all(
    accounts.map(async ({ address, password }) => {
      const secret = await newSecret(password, config);
      const made = await store.commit({ do: 'createAccount', address, secret, mailboxes: MAILBOXES });
      if (!isRefusal(made)) return;
      const known = made.refused === 'exists' ? await store.read({ ask: 'account', address }) : undefined;
      const set = known === undefined ? made : await store.commit({ do: 'setSecret', account: known.id, secret });
      if (isRefusal(set)) throw new AccountError(`${address} was not made: ${set.why}`);
    }),
  );
}
