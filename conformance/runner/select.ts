import { SERVICES, type Spec } from '../../spec/types.ts';
import { servicesOf } from './cells.ts';
import { UsageError } from './errors.ts';
import type { FeatureScenario } from './features.ts';

/** What of the suite is to run. Several kinds must all hold; several values of one kind are alternatives. */
export interface Selection {
  /** Ids of requirements or scenarios; a trailing `*` takes all that begin so. */
  ids: string[];
  /** `5321:4.5` or `5321`: the section and all below it. */
  sections: string[];
  /** Tags, with or without `@`. */
  tags: string[];
  protocols: string[];
  /** Scenarios tagged `@slow` too. */
  slow: boolean;
}

export const EVERYTHING: Selection = { ids: [], sections: [], tags: [], protocols: [], slow: false };

/** The words of a selection, for the record; undefined where nothing was selected by hand. */
export function selectionWords(s: Selection): string[] | undefined {
  const words = [
    ...s.ids,
    ...s.sections.map((x) => `--section ${x}`),
    ...s.tags.map((x) => `--tag ${x}`),
    ...s.protocols.map((x) => `--protocol ${x}`),
  ];
  return words.length > 0 ? words : undefined;
}

const any = <T>(wanted: readonly T[], fits: (w: T) => boolean) => wanted.length === 0 || wanted.some(fits);

const like = (wanted: string, id: string) =>
  wanted.endsWith('*') ? id.startsWith(wanted.slice(0, -1)) : id === wanted;

function inSection(wanted: string, rfc: number, section: string): boolean {
  const [number, below] = wanted.replace(/^rfc/i, '').split(':');
  if (Number(number) !== rfc) return false;
  return below === undefined || section === below || section.startsWith(`${below}.`);
}

/**
 * The scenarios to run.
 * @param rows ids that count, where a profile says so
 * @throws UsageError where a part of the selection fits nothing at all
 */
export function select(
  all: readonly FeatureScenario[],
  s: Selection,
  spec: Spec,
  rows?: ReadonlySet<string>,
): FeatureScenario[] {
  for (const p of s.protocols) {
    if (!SERVICES.some((x) => x === p)) throw new UsageError(`--protocol ${p}: must be one of ${SERVICES.join(', ')}`);
  }
  for (const x of s.sections) {
    if (!/^(rfc)?\d+(:[0-9A-Z.]+)?$/i.test(x))
      throw new UsageError(`--section ${x}: write RFC:SECTION, as in 5321:4.5`);
  }
  const tests: [string, readonly string[], (w: string, f: FeatureScenario) => boolean][] = [
    ['', s.ids, (w, f) => like(w, f.id) || f.requirements.some((r) => like(w, r))],
    ['--tag ', s.tags.map((t) => t.replace(/^@/, '')), (w, f) => f.tags.includes(w)],
    ['--protocol ', s.protocols, (w, f) => servicesOf(f).some((x) => x === w)],
    [
      '--section ',
      s.sections,
      (w, f) =>
        f.requirements.some((r) => {
          const row = spec.byId.get(r);
          return row !== undefined && inSection(w, row.rfc, row.section);
        }),
    ],
  ];
  for (const [kind, wanted, fits] of tests) {
    for (const w of wanted) {
      if (!all.some((f) => fits(w, f))) throw new UsageError(`${kind}${w}: no scenario fits`);
    }
  }
  return all.filter(
    (f) =>
      (s.slow || !f.tags.includes('slow')) &&
      any([...(rows ?? [])], (r) => f.requirements.includes(r)) &&
      tests.every(([, wanted, fits]) => any(wanted, (w) => fits(w, f))),
  );
}
