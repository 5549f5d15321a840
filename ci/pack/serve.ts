import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Check } from './cli.ts';
import { mailspec } from './cli.ts';
import type { Installed } from './install.ts';
import { environment, told } from './shell.ts';

const START_MS = 30_000;
const STOP_MS = 10_000;

const readyLine = z.object({
  ready: z.literal(true),
  pid: z.int().positive(),
  endpoints: z.object({ smtp: z.string(), pop3: z.string() }),
});

const LISTEN = ['smtp', 'pop3'].flatMap((name) => ['--listen', `${name}=127.0.0.1:0`]);
const ACCOUNT = ['--account', 'alice@example.test:wonderland'];

/** `serve` is ready, is asked by `run` with nothing but flags, and ends when it is told to. */
async function serve(i: Installed): Promise<string | undefined> {
  const words = ['mailspec', 'serve', '--json', '--data', 'data', ...LISTEN, ...ACCOUNT];
  const child = spawn('npx', words, { cwd: i.folder, env: environment(i.node), stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (b: Buffer) => {
    log = (log + b.toString()).slice(-2_000);
  });
  const gone = once(child, 'close');
  let pid: number | undefined;
  try {
    const signal = AbortSignal.timeout(START_MS);
    const first = await once(createInterface({ input: child.stdout }), 'line', { signal }).catch(() => undefined);
    const ready = readyLine.safeParse(first === undefined ? undefined : JSON.parse(String(first[0])));
    if (!ready.success) return `no ready line (${first?.[0]}); it said: ${log}`;
    pid = ready.data.pid;
    const { smtp, pop3 } = ready.data.endpoints;
    const flags = ['--smtp', smtp, '--pop3', pop3, '--user', 'alice@example.test', '--password', 'wonderland'];
    const ids = ['rfc1939-4-*', 'rfc5321-4.1.1.9-*'].flatMap((id) => ['--id', id]);
    const said = await mailspec(i, 'run', ...flags, ...ids);
    if (said.code !== 0 || !said.stdout.includes('no violation found')) return told(said);
    process.kill(pid, 'SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    const [code] = await gone;
    clearTimeout(late);
    pid = undefined;
    return code === 0 ? undefined : `ended with ${code}; it said: ${log}`;
  } finally {
    child.kill('SIGKILL');
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  }
}

export const serveCheck: Check = { name: 'serve, run against it by flags, SIGTERM', ask: serve };
