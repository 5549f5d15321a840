import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';

/** Cost of a hash: kibibytes of memory and passes over them. */
export interface Cost {
  memory: number;
  passes: number;
}

/** A parsed PHC string of Argon2id. */
export interface Secret {
  cost: Cost;
  parallelism: number;
  salt: Buffer;
  tag: Buffer;
}

const SALT_OCTETS = 16;
const TAG_OCTETS = 32;
/** A stored string may not ask for more than this. */
const MOST: Cost = { memory: 1024 * 1024, passes: 64 };
/** Hashes that may wait for their turn. */
export const WAITING = 256;

/** Thrown when too many hashes wait already. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy';
}

// Shared by all that hash in this process: one core is left to the rest.
const atOnce = Math.max(1, availableParallelism() - 1);
const waiting: (() => void)[] = [];
let running = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= WAITING) throw new TooBusy('too many passwords are being checked');
    await new Promise<void>((go) => waiting.push(go));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The place goes to who waits, so that nobody overtakes.
    if (next === undefined) running--;
    else next();
  }
}

function derive(password: string, cost: Cost, parallelism: number, salt: Buffer, octets: number): Promise<Buffer> {
  const parameters = { message: Buffer.from(password), nonce: salt, parallelism, tagLength: octets, ...cost };
  return new Promise((done, fail) => {
    argon2('argon2id', parameters, (error, tag) => (error === null ? done(tag) : fail(error)));
  });
}

const unpadded = (b: Buffer): string => b.toString('base64').replaceAll('=', '');

/**
 * Hashes a prepared password with a fresh salt.
 * @returns PHC string
 * @throws TooBusy
 */
export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(SALT_OCTETS);
  const tag = await inTurn(() => derive(password, cost, 1, salt, TAG_OCTETS));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(tag)}`;
}

/** @returns undefined for anything but Argon2id version 19 within bounds */
export function parseSecret(phc: string): Secret | undefined {
  const [empty, algorithm, version, parameters = '', salt = '', tag = '', ...rest] = phc.split('$');
  if (empty !== '' || algorithm !== 'argon2id' || version !== 'v=19' || rest.length > 0) return undefined;
  const values = new Map(parameters.split(',').map((p) => [p.slice(0, 2), Number(p.slice(2))]));
  const memory = values.get('m=') ?? 0;
  const passes = values.get('t=') ?? 0;
  const parallelism = values.get('p=') ?? 0;
  const within = (n: number, least: number, most: number): boolean => Number.isInteger(n) && n >= least && n <= most;
  if (!within(parallelism, 1, 16) || !within(passes, 1, MOST.passes)) return undefined;
  if (!within(memory, 8 * parallelism, MOST.memory)) return undefined;
  const secret = {
    cost: { memory, passes },
    parallelism,
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
  return secret.salt.length < 8 || secret.tag.length < 16 ? undefined : secret;
}

/** A secret that no password opens, at the given cost: checked for accounts that are not there. */
export function unopenable(cost: Cost): Secret {
  return { cost, parallelism: 1, salt: randomBytes(SALT_OCTETS), tag: randomBytes(TAG_OCTETS) };
}

/**
 * Whether a prepared password opens a secret; the comparison takes the same time wherever they differ.
 * @throws TooBusy
 */
export async function opens(secret: Secret, password: string): Promise<boolean> {
  const { cost, parallelism, salt, tag } = secret;
  return timingSafeEqual(await inTurn(() => derive(password, cost, parallelism, salt, tag.length)), tag);
}
