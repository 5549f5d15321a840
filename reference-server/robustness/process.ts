import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ListenerName } from '../config.ts';
import { Wire } from './wire.ts';

const RUN = fileURLToPath(new URL('./run.ts', import.meta.url));
const ALL: ListenerName[] = ['smtp', 'submission', 'submissions', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'];

export const PASSWORD = 'secret';
export const address = (n: number): string => `u${n}@example.test`;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface LaunchOptions {
  args?: string[];
  env?: Record<string, string>;
}

const running = new Set<ChildProcess>();
// A test file that is broken off leaves no server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The program as a process of its own. */
export function launch(o: LaunchOptions): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [RUN, ...(o.args ?? [])], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Sources are stripped of their types once, not at each of many starts.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'mailspec-compile-cache'), ...o.env },
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (b: Buffer) => (out.stdout += b.toString()));
  child.stderr.on('data', (b: Buffer) => (out.stderr += b.toString()));
  const ended = new Promise<Ended>((go) => child.once('close', (code, signal) => go({ code, signal, ...out })));
  return { child, ended };
}

export interface ServerOptions extends LaunchOptions {
  /** Kept when the server is disposed; without it one of its own. */
  data?: string;
  /** `u0@example.test` and so on, all with `PASSWORD`. */
  accounts?: number;
  listen?: ListenerName[];
}

/** A server in a process of its own, on ports chosen by the system. */
export class ServerProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly data: string;
  readonly #ended: Promise<Ended>;
  readonly #endpoints: Partial<Record<ListenerName, string>>;
  readonly #own: boolean;

  private constructor(
    child: ChildProcess,
    ended: Promise<Ended>,
    endpoints: Partial<Record<ListenerName, string>>,
    data: { path: string; own: boolean },
  ) {
    this.child = child;
    this.#ended = ended;
    this.#endpoints = endpoints;
    this.data = data.path;
    this.#own = data.own;
  }

  /** Resolves when it is ready. Passwords may be sent in clear unless `env` says otherwise. */
  static async start(o: ServerOptions = {}): Promise<ServerProcess> {
    const data = o.data ?? (await mkdtemp(join(tmpdir(), 'mailspec-robust-')));
    const accounts = Array.from({ length: o.accounts ?? 2 }, (_, n) => ['--account', `${address(n)}:${PASSWORD}`]);
    const listen = (o.listen ?? ALL).map((name) => ['--listen', `${name}=127.0.0.1:0`]);
    const { child, ended } = launch({
      args: ['serve', '--json', '--data', data, ...listen.flat(), ...accounts.flat(), ...(o.args ?? [])],
      env: { MAILSPEC_AUTH_CLEARTEXT_LOGIN: 'true', MAILSPEC_LOG_LEVEL: 'warn', ...o.env },
    });
    const line = await Promise.race([
      once(createInterface(child.stdout!), 'line').then(([text]) => String(text)),
      ended.then(({ stderr }) => {
        throw new Error(`ended before it was ready: ${stderr}`);
      }),
    ]);
    const { endpoints } = JSON.parse(line) as { endpoints: Partial<Record<ListenerName, string>> };
    return new ServerProcess(child, ended, endpoints, { path: data, own: o.data === undefined });
  }

  get pid(): number {
    return this.child.pid!;
  }

  endpoint(name: ListenerName): string {
    const at = this.#endpoints[name];
    if (at === undefined) throw new Error(`${name} is not served`);
    return at;
  }

  connect(name: ListenerName): Promise<Wire> {
    return Wire.open(this.endpoint(name));
  }

  /** Says EHLO, or LHLO. */
  async smtp(name: ListenerName = 'smtp'): Promise<Wire> {
    const w = await this.connect(name);
    await w.reply();
    await w.smtp(`${name === 'lmtp' ? 'LHLO' : 'EHLO'} client.example`);
    return w;
  }

  /** Logged in, with a mailbox selected unless that is empty. */
  async imap(account = 0, mailbox = 'INBOX'): Promise<Wire> {
    const w = await this.connect('imap');
    await w.line();
    await w.imap(`LOGIN ${address(account)} ${PASSWORD}`);
    if (mailbox !== '') await w.imap(`SELECT ${mailbox}`);
    return w;
  }

  async pop3(account = 0): Promise<Wire> {
    const w = await this.connect('pop3');
    await w.line();
    w.send(`USER ${address(account)}\r\nPASS ${PASSWORD}\r\n`);
    await w.line();
    w.last = await w.line();
    return w;
  }

  /** Bodies of all messages of an INBOX, in order of UID. */
  async messages(account = 0): Promise<string[]> {
    const w = await this.imap(account);
    const got = await w.imap('UID FETCH 1:* BODY.PEEK[]');
    w.reset();
    return got.filter((r) => r.literal !== undefined).map((r) => r.literal!);
  }

  async fds(): Promise<number> {
    return (await readdir(`/proc/${this.pid}/fd`)).length;
  }

  /** Resident memory in octets. */
  async resident(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'latin1');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('SIGKILL');
    if (this.#own) await rm(this.data, { recursive: true, force: true });
  }
}

/** Asks until the answer is good, or for ten seconds; the last answer. */
export async function eventually<T>(ask: () => Promise<T>, good: (t: T) => boolean): Promise<T> {
  const until = performance.now() + 10_000;
  for (;;) {
    const got = await ask();
    if (good(got) || performance.now() > until) return got;
    await new Promise((go) => setTimeout(go, 50));
  }
}

/** Runs `work` for each of `all`, at most `width` at once. */
export async function inLanes<T>(all: readonly T[], width: number, work: (t: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < all.length) await work(all[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, lane));
}
