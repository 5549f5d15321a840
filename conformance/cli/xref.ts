import { isServerDuty } from '../../spec/load.ts';
import type { Requirement } from '../../spec/types.ts';
import type { FeatureScenario } from '../runner/features.ts';
import type { ListedMutant } from './house.ts';
import type { Named } from './ids.ts';

/** Something missing, and where to look. */
export interface Gap {
  file: string;
  line: number;
  message: string;
}

export interface XrefInput {
  rows: Iterable<Requirement>;
  scenarios: readonly FeatureScenario[];
  mutants: readonly ListedMutant[];
  /** Ids in the source of the reference server. */
  code: readonly Named[];
  /** Rows that a monitor watches. */
  monitored: readonly Named[];
  /** Ids named anywhere else that must exist. */
  named: readonly Named[];
}

/** A row that is asked, and where. */
interface Asked {
  id: string;
  at: { file: string; line: number };
}

/** The four edits of each tested requirement, and whether every id that is named exists. Pure; sorted by file and line. */
export function xref(input: XrefInput): Gap[] {
  const rows = new Map([...input.rows].map((r) => [r.id, r]));
  const killers = Map.groupBy(input.mutants, (m) => m.mutant.kills);
  const code = new Set(input.code.map((n) => n.id));
  const asked: Asked[] = [
    ...input.scenarios.flatMap((s) =>
      s.requirements.map((id) => ({ id, at: { file: `features/${s.feature}`, line: s.line } })),
    ),
    ...input.monitored.map(({ id, file, line }) => ({ id, at: { file, line } })),
  ];
  const tested = Map.groupBy(asked, (x) => x.id);
  const gaps = [...tested].flatMap(([id, [first]]) => {
    const row = rows.get(id);
    const { at } = first!;
    if (row === undefined) return [{ ...at, message: `${id}: no row has this id` }];
    const place = { file: row.at.file, line: row.at.line };
    const missing: Gap[] = [];
    if (!isServerDuty(row)) missing.push({ ...place, message: `${id}: binds no server, and ${where(at)} asks it` });
    if (row.untested) missing.push({ ...place, message: `${id}: called untested, and ${where(at)} asks it` });
    if (!killers.has(id)) missing.push({ ...at, message: `${id}: no mutant kills it` });
    if (!code.has(id)) missing.push({ ...place, message: `${id}: no line of reference-server/ names it` });
    return missing;
  });
  return [
    ...gaps,
    ...ofScenarios(input.scenarios),
    ...ofMutants(input.mutants, rows, tested),
    ...ofNames(input, rows),
  ].sort((a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message));
}

function ofScenarios(scenarios: readonly FeatureScenario[]): Gap[] {
  return scenarios
    .filter((s) => s.requirements.length === 0)
    .map((s) => ({ file: `features/${s.feature}`, line: s.line, message: `"${s.title}" has no requirement's tag` }));
}

function ofMutants(
  mutants: readonly ListedMutant[],
  rows: ReadonlyMap<string, Requirement>,
  tested: ReadonlyMap<string, unknown>,
): Gap[] {
  const seen = new Map<string, ListedMutant>();
  return mutants.flatMap((m) => {
    const at = { file: m.file, line: m.line };
    const other = seen.get(m.mutant.id);
    seen.set(m.mutant.id, m);
    const unknown = [m.mutant.kills, ...(m.mutant.also ?? [])].filter((id) => !rows.has(id));
    return [
      ...(other === undefined ? [] : [{ ...at, message: `mutant ${m.mutant.id} stands in ${where(other)} already` }]),
      ...unknown.map((id) => ({ ...at, message: `${id}: no row has this id` })),
      ...(rows.has(m.mutant.kills) && !tested.has(m.mutant.kills)
        ? [{ ...at, message: `${m.mutant.kills}: its mutant has no scenario or monitor to notice it` }]
        : []),
    ];
  });
}

function ofNames(input: XrefInput, rows: ReadonlyMap<string, Requirement>): Gap[] {
  return [...input.code, ...input.named]
    .filter((n) => !rows.has(n.id))
    .map((n) => ({ file: n.file, line: n.line, message: `${n.id}: no row has this id` }));
}

function where(at: { file: string; line: number }): string {
  return `${at.file}:${at.line}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
