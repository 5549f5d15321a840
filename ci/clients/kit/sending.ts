import type { Bench } from './bench.ts';
import type { Account, Service } from './types.ts';

/** What a script that sends mail is told: where each service listens, who it is, and to whom it writes. */
export async function sendingFacts(
  b: Bench,
  services: readonly Service[],
  what: string,
  me: Account,
  to: readonly Account[],
  more: object = {},
): Promise<object> {
  const ports = Object.fromEntries(await Promise.all(services.map(async (s) => [s, (await b.place(s)).port])));
  const addresses = to.map((t) => t.address);
  return { do: what, ca: b.ca, ports, user: me.address, password: me.password, to: addresses, ...more };
}
