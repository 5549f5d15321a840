import type { Command } from 'commander';
import { UsageError } from '../../runner/errors.ts';
import { openSuite } from '../../runner/open.ts';
import { EXIT, finish } from '../exit.ts';
import { readOptions, runOnce, runOptions } from './run.ts';

const REFERENCE = 'conformance/targets/reference-server/current.toml';

/** Verdicts that were not the same in every run, a line each. */
export function changes(runs: readonly ReadonlyMap<string, string>[]): string[] {
  const ids = [...new Set(runs.flatMap((r) => [...r.keys()]))].sort();
  return ids.flatMap((id) => {
    const seen = runs.map((r) => r.get(id) ?? 'absent');
    if (new Set(seen).size === 1) return [];
    const sums = [...Map.groupBy(seen, (v) => v)].map(([v, list]) => `${v} ${list.length}`);
    return [`${id}: ${sums.join(', ')}`];
  });
}

export function register(program: Command): void {
  const command = program
    .command('repeat')
    .description('run several times and list every verdict that changed')
    .argument('<times>', 'how often')
    .argument('[target]', 'target file');
  runOptions(command).action(async (times: string, target: string | undefined, raw: Record<string, unknown>) => {
    const n = Number(times);
    if (!Number.isInteger(n) || n < 2) throw new UsageError(`${times}: must be a whole number from 2 on`);
    const o = readOptions(target, raw);
    const attached = Object.keys(o.flags).length > 0;
    const file = target ?? (attached ? undefined : REFERENCE);
    const suite = await openSuite(o.features);
    const runs: Map<string, string>[] = [];
    for (let i = 0; i < n; i++) {
      const { record } = await runOnce({ ...o, target: file }, suite);
      const verdicts = record.requirements.map((r): [string, string] => [r.id, r.verdict]);
      const outcomes = record.scenarios.flatMap((s) =>
        s.runs.map((run): [string, string] => [`${s.id} (${run.cell})`, run.outcome]),
      );
      runs.push(new Map([...verdicts, ...outcomes]));
      process.stderr.write(`run ${i + 1} of ${n}: ${record.violations} violations, ${record.seconds} s\n`);
    }
    const changed = changes(runs);
    for (const line of changed) process.stdout.write(`${line}\n`);
    process.stdout.write(`${n} runs, ${changed.length} changes\n`);
    finish(changed.length > 0 ? EXIT.broken : EXIT.holds);
  });
}
