import type { AccountId } from '../store/store.ts';

export interface Identity {
  account: AccountId;
  address: string;
}

/** Checks credentials. The same time and answer for an unknown account and a wrong password. */
export interface Authenticator {
  /** RFC 4616: `authzid` empty or equal to the account; anything else is refused. `busy`: try later (454, [UNAVAILABLE], -ERR [SYS/TEMP]). */
  verify(login: string, password: Buffer, authzid?: string): Promise<Identity | 'refused' | 'busy'>;
  /** Drops cached proofs of an account. */
  forget(account: AccountId): void;
}

/**
 * One SASL exchange as a pure machine: feed the client's octets (already decoded), get what to say.
 * `exchange` has the base64 around it; protocol files own continuation lines and codes.
 */
export type SaslStep =
  | { say: Buffer }
  | { check: { login: string; password: Buffer; authzid: string } }
  | { malformed: string };

export interface SaslMechanism {
  readonly name: 'PLAIN' | 'LOGIN';
  /** @param initial the initial response, or undefined when the client sent none */
  start(initial: Buffer | undefined): SaslStep;
  next(response: Buffer): SaslStep;
}
