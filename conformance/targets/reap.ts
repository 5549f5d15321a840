import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';
import { kill } from './sweep.ts';

/** What containers of ours carry, so that nobody else's are touched. */
export const LABELS = {
  run: 'mailspec.run',
  pid: 'mailspec.pid',
  host: 'mailspec.host',
  target: 'mailspec.target',
} as const;

/**
 * Starts a process of its own that waits for the end of this one, however it comes, and then removes the containers labelled with
 * this run.
 * @returns ends it, once the containers are gone
 */
export function reapWith(run: string): () => void {
  const self = import.meta.url;
  const script = fileURLToPath(new URL(`./reaper${self.slice(self.lastIndexOf('.'))}`, self));
  const child = spawn(process.execPath, [script, run], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Where it cannot be started, the next run still sweeps.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => {
    child.stdin.end('done\n');
  };
}

/** Removes the containers of runs on this machine whose process is gone. */
export async function sweepLeftovers(engine: Engine): Promise<void> {
  const listed = await engine.container.dockerode.listContainers({ all: true, filters: { label: [LABELS.run] } });
  for (const c of listed) {
    if (c.Labels[LABELS.host] !== hostname()) continue;
    const pid = Number(c.Labels[LABELS.pid]);
    if (pid === process.pid || (Number.isInteger(pid) && pid > 0 && kill(pid, 0))) continue;
    await removeQuietly(engine, c.Id);
  }
}

/** Removes the containers of one run. */
export async function removeRun(engine: Engine, run: string): Promise<void> {
  const filters = { label: [`${LABELS.run}=${run}`] };
  for (const c of await engine.container.dockerode.listContainers({ all: true, filters })) {
    await removeQuietly(engine, c.Id);
  }
}

/** Somebody else may be removing it at the same time. */
async function removeQuietly(engine: Engine, id: string): Promise<void> {
  try {
    await engine.container.dockerode.getContainer(id).remove({ force: true, v: true });
  } catch (e) {
    const code = e instanceof Error && 'statusCode' in e ? e.statusCode : undefined;
    if (code !== 404 && code !== 409) throw e;
  }
}
