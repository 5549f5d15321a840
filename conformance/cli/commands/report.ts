import { type Command, Option } from 'commander';
import type { RunRecord } from '../../../matrix/record.ts';
import { html } from '../../../matrix/render/html.ts';
import { json } from '../../../matrix/render/json.ts';
import { junit } from '../../../matrix/render/junit.ts';
import { md } from '../../../matrix/render/md.ts';
import { summaryText } from '../../../matrix/summary.ts';
import { put, ReportError } from '../../../matrix/write.ts';
import { readRecord } from '../records.ts';

const RENDERERS: ReadonlyMap<string, (record: RunRecord) => string> = new Map([
  ['text', summaryText],
  ['html', html],
  ['md', md],
  ['json', json],
  ['junit', junit],
]);

export function register(program: Command): void {
  program
    .command('report')
    .summary('print a run record in another form')
    .description('Renders a run record without running anything.')
    .argument('<run>', 'run.json, or a report folder')
    .addOption(new Option('--format <form>', 'form of the report').choices([...RENDERERS.keys()]).default('text'))
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  $ mailspec report report\n  $ mailspec report report/run.json --format junit --out junit.xml\n',
    )
    .action(async (path: string, o: { format: string; out?: string }) => {
      const text = RENDERERS.get(o.format)!(await readRecord(path));
      if (o.out === undefined) process.stdout.write(text);
      else {
        await put(o.out, text).catch((e: unknown) => {
          throw new ReportError(`cannot write ${o.out}: ${e instanceof Error ? e.message : String(e)}`);
        });
      }
    });
}
