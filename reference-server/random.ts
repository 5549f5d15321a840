import { randomBytes } from 'node:crypto';

/** Octets taken from the system at a time: to ask for a few at each message costs more than the rest of its id. */
const POOL = 4096;
let pool = Buffer.alloc(0);
let used = 0;

/** Unguessable hexadecimal digits, two for each octet. */
export function randomHex(octets: number): string {
  if (used + octets > pool.length) {
    pool = randomBytes(Math.max(POOL, octets));
    used = 0;
  }
  used += octets;
  return pool.toString('hex', used - octets, used);
}
