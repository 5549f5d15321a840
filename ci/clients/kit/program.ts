import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, readFileSync } from 'node:fs';

/** Octets of output that are kept of a program, the beginning and the end. */
const KEPT = 4 * 1024 * 1024;
/** A program that has not ended by then is ended. */
export const PROGRAM_MS = 60_000;
/** Characters of its output that a failure shows. */
const SHOWN = 1_500;

export interface Ended {
  code: number;
  stdout: Buffer;
  stderr: string;
  /** Both streams, for messages and for programs that write to either. */
  said: string;
}

export interface RunOptions {
  input?: string | Buffer;
  /** Its input is left open: a terminal would end. */
  open?: boolean;
  env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure; 0 unless told otherwise. */
  codes?: readonly number[];
  cwd?: string;
  ms?: number;
  signal?: AbortSignal;
}

interface User {
  uid: number;
  gid: number;
}

/** Clients never run as root: several refuse to, and none needs it. Undefined: we are nobody in particular already. */
export function unprivileged(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error('the user nobody is not in /etc/passwd');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Gives a file or folder to the user that clients run as. */
export function giveAway(path: string): void {
  const user = unprivileged();
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

const running = new Set<ChildProcess>();

/** Ends what still runs, with all its children. */
export function endAll(): void {
  for (const child of running) endGroup(child);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (e) {
    // Gone already.
    if (!(e instanceof Error && 'code' in e && e.code === 'ESRCH')) throw e;
  }
}

export interface Started {
  child: ChildProcess;
  /** Ends it and its children. */
  end(signal?: NodeJS.Signals): void;
}

/** Before a program: it ends with whoever started it, whatever becomes of that one. */
export const ENDS_WITH_PARENT = ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] as const;

/** Starts a program in a group of its own. */
export function startProgram(argv: readonly string[], options: SpawnOptions): Started {
  const [name, ...args] = [...ENDS_WITH_PARENT, ...argv];
  const child = spawn(name, args, { ...options, detached: true });
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return { child, end: (signal) => endGroup(child, signal) };
}

/** Environment of a client: nothing of ours but what is named here. */
export function environment(home: string, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    HOME: home,
    XDG_CONFIG_HOME: `${home}/.config`,
    TMPDIR: home,
    USER: 'nobody',
    LOGNAME: 'nobody',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    TERM: 'xterm',
    ...env,
  };
}

/** Runs a program to its end as the unprivileged user. @throws Error with what it said, where its exit code is not expected */
export async function runProgram(argv: readonly string[], home: string, o: RunOptions = {}): Promise<Ended> {
  const { child, end } = startProgram(argv, {
    cwd: o.cwd ?? home,
    env: environment(home, o.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...unprivileged(),
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let size = 0;
  const keep = (to: Buffer[]) => (b: Buffer) => {
    size += b.length;
    if (size <= KEPT) to.push(b);
  };
  child.stdout?.on('data', keep(out));
  child.stderr?.on('data', keep(err));
  // A program may end before it has read everything: its exit code says whether that was right.
  child.stdin?.on('error', () => undefined);
  if (o.open === true) child.stdin?.write(o.input ?? '');
  else child.stdin?.end(o.input ?? '');
  const ms = o.ms ?? PROGRAM_MS;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    end();
  }, ms);
  const abort = (): void => end();
  o.signal?.addEventListener('abort', abort);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (c, signal) => resolve(c ?? (signal === null ? -1 : 128)));
    });
    const stdout = Buffer.concat(out);
    const stderr = Buffer.concat(err).toString();
    const said = `${stdout.toString()}${stderr}`;
    const told = said.length <= SHOWN ? said : `…${said.slice(-SHOWN)}`;
    if (late) throw new Error(`${argv[0]} had not ended after ${ms / 1000} s; it said:\n${told}`);
    if (o.signal?.aborted !== true && !(o.codes ?? [0]).includes(code)) {
      throw new Error(`${argv.join(' ').slice(0, 300)}: exit code ${code}; it said:\n${told}`);
    }
    return { code, stdout, stderr, said };
  } finally {
    clearTimeout(timer);
    o.signal?.removeEventListener('abort', abort);
  }
}
