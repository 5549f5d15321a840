import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseTarget, type TargetFile } from './file.ts';
import { start } from './spawn.ts';
import { kill } from './sweep.ts';
import { TargetError } from './types.ts';

const here = (f: string) => fileURLToPath(new URL(f, import.meta.url));
const FAKE = here('fixtures/fake-server.mjs');

function file(command: string[], more = ''): TargetFile {
  return parseTarget(`name = "fake"\n[start]\ncommand = ${JSON.stringify(command)}\n${more}`, 'fake.toml');
}

const alive = (pid: number) => kill(pid, 0);

/** Polls, for what another process does. */
async function until(holds: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((r) => setTimeout(r, 25));
  return holds();
}

/** A shell that is not the server, and says which process is. */
const wrapped = ['sh', '-c', `"${process.execPath}" "${FAKE}" ready {data}; true`];

describe('start', () => {
  test('waits for the ready line, ends the process it names, and removes its folder', async () => {
    const spawned = await start(file(wrapped), []);
    expect(spawned.endpoints).toEqual({ smtp: '127.0.0.1:2525' });
    expect(alive(spawned.pid)).toBe(true);
    expect(existsSync(`${spawned.folder}/left-behind`)).toBe(true);
    await spawned.stop();
    expect(alive(spawned.pid)).toBe(false);
    expect(existsSync(spawned.folder)).toBe(false);
  });

  test('restart keeps the folder', async () => {
    const spawned = await start(file([process.execPath, FAKE, 'ready', '{data}']), []);
    const first = spawned.pid;
    await spawned.restart();
    expect(alive(first)).toBe(false);
    expect(spawned.pid).not.toBe(first);
    expect(existsSync(`${spawned.folder}/left-behind`)).toBe(true);
    await spawned.stop();
    expect(alive(spawned.pid)).toBe(false);
  });

  test.each([
    ['chatty', 'fake: its first line is no JSON: Welcome!'],
    ['half', /^fake: its ready line lacks pid or endpoints: \{"ready":true,"pid":1\}$/],
    ['mute', 'fake: not ready after 300 ms'],
  ])('%s', async (how, message) => {
    const bad = start(file([process.execPath, FAKE, how], 'ready_ms = 300\n'), []);
    await expect(bad).rejects.toThrow(TargetError);
    await expect(bad).rejects.toThrow(message);
  });

  test('a program that is not there', async () => {
    await expect(start(file(['/no/such/program']), [])).rejects.toThrow(/^fake: .*cannot be started/);
  });
});

describe('whoever interrupts us leaves nothing running', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', async (signal) => {
    const text = `name = "fake"\n[start]\ncommand = ${JSON.stringify([process.execPath, FAKE, 'ready', '{data}'])}\n`;
    const holder = spawn(process.execPath, [here('fixtures/hold.ts'), 'fake.toml', text], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    holder.stdout.on('data', (b: Buffer) => {
      out += b.toString();
    });
    expect(await until(() => out.includes('\n'))).toBe(true);
    const { pid, folder } = JSON.parse(out) as { pid: number; folder: string };
    expect(alive(pid)).toBe(true);
    holder.kill(signal);
    expect(await until(() => !alive(pid) && !existsSync(folder))).toBe(true);
  });
});
