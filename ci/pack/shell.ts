import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

/** No command may hang: it is ended after this. */
const LIMIT_MS = 3 * 60_000;
/** Characters of a stream that are kept, its end. */
const KEPT = 8 * 1024 * 1024;
const SHOWN = 2_000;

export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

export interface Where {
  cwd: string;
  /** Folder of the Node to be found first. */
  node?: string;
}

/** What `npm run` tells its scripts of the package they are in, which is not the one asked about here. */
const NPMS_OWN =
  /^(?:npm_(?:package|lifecycle|command|execpath|node_execpath|config_local_prefix)|INIT_CWD|NODE_COMPILE_CACHE)/;

/** The environment of somebody at a prompt. */
export function environment(node?: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !NPMS_OWN.test(name));
  const path = process.env.PATH ?? '';
  const quiet = { NO_COLOR: '1', FORCE_COLOR: '0', npm_config_update_notifier: 'false' };
  return { ...Object.fromEntries(kept), PATH: node === undefined ? path : `${node}${delimiter}${path}`, ...quiet };
}

/** Runs a command to its end, whatever that is. */
export function shell(command: readonly string[], { cwd, node }: Where): Promise<Said> {
  const [name = '', ...args] = command;
  return new Promise((resolve) => {
    const said: Said = { code: 1, stdout: '', stderr: '' };
    const child = spawn(name, args, {
      cwd,
      env: environment(node),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LIMIT_MS,
    });
    child.stdout.on('data', (b: Buffer) => {
      said.stdout = (said.stdout + b.toString()).slice(-KEPT);
    });
    child.stderr.on('data', (b: Buffer) => {
      said.stderr = (said.stderr + b.toString()).slice(-KEPT);
    });
    child.on('error', (e) => resolve({ ...said, stderr: `${said.stderr}${e.message}\n` }));
    child.on('close', (code, signal) => {
      const ended = signal === null ? '' : `ended by ${signal}\n`;
      resolve({ ...said, code: code ?? 1, stderr: said.stderr + ended });
    });
  });
}

/** The end of what a command said, and how it ended. */
export function told({ code, stdout, stderr }: Said): string {
  return `exit ${code}\n${`${stdout}${stderr}`.trim().slice(-SHOWN)}`;
}

/** What a command printed. @throws Error where it did not end with 0 */
export async function output(command: readonly string[], where: Where): Promise<string> {
  const said = await shell(command, where);
  if (said.code !== 0) throw new Error(`${command.join(' ')}: ${told(said)}`);
  return said.stdout;
}
