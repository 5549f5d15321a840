import type { RunRecord } from '../../matrix/record.ts';
import { rfcLink } from '../../matrix/render/text.ts';
import type { Applies, Requirement } from '../../spec/types.ts';
import type { FeatureScenario } from '../runner/features.ts';
import type { ListedMutant } from './house.ts';
import type { Named } from './ids.ts';
import type { Known } from './known.ts';

export interface Explained {
  row: Requirement;
  scenarios: readonly { scenario: FeatureScenario; text: string }[];
  code: readonly Named[];
  mutants: readonly ListedMutant[];
  killed: boolean | null;
  /** The last run, where there is a report. */
  record: RunRecord | undefined;
  /** What committed baselines say of it. */
  known: readonly Known[];
}

/** One requirement on one screen: what is asked and where it says so, how it is asked, who does it, and what came out. */
export function explainText(e: Explained): string {
  const { row } = e;
  return [
    row.id,
    `  ${row.asks}`,
    '',
    `  ${row.level}, from ${basis(row)}; binds ${row.role.join(', ')}; applies where ${appliesText(row.applies)}`,
    `  RFC ${row.rfc} section ${row.section}: ${rfcLink(row.rfc, row.section)}`,
    `  ${row.at.file}:${row.at.line}`,
    ...(row.errata.length === 0 ? [] : [`  errata ${row.errata.join(', ')}`]),
    ...(row.overruled_by === undefined ? [] : [`  overruled by ${row.overruled_by}: shown, never scored`]),
    ...(row.untested === undefined ? [] : [`  untested (${row.untested.why}): ${row.untested.reason}`]),
    ...part('Scenario', e.scenarios.length === 0 ? ['none'] : e.scenarios.flatMap(scenarioLines)),
    ...part('Server', e.code.length === 0 ? ['no line names it'] : e.code.map((c) => `${c.file}:${c.line}  ${c.text}`)),
    ...part('Mutant', mutantLines(e)),
    ...(e.known.length === 0
      ? []
      : part(
          'Known on other servers',
          e.known.map((k) => `${k.server}: ${k.verdict} (${k.reason})`),
        )),
    ...(e.record === undefined ? [] : part(lastRun(e.record), outcomeLines(e.record, row.id))),
    '',
  ].join('\n');
}

function basis(row: Requirement): string {
  if (row.basis !== 'keyword') return `the text's ${row.basis}`;
  return row.covers.length === 1 ? 'one sentence with a keyword' : `${row.covers.length} sentences with keywords`;
}

/** An `applies` expression in words. */
export function appliesText(a: Applies): string {
  if ('any' in a) return services(a.any) ?? a.any.map(inner).join(' or ');
  if ('all' in a) return a.all.map(inner).join(' and ');
  if ('not' in a) return `not ${inner(a.not)}`;
  const [key, value] = Object.entries(a)[0] ?? ['', ''];
  if (typeof value === 'boolean') return value ? key : `no ${key}`;
  return `${key} is ${value}`;
}

function inner(a: Applies): string {
  return ('any' in a && services(a.any) === undefined) || 'all' in a ? `(${appliesText(a)})` : appliesText(a);
}

/** `service is one of …` where every part is one. */
function services(parts: readonly Applies[]): string | undefined {
  const names = parts.map((p) => ('service' in p ? p.service : undefined));
  return names.includes(undefined) ? undefined : `service is ${names.join(' or ')}`;
}

function part(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines.map((l) => (l === '' ? '' : `  ${l}`))];
}

/** The first one whole, so that the screen holds it; of the others title and place. */
function scenarioLines(s: Explained['scenarios'][number], i: number): string[] {
  const place = `features/${s.scenario.feature}:${s.scenario.line}`;
  return i === 0 ? [place, ...s.text.split('\n')] : [`${place}  ${s.scenario.title}`];
}

function mutantLines(e: Explained): string[] {
  if (e.mutants.length === 0) return ['none'];
  const proved = e.killed === null ? 'not proved' : e.killed ? 'killed' : 'not killed';
  return e.mutants.map(({ mutant, file, line }) => `${mutant.id} ${mutant.does} (${proved})  ${file}:${line}`);
}

function lastRun(record: RunRecord): string {
  return `Last run, ${[record.target.name, record.target.version].filter(Boolean).join(' ')}, ${record.started}`;
}

function outcomeLines(record: RunRecord, id: string): string[] {
  const row = record.requirements.find((r) => r.id === id);
  if (row === undefined) return ['not asked'];
  const runs = record.scenarios
    .filter((s) => row.scenarios.includes(s.id))
    .map((s) => `${s.id}: ${s.runs.map((r) => `${r.cell} ${r.outcome}`).join(', ')}`);
  return [`${row.verdict}${row.note === undefined ? '' : ` (${row.note})`}`, ...runs];
}

/** The lines of a scenario as its file has them, without the indentation they share: from its tags to the next scenario. */
export function scenarioSource(text: string, line: number): string {
  const lines = text.split('\n');
  // A row of examples stands below its scenario: go up to the keyword.
  let from = line - 1;
  while (from > 0 && !/^\s*Scenario(?: Outline)?:/.test(lines[from] ?? '')) from -= 1;
  let first = from;
  while (first > 0 && /^\s*@/.test(lines[first - 1] ?? '')) first -= 1;
  let to = from + 1;
  let quoted = false;
  for (; to < lines.length; to += 1) {
    const here = lines[to] ?? '';
    if (/^\s*"""/.test(here)) quoted = !quoted;
    else if (!quoted && /^\s*(?:Scenario(?: Outline)?:|Rule:|@|#)/.test(here)) break;
  }
  const own = lines.slice(first, to);
  const indent = Math.min(...own.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length));
  return own
    .map((l) => l.slice(indent))
    .join('\n')
    .trimEnd();
}
