import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, type ExitCode, finish } from '../exit.ts';
import { needsClone, ROOT } from '../house.ts';

/** The fuzzer is no part of the suite: it is started as a process of its own, as it would be by hand. */
export function register(program: Command): void {
  program
    .command('fuzz')
    .summary('feed a parser what nobody wrote down')
    .description('Starts the fuzzer of this clone; all that follows is handed to it.')
    .argument('[words...]', 'what the fuzzer takes: fuzz --help says what')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (words: string[]) => {
      const file = join(ROOT, 'fuzz/cli.ts');
      needsClone('fuzz');
      finish(await ended(file, words));
    });
}

function ended(file: string, words: readonly string[]): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...words], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => {
      const known = Object.values(EXIT).find((c) => c === code);
      resolve(known ?? EXIT.ours);
    });
  });
}
