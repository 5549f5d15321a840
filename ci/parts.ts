import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Count, lastLine, sum } from './counts.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = join(ROOT, 'node_modules/.bin');
export const SUITE = ['node', 'conformance/cli/mailspec.js'];

/** No part may hang: it is ended after this, unless it says otherwise. */
const PART_MS = 5 * 60_000;
/** Characters of a failing part's output that are shown, its end. */
const SHOWN = 20_000;

export interface Part {
  name: string;
  command: string[];
  /** Milliseconds after which it is ended. */
  limitMs?: number;
  /** What it says is passed on as it comes. */
  aloud?: boolean;
  /** From the exit code and what was printed. */
  count(code: number, output: string): Count | Promise<Count>;
}

export interface Ended {
  code: number;
  output: string;
}

/** Runs a command in the package's folder, with the tools and the Node of the package first. */
export function run(command: readonly string[], limitMs = PART_MS, aloud = false): Promise<Ended> {
  const [name = '', ...args] = command;
  const env = { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`, NO_COLOR: '1', FORCE_COLOR: '0' };
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(name, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-10 * SHOWN);
      if (aloud) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (e) => resolve({ code: 1, output: `${output}${e.message}\n` }));
    child.on('close', (code, signal) => {
      const ended = signal === null ? '' : `ended by ${signal} after ${limitMs / 1000} s\n`;
      resolve({ code: code ?? 1, output: output + ended });
    });
  });
}

/** Runs parts one after the other, tells each, and the sum on the last line. @returns whether nothing failed */
export async function runParts(all: readonly Part[]): Promise<boolean> {
  const counts: Count[] = [];
  const began = performance.now();
  for (const [i, part] of all.entries()) {
    const started = performance.now();
    const ended = await run(part.command, part.limitMs, part.aloud);
    const count = await part.count(ended.code, ended.output);
    counts.push(count);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`[${i + 1}/${all.length}] ${part.name}: ${lastLine(count)} (${seconds} s)`);
    if (count.failed > 0 && !part.aloud) console.log(`${ended.output.slice(-SHOWN).trimEnd()}\n`);
  }
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  const total = sum(counts);
  console.log(lastLine(total));
  return total.failed === 0;
}
