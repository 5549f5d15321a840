import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import type { Store } from '../store/store.ts';
import { isRefusal, StoreFault } from '../store/store.ts';
import { hashPassword, opens, parseSecret, unopenable } from './argon2.ts';
import { createAuthenticator } from './authenticator.ts';
import { prepare } from './prepare.ts';
import { mechanism } from './sasl.ts';

const cost = { memory: 64, passes: 1 };
const config = { domain: 'example.test', auth: { cleartextLogin: false, argon2: cost, cacheMs: 1000 } };
const log = pino({ level: 'silent' });

async function withAccount(password: string | null) {
  const store = memoryStore();
  const secret = password === null ? null : await hashPassword(prepare(password, 'stored')!, cost);
  const made = await store.commit({ do: 'createAccount', address: 'Alice@example.test', secret, mailboxes: [] });
  if (isRefusal(made)) throw new Error(made.why);
  let clock = 0;
  const auth = createAuthenticator({ store, config, log, now: () => clock });
  const check = (login: string, word: string, authzid?: string) => auth.verify(login, Buffer.from(word), authzid);
  const account = made.account.id;
  return { store, auth, check, account, tick: (ms: number) => (clock += ms) };
}

test('a hash is a PHC string that its own password opens, and no other', async () => {
  const phc = await hashPassword('secret', cost);
  expect(phc).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  const secret = parseSecret(phc)!;
  expect(secret.cost).toEqual(cost);
  expect(await opens(secret, 'secret')).toBe(true);
  expect(await opens(secret, 'secreu')).toBe(false);
  expect(await opens(unopenable(cost), '')).toBe(false);
  expect(await hashPassword('secret', cost)).not.toBe(phc);
});

test('a secret made elsewhere with the same algorithm is understood', async () => {
  // Argon2id of `password` with the salt `somesalt`.
  const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect(await opens(parseSecret(phc)!, 'password')).toBe(true);
});

test('strings that are no secret within bounds are not taken for one', () => {
  const good = '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
  expect(parseSecret(good)).toBeDefined();
  for (const bad of [
    '',
    good.slice(1),
    good.replace('argon2id', 'argon2i'),
    good.replace('v=19', 'v=16'),
    good.replace('m=64', 'm=7'),
    good.replace('m=64', 'm=1e9'),
    good.replace('t=1', 't=0'),
    good.replace('p=1', 'p=x'),
    good.replace('c29tZXNhbHQ', 'c2'),
    `${good}$`,
  ]) {
    expect(parseSecret(bad), bad).toBeUndefined();
  }
});

test('the right password opens the account, by address in any case or by local part', async () => {
  const { check, account } = await withAccount('pass word');
  const alice = { account, address: 'Alice@example.test' };
  expect(await check('alice@EXAMPLE.test', 'pass word')).toEqual(alice);
  expect(await check('ALICE', 'pass word')).toEqual(alice);
  expect(await check('alice', 'pass word', 'alice@example.test')).toEqual(alice);
  expect(await check('alice', 'pass word', 'ALICE')).toEqual(alice);
  expect(await check('alice', 'pass word', 'bob@example.test')).toBe('refused');
  for (const wrong of ['pass worD', '', 'pass word ', 'pass\0word'])
    expect(await check('alice', wrong)).toBe('refused');
  expect(await check('bob', 'pass word')).toBe('refused');
  expect(await check('alice@example.org', 'pass word')).toBe('refused');
  expect(await check('', 'pass word')).toBe('refused');
});

test('passwords are prepared alike when kept and when given', async () => {
  const { check, auth, account } = await withAccount('I\u00ADX \u2168');
  expect(await check('alice', 'IX IX')).toMatchObject({ account });
  expect(await auth.verify('alice', Buffer.from([0xff, 0xfe]))).toBe('refused');
  expect(prepare('\u0007', 'query')).toBeUndefined();
  expect(prepare('\u0221', 'stored')).toBeUndefined();
  expect(prepare('\u0221', 'query')).toBe('\u0221');
});

test('an account without a secret cannot log in', async () => {
  const { check } = await withAccount(null);
  expect(await check('alice', 'null')).toBe('refused');
  expect(await check('alice', '')).toBe('refused');
});

test('a right password is remembered until it is too old or forgotten: it needs no hash', async () => {
  const { check, auth, account, tick } = await withAccount('secret');
  /** What a right password comes to while nothing can be hashed. */
  const whileFull = async () => {
    const load = Array.from({ length: 1000 }, () => check('nobody', 'wrong'));
    // Only microtasks up to here and to the question: no hash can end in between.
    expect(await Promise.race(load)).toBe('busy');
    const result = await check('alice', 'secret');
    await Promise.all(load);
    return result;
  };
  expect(await whileFull()).toBe('busy');
  expect(await check('alice', 'secret')).toMatchObject({ account });
  expect(await whileFull()).toMatchObject({ account });
  tick(2000);
  expect(await whileFull()).toBe('busy');
  expect(await check('alice', 'secret')).toMatchObject({ account });
  auth.forget(account);
  expect(await whileFull()).toBe('busy');
});

test('a changed password counts at once, whatever is remembered', async () => {
  const { store, check, account } = await withAccount('old');
  expect(await check('alice', 'old')).toMatchObject({ account });
  await store.commit({ do: 'setSecret', account, secret: await hashPassword('new', cost) });
  expect(await check('alice', 'old')).toBe('refused');
  expect(await check('alice', 'new')).toMatchObject({ account });
  await store.commit({ do: 'setSecret', account, secret: 'broken' });
  expect(await check('alice', 'new')).toBe('refused');
});

test('when accounts cannot be read, the client may try later', async () => {
  const store: Pick<Store, 'read'> = {
    read: async () => {
      throw new StoreFault('down', 'no database');
    },
  };
  const auth = createAuthenticator({ store, config, log, now: () => 0 });
  expect(await auth.verify('alice', Buffer.from('x'))).toBe('busy');
});

test('when too many wait to be hashed, the client may try later', async () => {
  const { check } = await withAccount('secret');
  const all = await Promise.all(Array.from({ length: 1000 }, (_, i) => check('alice', `wrong${i}`)));
  expect(all).toContain('busy');
  expect(all).toContain('refused');
  expect(await check('alice', 'secret')).toMatchObject({ address: 'Alice@example.test' });
});

test('PLAIN takes the message at once or after an empty challenge', () => {
  const message = Buffer.from('\0tim\0tanstaaf');
  const check = { check: { login: 'tim', password: Buffer.from('tanstaaf'), authzid: '' } };
  expect(mechanism('plain')?.start(message)).toEqual(check);
  const later = mechanism('PLAIN')!;
  expect(later.start(undefined)).toEqual({ say: Buffer.alloc(0) });
  expect(later.next(Buffer.from('Ursel\0Kurt\0xipj'))).toEqual({
    check: { login: 'Kurt', password: Buffer.from('xipj'), authzid: 'Ursel' },
  });
  for (const bad of ['', 'a', 'a\0b', '\0\0', '\0a\0', '\0\0b', '\0a\0b\0', '\0a\0b\0c']) {
    expect(mechanism('PLAIN')!.start(Buffer.from(bad)), bad).toHaveProperty('malformed');
  }
  expect(mechanism('PLAIN')!.start(Buffer.from('\0a\xff\0b', 'latin1'))).toHaveProperty('malformed');
});

test('PLAIN gives back whatever was put in, up to 255 octets and beyond', () => {
  const part = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }).filter((s) => !s.includes('\0'));
  fc.assert(
    fc.property(fc.option(part, { nil: '' }), part, part, (authzid, login, password) => {
      const step = mechanism('PLAIN')!.start(Buffer.from(`${authzid}\0${login}\0${password}`));
      expect(step).toEqual({ check: { login, password: Buffer.from(password), authzid } });
    }),
  );
});

test('LOGIN asks for name and password, or takes the name at once', () => {
  const asked = mechanism('login')!;
  expect(asked.start(undefined)).toEqual({ say: Buffer.from('Username:') });
  expect(asked.next(Buffer.from('tim'))).toEqual({ say: Buffer.from('Password:') });
  const check = { check: { login: 'tim', password: Buffer.from('pw'), authzid: '' } };
  expect(asked.next(Buffer.from('pw'))).toEqual(check);
  const short = mechanism('LOGIN')!;
  expect(short.start(Buffer.from('tim'))).toEqual({ say: Buffer.from('Password:') });
  expect(short.next(Buffer.from('pw'))).toEqual(check);
  expect(mechanism('LOGIN')!.start(Buffer.alloc(0))).toHaveProperty('malformed');
  expect(mechanism('LOGIN')!.start(Buffer.from('a\0b'))).toHaveProperty('malformed');
  expect(mechanism('CRAM-MD5')).toBeUndefined();
});
