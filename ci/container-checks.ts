import { spawn } from 'node:child_process';
import { getContainerRuntimeClient } from 'testcontainers';
import type { Count } from './counts.ts';
import { ROOT, run, SUITE } from './parts.ts';

const STARTED_MS = 120_000;
const SWEPT_MS = 30_000;
const POLL_MS = 100;
/** Nobody listens there, and it is no socket of an engine. */
const NO_ENGINE = 'tcp://127.0.0.1:1';

/** Ids of containers that carry a label. */
async function labelled(label: string): Promise<string[]> {
  const client = await getContainerRuntimeClient();
  const found = await client.container.dockerode.listContainers({ all: true, filters: { label: [label] } });
  return found.map((c) => c.Id);
}

async function until(holds: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await holds()) return true;
    await new Promise((r) => setTimeout(r, POLL_MS));
  }
  return false;
}

/** A run that is killed by a signal leaves no container behind. */
async function swept(target: string, signal: NodeJS.Signals): Promise<string | undefined> {
  const [name = '', ...args] = SUITE;
  const child = spawn(name, [...args, 'run', target], { cwd: ROOT, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const label = `mailspec.pid=${child.pid}`;
  try {
    if (!(await until(async () => (await labelled(label)).length > 0, STARTED_MS))) return 'no container was started';
    child.kill(signal);
    await ended;
    if (!(await until(async () => (await labelled(label)).length === 0, SWEPT_MS)))
      return 'its container is still there';
    return undefined;
  } finally {
    child.kill('SIGKILL');
  }
}

async function withoutEngine(target: string): Promise<string | undefined> {
  // Wherever an engine may be looked for, there is none.
  const env = ['env', `DOCKER_HOST=${NO_ENGINE}`, 'HOME=/nonexistent', 'XDG_RUNTIME_DIR=/nonexistent'];
  const { code, output } = await run([...env, ...SUITE, 'run', target]);
  if (code !== 3) return `exit ${code}, not 3`;
  return /start Docker/.test(output) ? undefined : `it does not say what to do: ${output.trim().slice(0, 300)}`;
}

/** What can only be checked with an engine, and is not a server's: told line by line. @param target a target file */
export async function containerChecks(target: string): Promise<Count> {
  const checks: [string, () => Promise<string | undefined>][] = [
    ['a run that is killed leaves no container behind', () => swept(target, 'SIGKILL')],
    ['nor does one that is asked to end', () => swept(target, 'SIGTERM')],
    ['without an engine a run ends with exit 3 and says what to do', () => withoutEngine(target)],
  ];
  const count: Count = { passed: 0, failed: 0 };
  for (const [name, check] of checks) {
    const wrong = await check();
    if (wrong === undefined) count.passed++;
    else count.failed++;
    console.log(`${wrong === undefined ? 'ok   ' : 'FAIL '} ${name}${wrong === undefined ? '' : `: ${wrong}`}`);
  }
  return count;
}
