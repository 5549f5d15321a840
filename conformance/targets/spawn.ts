import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { stringify } from 'smol-toml';
import { z } from 'zod';
import { ENDPOINTS, type EndpointName } from './attach.ts';
import type { TargetFile } from './file.ts';
import { kill, sweep, unsweep } from './sweep.ts';
import { type Account, TargetError } from './types.ts';

const LOG_LIMIT = 64 * 1024;
const STOP_MS = 5_000;

const ready = z.object({
  ready: z.literal(true),
  pid: z.int().min(1),
  endpoints: z.partialRecord(z.enum(ENDPOINTS), z.string()),
});

export interface Spawned {
  /** Of the server itself, as its ready line says. */
  readonly pid: number;
  /** Its data and configuration. */
  readonly folder: string;
  endpoints: Partial<Record<EndpointName, string>>;
  /** Ends the process and starts it again on the same data and ports. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

interface Running {
  child: ChildProcess;
  pid: number;
  endpoints: Partial<Record<EndpointName, string>>;
  gone: Promise<void>;
}

const LAUNCHER = fileURLToPath(new URL('../cli/mailspec.js', import.meta.url));

/**
 * Starts what a target file says, with a data folder of its own, and waits until it is ready.
 * @param env added to our own environment
 * @throws TargetError
 */
export async function start(
  file: TargetFile,
  accounts: readonly Account[],
  env: Readonly<Record<string, string>> = {},
): Promise<Spawned> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailspec-'));
  sweep({ folder });
  const config = path.join(folder, 'config.toml');
  await writeFile(config, stringify(file.start?.config ?? {}));
  let running: Running;
  const listen = (known?: Running) =>
    ENDPOINTS.flatMap((n) => ['--listen', `${n}=${known?.endpoints[n] ?? '127.0.0.1:0'}`]);
  const argv = (known?: Running): string[] => {
    if (file.start?.command) {
      const fill = (a: string) => a.replaceAll('{data}', folder).replaceAll('{config}', config);
      return file.start.command.map(fill);
    }
    const people = accounts.flatMap((a) => ['--account', `${a.address}:${a.password}`]);
    const data = ['--data', path.join(folder, 'data'), '--config', config, '--domain', file.domain];
    return [process.execPath, LAUNCHER, 'serve', ...(file.start?.serve ?? []), ...data, ...listen(known), ...people];
  };
  const end = async () => {
    await stopOne(running);
  };
  try {
    running = await launch(argv(), file, env);
  } catch (e) {
    await rm(folder, { recursive: true, force: true });
    unsweep({ folder });
    throw e;
  }
  return {
    get pid() {
      return running.pid;
    },
    folder,
    endpoints: running.endpoints,
    restart: async () => {
      await end();
      running = await launch(argv(running), file, env);
    },
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
      unsweep({ folder });
    },
  };
}

async function launch(argv: string[], file: TargetFile, env: Readonly<Record<string, string>>): Promise<Running> {
  const [command, ...args] = argv;
  if (command === undefined) throw new TargetError(`${file.name}: nothing to start`);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: file.folder,
    env: { ...process.env, ...env },
  });
  if (child.pid !== undefined) sweep({ pid: child.pid });
  let log = '';
  child.stderr.on('data', (b: Buffer) => {
    log = (log + b.toString()).slice(-LOG_LIMIT);
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const waitMs = file.start?.ready_ms ?? 20_000;
  const last = () => (log.trim() === '' ? '' : `; it said: ${log.trim().split('\n').slice(-3).join(' | ')}`);
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (e) => reject(new TargetError(`${file.name}: ${command} cannot be started: ${e.message}`)));
    child.once('exit', (code, signal) =>
      // What it said last may still be on its way.
      setTimeout(() => {
        reject(new TargetError(`${file.name}: ended with ${signal ?? `code ${code}`} before it was ready${last()}`));
      }, 20),
    );
    timer = setTimeout(() => reject(new TargetError(`${file.name}: not ready after ${waitMs} ms${last()}`)), waitMs);
  });
  try {
    const services = Object.keys(file.service).length > 0;
    const told = services ? answering(file, waitMs) : readyLine(child, file);
    const { pid, endpoints } = await Promise.race([told, failed]);
    sweep({ pid: pid ?? child.pid ?? 0 });
    return { child, pid: pid ?? child.pid ?? 0, endpoints, gone };
  } catch (e) {
    child.kill('SIGKILL');
    throw e;
  } finally {
    clearTimeout(timer);
    failed.catch(() => undefined);
  }
}

type Told = { pid?: number; endpoints: Partial<Record<EndpointName, string>> };

async function readyLine(child: ChildProcess, file: TargetFile): Promise<Told> {
  if (!child.stdout) throw new TargetError(`${file.name}: no output to read`);
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new TargetError(`${file.name}: its first line is no JSON: ${line.slice(0, 200)}`);
    }
    const read = ready.safeParse(value);
    if (!read.success)
      throw new TargetError(`${file.name}: its ready line lacks pid or endpoints: ${line.slice(0, 200)}`);
    return { pid: read.data.pid, endpoints: read.data.endpoints };
  }
  return await new Promise<never>(() => undefined);
}

/** A server without a ready line is ready when its first endpoint accepts. */
async function answering(file: TargetFile, waitMs: number): Promise<Told> {
  const endpoints = Object.fromEntries(Object.entries(file.service).map(([k, v]) => [k, v?.endpoint ?? '']));
  const until = performance.now() + waitMs;
  for (const address of Object.values(endpoints)) {
    while (performance.now() < until && !(await accepts(address))) await new Promise((r) => setTimeout(r, 50));
  }
  return { endpoints };
}

function accepts(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const colon = address.lastIndexOf(':');
    const socket = address.startsWith('/')
      ? connect(address)
      : connect(Number(address.slice(colon + 1)), address.slice(0, colon));
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.setTimeout(1_000, () => done(false));
  });
}

async function stopOne(r: Running): Promise<void> {
  kill(r.pid, 'SIGTERM');
  const timer = setTimeout(() => kill(r.pid, 'SIGKILL'), STOP_MS);
  await r.gone;
  clearTimeout(timer);
  unsweep({ pid: r.pid });
  if (r.child.pid !== undefined) unsweep({ pid: r.child.pid });
}
