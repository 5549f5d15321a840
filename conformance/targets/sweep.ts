import { rmSync } from 'node:fs';

/** What this process started and has to take away with it, however it ends. */
const pids = new Set<number>();
const folders = new Set<string>();
let watching = false;

function killAll(): void {
  for (const pid of pids) kill(pid, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  pids.clear();
  folders.clear();
}

/** Sends a signal to a process of ours; one that has gone already is no error. */
export function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (e) {
    if (e instanceof Error && 'code' in e && e.code === 'ESRCH') return false;
    throw e;
  }
}

function watch(): void {
  if (watching) return;
  watching = true;
  process.on('exit', killAll);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      killAll();
      process.exit(code);
    });
  }
}

/** A process to be killed and a folder to be removed when this process ends. */
export function sweep(what: { pid?: number; folder?: string }): void {
  watch();
  if (what.pid !== undefined) pids.add(what.pid);
  if (what.folder !== undefined) folders.add(what.folder);
}

/** It is gone already. */
export function unsweep(what: { pid?: number; folder?: string }): void {
  if (what.pid !== undefined) pids.delete(what.pid);
  if (what.folder !== undefined) folders.delete(what.folder);
}
