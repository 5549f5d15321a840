import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Bench } from './bench.ts';
import type { Check, Client, Gap } from './client.ts';
import { installed } from './packages.ts';
import { type Server, startServer } from './server.ts';
import type { Result } from './types.ts';

/** A check that takes longer is ended. */
const CHECK_MS = 150_000;
const LATE_MS = 200;

/** Exit codes of clients' own words are no evidence; a refusal that nobody foresaw is a failure. */
function unforeseen(b: Bench, foreseen: readonly RegExp[]): string[] {
  return b
    .exchanges()
    .filter((e) => e.refused)
    .map((e) => `${e.asked} => ${e.answered}`)
    .filter((text) => !foreseen.some((f) => f.test(text)));
}

/** The end of the conversation, for whoever looks into a failure. */
function lastOf(b: Bench): string {
  const shown = b.exchanges().slice(-5);
  return shown.map((e) => `\n  ${e.asked.slice(0, 100)} => ${e.answered.slice(0, 100)}`).join('');
}

async function inTime<T>(work: Promise<T>, end: AbortController): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      end.abort();
      reject(new Error(`not done after ${CHECK_MS / 1000} s`));
    }, CHECK_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const told = (e: unknown): string => (e instanceof Error ? e.message : String(e));

/** Runs all checks and gaps of a client against a server of its own, and tells each result as it comes. */
export async function runClient(client: Client, work: string, tell: (r: Result) => void): Promise<void> {
  const known = installed(client.packages);
  const missing = client.packages.filter((p) => !known.has(p));
  const version = client.version ?? known.get(client.packages[0] ?? '') ?? '';
  const base = { client: client.name, version };
  if (missing.length > 0) {
    const detail = `not installed: apt-get install ${missing.join(' ')} (or run with --install)`;
    tell({ ...base, check: 'is there', what: 'the program is installed', outcome: 'failed', detail, ms: 0 });
    return;
  }
  const folder = await mkdtemp(join(work, `${client.packages[0] ?? client.name}-`));
  // Homes of clients lie within; what is the server's own it closes to others itself.
  await chmod(folder, 0o711);
  let server: Server | undefined;
  try {
    server = await startServer(folder);
    const accounts = server.accounts.values();
    for (const one of [...client.checks, ...(client.gaps ?? [])]) {
      tell({ ...base, ...(await runOne(one, server, folder, accounts)) });
    }
  } catch (e) {
    tell({ ...base, check: 'server', what: 'a server is started', outcome: 'failed', detail: told(e), ms: 0 });
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Told = Omit<Result, 'client' | 'version'>;

async function runOne(
  one: Check | Gap,
  server: Server,
  folder: string,
  accounts: IteratorObject<Server['accounts'][number]>,
): Promise<Told> {
  const began = performance.now();
  const ms = (): number => performance.now() - began;
  const is = 'wanted' in one ? { check: one.wanted, what: `wants ${one.wanted}` } : { check: one.name, what: one.what };
  const end = new AbortController();
  let last = '';
  try {
    await using bench = await Bench.open(server, folder, () => next(accounts), end.signal);
    const work = 'wanted' in one ? one.probe(bench) : one.run(bench).then(() => undefined);
    const found = await inTime(work, end).finally(() => {
      last = lastOf(bench);
    });
    const faults = server.faults();
    if (faults.length > 0) throw new Error(`the server logged an error: ${faults.join('\n')}`);
    if ('wanted' in one) {
      if (!found) throw new Error('this works now: make a check of the gap, and strike it from the list');
      return { ...is, outcome: 'gap', gap: { ...found, wanted: one.wanted, instead: one.instead }, ms: ms() };
    }
    const refused = unforeseen(bench, one.refusals ?? []);
    if (refused.length > 0) throw new Error(`refused, and not foreseen: ${refused.slice(0, 5).join(' | ')}`);
    return { ...is, outcome: 'passed', ms: ms() };
  } catch (e) {
    // What the server has to say of it may come a little later, and is not the next check's.
    await pause(LATE_MS);
    const also = server.faults().map((f) => `\nthe server: ${f}`);
    return { ...is, outcome: 'failed', detail: `${told(e)}${also.join('')}${last}`, ms: ms() };
  }
}

function next<T>(values: IteratorObject<T>): T {
  const { value, done } = values.next();
  if (done === true) throw new Error('the checks of one client need more accounts than the server has');
  return value;
}
