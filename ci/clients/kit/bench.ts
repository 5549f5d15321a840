import { copyFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Imap } from './imap.ts';
import { deliver } from './lmtp.ts';
import { maildrop } from './pop3.ts';
import {
  ENDS_WITH_PARENT,
  type Ended,
  environment,
  giveAway,
  type RunOptions,
  runProgram,
  startProgram,
  unprivileged,
} from './program.ts';
import { type Relay, relay } from './relay.ts';
import { type Server, startServer } from './server.ts';
import type { Account, Evidence, Service } from './types.ts';
import type { Exchange, Protocol } from './watch.ts';

const SCRIPTS = fileURLToPath(new URL('../scripts/', import.meta.url));
/** How long something that must come is waited for. */
const EVENTUALLY_MS = 20_000;
const PAUSE_MS = 50;
/** Characters that a program under way may say. */
const SAID = 4 * 1024 * 1024;
/** Sessions that put many messages in at once. */
const SESSIONS = 8;

/** A host and a port, and both together. */
export interface Place {
  host: string;
  port: number;
  at: string;
}

/** A program under way. */
export interface Running {
  said(): string;
  ended(): boolean;
  /** Its input stays open. */
  type(keys: string): void;
  end(signal?: NodeJS.Signals): void;
}

/** Accounts that no check has had yet, one after the other. */
export type Takes = () => Account;

/**
 * What one check works with: a server, a home folder that is thrown away, and accounts of its own. Plain services are reached through a
 * relay that reads along, those with TLS directly.
 */
export class Bench implements AsyncDisposable {
  readonly server: Server;
  /** Home of the client, owned by the user it runs as. */
  readonly home: string;
  readonly signal: AbortSignal;
  readonly #within: string;
  readonly #take: Takes;
  readonly #relays = new Map<Service, Relay>();
  readonly #undo = new AsyncDisposableStack();

  private constructor(server: Server, home: string, within: string, take: Takes, signal: AbortSignal) {
    this.server = server;
    this.#within = within;
    this.home = home;
    this.signal = signal;
    this.#take = take;
  }

  static async open(server: Server, within: string, take: Takes, signal: AbortSignal): Promise<Bench> {
    const home = await mkdtemp(join(within, 'home-'));
    giveAway(home);
    const bench = new Bench(server, home, within, take, signal);
    bench.#undo.defer(() => rm(home, { recursive: true, force: true }));
    copyFileSync(server.ca, bench.ca);
    return bench;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#undo.disposeAsync();
  }

  /** Does something when the check is over. */
  defer(work: () => Promise<void>): void {
    this.#undo.defer(work);
  }

  /** Another server, with settings as they come: no password in clear. Its certificate is `ca.strict.pem`. */
  async strictServer(): Promise<Server> {
    const folder = await mkdtemp(join(this.#within, 'strict-'));
    const server = await startServer(folder, { cleartext: false });
    this.#undo.defer(async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });
    copyFileSync(server.ca, `${this.home}/ca.strict.pem`);
    return server;
  }

  /** Certificate to trust, where the client may read it. */
  get ca(): string {
    return `${this.home}/ca.pem`;
  }

  account(): Account {
    return this.#take();
  }

  /** Where a client finds a service, read along where it is plain. */
  async place(service: Service): Promise<Place> {
    const protocol = PLAIN[service];
    let found: { host: string; port: number };
    if (protocol === undefined) {
      const endpoint = this.server.endpoints[service];
      found = { host: '127.0.0.1', port: Number(endpoint.slice(endpoint.lastIndexOf(':') + 1)) };
    } else {
      let known = this.#relays.get(service);
      if (known === undefined) {
        known = this.#undo.use(await relay(protocol, this.server.endpoints[service]));
        this.#relays.set(service, known);
      }
      found = known;
    }
    return { host: found.host, port: found.port, at: `${found.host}:${found.port}` };
  }

  /** What was asked and answered over the relays so far. */
  exchanges(service?: Service): Exchange[] {
    const relays = service === undefined ? [...this.#relays.values()] : [this.#relays.get(service)];
    return relays.flatMap((r) => r?.exchanges() ?? []);
  }
  /** How often a relayed service was connected to. */
  connections(service: Service): number {
    return this.#relays.get(service)?.connections ?? 0;
  }
  /** Breaks off all connections of a relayed service. */
  cut(service: Service): void {
    this.#relays.get(service)?.cut();
  }
  /** Commands said over a relayed service whose beginning fits. */
  asked(service: Service, what: RegExp): number {
    return this.exchanges(service).filter((e) => what.test(e.asked)).length;
  }
  /** Whether a command that fits is under way over a relayed service. */
  waits(service: Service, what: RegExp): boolean {
    return (
      this.#relays
        .get(service)
        ?.waiting()
        .some((c) => what.test(c)) === true
    );
  }
  /** The first refused command that fits, as evidence of a gap. */
  refusal(what: RegExp): Evidence | undefined {
    const found = this.exchanges().find((e) => e.refused && what.test(e.asked));
    return found === undefined ? undefined : { asked: found.asked, answered: found.answered };
  }
  /** What was not announced where the client was told, as evidence of a gap. Undefined: it was. @throws Error where it was not told */
  unannounced(command: 'EHLO' | 'CAPABILITY' | 'CAPA', wanted: string): Evidence | undefined {
    // IMAP also tells in the greeting, and by a code of the answer to a login.
    const tells = (e: Exchange): boolean =>
      command === 'CAPABILITY' ? /\bCAPABILITY /.test(e.answered) : e.asked.toUpperCase().startsWith(command);
    const found = this.exchanges().findLast((e) => tells(e) && !e.refused);
    if (found === undefined) throw new Error(`the client was not told by ${command}`);
    if (found.answered.split(/[ /[\]]+/).includes(wanted)) return undefined;
    return { asked: command, answered: `${wanted} is not announced` };
  }

  /** Runs a program of the client's to its end, unprivileged, in the home folder. */
  async run(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return await runProgram(argv, this.home, { signal: this.signal, ...options });
  }

  /** Starts a program that is ended with the check at the latest. */
  start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const { child, end } = startProgram(argv, {
      cwd: this.home,
      env: environment(this.home, env),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...unprivileged(),
    });
    // It may be gone before it has read what is typed: what it has said shows that.
    child.stdin?.on('error', () => undefined);
    let said = '';
    let ended = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (b: Buffer) => {
        said += b.toString();
        // Cut off, it would not be what was said: such a program is ended, and what waits for it fails.
        if (said.length > SAID) end();
      });
    }
    child.once('error', (e) => {
      said += e.message;
      ended = true;
    });
    child.once('close', () => {
      ended = true;
    });
    this.#undo.defer(() => end());
    const type = (keys: string): void => void child.stdin?.write(keys);
    return { said: () => said, ended: () => ended, end, type };
  }

  /** Runs a program that wants a terminal. */
  async runOnTerminal(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
    return await this.run(onTerminal(argv), { open: true, ...options });
  }

  /** Runs a program that wants a terminal and a person: each time the screen shows what is waited for, keys are typed; or something is done beside it. */
  async converse(
    argv: readonly string[],
    steps: readonly ([shows: RegExp, keys: string] | (() => Promise<void>))[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const running = this.start(onTerminal(argv), env);
    let seen = 0;
    const screen = (): string =>
      running
        .said()
        .slice(seen)
        .replace(/\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[()].|[=>78])/g, '');
    for (const step of steps) {
      if (typeof step === 'function') {
        await step();
        continue;
      }
      const [shows, keys] = step;
      const found = (): boolean => shows.test(screen());
      await this.until(`${argv[0]} shows ${shows}`, () => found() || running.ended()).catch((e: unknown) => {
        throw new Error(`${e instanceof Error ? e.message : String(e)}; its screen: ${screen().slice(-800)}`);
      });
      if (!found()) throw new Error(`${argv[0]} ended before it showed ${shows}: ${screen().slice(-800)}`);
      seen = running.said().length;
      running.type(keys);
    }
    await this.until(`${argv[0]} ends`, () => running.ended());
  }

  /** Runs one of our scripts in its language; it gets its facts as JSON in its first argument and says what it found as JSON. */
  async script(command: readonly string[], name: string, facts: object, options: RunOptions = {}): Promise<unknown> {
    const text = await readFile(join(SCRIPTS, name));
    const file = await this.file(name, text);
    const ended = await this.run([...command, file, JSON.stringify(facts)], options);
    const said = ended.stdout.toString().trim();
    const last = said.slice(said.lastIndexOf('\n') + 1);
    try {
      return JSON.parse(last);
    } catch (e) {
      throw new Error(`${name} did not end with JSON: ${ended.said.slice(-600)}`, { cause: e });
    }
  }

  /** Writes a file into the home folder, readable by the client alone. @returns its path */
  async file(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.home, name);
    await this.folder(dirname(name));
    await writeFile(path, content, { mode: 0o600 });
    giveAway(path);
    return path;
  }
  /** Makes a folder in the home folder. @returns its path */
  async folder(name: string): Promise<string> {
    let path = this.home;
    for (const part of name.split('/').filter((p) => p !== '' && p !== '.')) {
      path = join(path, part);
      await mkdir(path, { recursive: true });
      giveAway(path);
    }
    return path;
  }
  async read(name: string): Promise<Buffer> {
    return await readFile(join(this.home, name));
  }
  /** Names of the files in a folder of the home folder, sorted. None where there is no folder. */
  async list(name: string): Promise<string[]> {
    const names = await readdir(join(this.home, name)).catch((e: unknown) => {
      if (e instanceof Error && 'code' in e && e.code === 'ENOENT') return [];
      throw e;
    });
    return names.sort();
  }
  /** Contents of all messages in a Maildir of the home folder, in the order of their names. */
  async maildir(name: string): Promise<Buffer[]> {
    const out: Buffer[] = [];
    for (const part of ['new', 'cur']) {
      for (const file of await this.list(`${name}/${part}`)) out.push(await this.read(`${name}/${part}/${file}`));
    }
    return out;
  }
  /** Makes an empty Maildir. */
  async makeMaildir(name: string): Promise<string> {
    for (const part of ['cur', 'new', 'tmp']) await this.folder(`${name}/${part}`);
    return join(this.home, name);
  }

  /** Our own IMAP, past the relay. */
  async imap(account: Account): Promise<Imap> {
    return this.#undo.use(await Imap.login(this.server.endpoints.imap, account));
  }
  /** All messages of an INBOX by our own POP3. */
  async pop3(account: Account): Promise<Buffer[]> {
    return await maildrop(this.server.endpoints.pop3, account);
  }
  /** Puts messages into the INBOX of an account by our own LMTP, in their order. */
  async deliver(account: Account, messages: readonly Buffer[]): Promise<void> {
    await deliver(this.server.endpoints.lmtp, account.address, messages);
  }
  /** The same for many messages, in any order. */
  async deliverMany(account: Account, messages: readonly Buffer[]): Promise<void> {
    const share = (n: number): Buffer[] => messages.filter((_, i) => i % SESSIONS === n);
    await Promise.all(Array.from({ length: SESSIONS }, (_, n) => this.deliver(account, share(n))));
  }

  /** Waits until something holds. @throws Error that says what did not */
  async until(what: string, holds: () => boolean | Promise<boolean>, ms = EVENTUALLY_MS): Promise<void> {
    const end = performance.now() + ms;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`not after ${ms / 1000} s: ${what}`);
      this.signal.throwIfAborted();
      await new Promise((r) => setTimeout(r, PAUSE_MS));
    }
  }
}

function onTerminal(argv: readonly string[]): string[] {
  // What runs on a terminal is in a session of its own, out of reach of a signal to our group.
  const line = [...ENDS_WITH_PARENT, ...argv].map((a) => `'${a.replaceAll("'", "'\\''")}'`).join(' ');
  return ['/usr/bin/script', '-qec', `stty rows 40 cols 120; exec ${line}`, '/dev/null'];
}

const PLAIN: Partial<Record<Service, Protocol>> = {
  smtp: 'smtp',
  submission: 'smtp',
  lmtp: 'lmtp',
  imap: 'imap',
  pop3: 'pop3',
};
