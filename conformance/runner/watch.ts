import type { Observation } from '../../matrix/record.ts';
import type { Spec } from '../../spec/types.ts';
import { MONITORS, watchAll } from '../monitors/index.ts';
import type { Transcript } from '../wire/types.ts';
import type { JobResult } from './context.ts';
import { visible } from './transcripts.ts';

/** Octets of a violation that are shown. */
const SHOWN = 500;

/** Everything the monitors find wrong in what was said, and what they had to look at. */
export function watch(t: Transcript): Pick<JobResult, 'violations' | 'watched'> {
  const { violations, asked } = watchAll([t]);
  return { violations, watched: [...asked] };
}

/**
 * What monitors saw in a run: each violation fails its own requirement, and a requirement that was watched without one has passed.
 * Runs through a mutant say nothing of the server.
 */
export function monitorObservations(
  results: readonly JobResult[],
  spec: Spec,
  reproduce: (r: JobResult) => string,
): Observation[] {
  const mine = results.filter((r) => r.job.cell.mutant === undefined);
  const failed = mine.flatMap((r) =>
    r.violations
      .filter((v) => spec.byId.has(v.requirement))
      .map(
        (v): Observation => ({
          requirement: v.requirement,
          by: `monitor ${v.monitor}`,
          outcome: 'failed',
          scenario: r.job.scenario.id,
          cell: r.job.key,
          why: {
            message: `${v.what} (connection ${v.conn})`,
            bytes: visible(v.raw.subarray(0, SHOWN)),
            reproduce: reproduce(r),
          },
        }),
      ),
  );
  const red = new Set(failed.map((o) => o.requirement));
  const monitorOf = new Map(MONITORS.flatMap((m) => m.requirements.map((id): [string, string] => [id, m.id])));
  const seen = new Set(mine.flatMap((r) => r.watched));
  const passed = [...seen]
    .filter((id) => spec.byId.has(id) && !red.has(id))
    .map(
      (requirement): Observation => ({
        requirement,
        by: `monitor ${monitorOf.get(requirement) ?? ''}`,
        outcome: 'passed',
      }),
    );
  return [...failed, ...passed];
}
