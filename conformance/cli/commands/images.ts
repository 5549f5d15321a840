import type { Command } from 'commander';
import { fileOf } from '../../runner/open.ts';
import { prepareImage } from '../../targets/container.ts';
import { readTarget } from '../../targets/file.ts';
import { toStderr } from '../../targets/notice.ts';

/** Builds at a time: unpacking packages takes a core each. */
const AT_ONCE = 2;

export function register(program: Command): void {
  program
    .command('images')
    .summary('build the container images of targets ahead of a run')
    .description(
      'Builds the images that target files start from, two at a time, and prints their names. What is there already is not built again: an image is known by the content it is made of.',
    )
    .argument('<targets...>', 'target files; those that start no container are passed over')
    .action(async (targets: string[]) => {
      const files = await Promise.all(targets.map((t) => readTarget(fileOf(t))));
      const waiting = files.filter((f) => f.start?.container !== undefined);
      const names = new Set<string>();
      const worker = async () => {
        for (let file = waiting.shift(); file; file = waiting.shift()) names.add(await prepareImage(file, toStderr));
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      for (const name of [...names].sort()) process.stdout.write(`${name}\n`);
    });
}
