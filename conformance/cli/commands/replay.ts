import type { Command } from 'commander';
import { UsageError } from '../../runner/errors.ts';
import { plan, runJobs } from '../../runner/jobs.ts';
import { openSuite, openTarget, prepare } from '../../runner/open.ts';
import { wholeText } from '../../runner/transcripts.ts';
import { EXIT, finish } from '../exit.ts';
import { attachFlags, targetOptions } from './target-options.ts';

export function register(program: Command): void {
  const command = program
    .command('replay')
    .description('run one scenario and print the whole conversation')
    .argument('<scenario>', 'id of a scenario, or of a requirement')
    .argument('[target]', 'target file; or say where the server listens with the flags below');
  targetOptions(command)
    .option('--cell <cell>', 'only this cell: base, starttls, implicit, octet, …')
    .option('--features <dir>', 'features to look in instead of those of the suite')
    .action(async (id: string, file: string | undefined, raw: Record<string, unknown>) => {
      const { spec, root, scenarios } = await openSuite(typeof raw.features === 'string' ? raw.features : undefined);
      const mine = scenarios.filter((s) => s.id === id || s.requirements.includes(id));
      if (mine.length === 0) throw new UsageError(`${id}: no such scenario`);
      await using target = await openTarget(file, attachFlags(raw));
      const context = await prepare(target, spec);
      const cell = typeof raw.cell === 'string' ? raw.cell : 'base';
      const jobs = plan(mine, cell === 'base' ? 'base' : 'axes', context);
      const wanted = jobs.filter((j) => j.key === cell || (cell === 'base' && mine.length === jobs.length));
      if (wanted.length === 0) {
        throw new UsageError(`--cell ${cell}: must be one of ${[...new Set(jobs.map((j) => j.key))].join(', ')}`);
      }
      const results = await runJobs({ ...context, root, jobs: wanted, lanes: 1 });
      for (const r of results) {
        const { why } = r;
        const lines = [
          `${r.job.scenario.feature}:${r.job.scenario.line} ${r.job.scenario.title} (${r.job.key})`,
          wholeText(r.transcript),
          `${r.outcome} in ${r.ms} ms`,
          ...(why ? [`${why.at ?? ''} ${why.message}`.trim()] : []),
          ...(why?.expected === undefined ? [] : [`expected  ${why.expected}`]),
          ...(why?.got === undefined ? [] : [`got       ${why.got}`]),
          ...r.violations.map((v) => `${v.requirement}: ${v.what} (${v.conn})`),
        ];
        process.stdout.write(`${lines.join('\n')}\n`);
      }
      for (const r of results) {
        if (r.outcome === 'harness-error') finish(EXIT.ours);
        else if (r.outcome === 'failed') finish(EXIT.broken);
      }
    });
}
