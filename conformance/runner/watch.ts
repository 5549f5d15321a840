import type { Observation } from '../../matrix/record.ts';
import type { Spec } from '../../spec/types.ts';
import type { Violation } from '../monitors/types.ts';
import type { Transcript } from '../wire/types.ts';
import type { JobResult } from './context.ts';
import { MONITORS, watchAll } from './no-monitors.ts';
import { visible } from './transcripts.ts';

/** Octets of a violation that are shown. */
const SHOWN = 500;

/** Everything the monitors find wrong in what was said. */
export function violations(t: Transcript): Violation[] {
  return watchAll(t);
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
  const spoken = new Set(mine.flatMap((r) => [...r.transcript.services.values()]));
  const passed = MONITORS.filter((m) => m.services.some((s) => spoken.has(s))).flatMap((m) =>
    m.requirements
      .filter((id) => spec.byId.has(id) && !red.has(id))
      .map((requirement): Observation => ({ requirement, by: `monitor ${m.id}`, outcome: 'passed' })),
  );
  return [...failed, ...passed];
}
