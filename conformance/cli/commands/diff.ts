import type { Command } from 'commander';
import { diffRecords, diffText } from '../../../matrix/diff.ts';
import { EXIT, finish } from '../exit.ts';
import { readRecord } from '../records.ts';

export function register(program: Command): void {
  program
    .command('diff')
    .summary('what changed between two runs')
    .description('Compares two run records and lists regressions, fixes, new and gone rows. Exit 1 on a regression.')
    .argument('<old>', 'run.json, or a report folder')
    .argument('<new>', 'run.json, or a report folder')
    .option('--json', 'print the difference as JSON')
    .addHelpText('after', '\nExample:\n  $ mailspec diff report-1.2 report-1.3\n')
    .action(async (older: string, newer: string, { json }: { json?: true }) => {
      const diff = diffRecords(await readRecord(older), await readRecord(newer));
      process.stdout.write(json ? `${JSON.stringify(diff, null, 2)}\n` : diffText(diff));
      finish(diff.regressions.length === 0 ? EXIT.holds : EXIT.broken);
    });
}
