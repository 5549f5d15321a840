import { isMust } from './build.ts';
import type { RunRecord, Verdict } from './record.ts';
import { UNVERIFIED } from './record.ts';
import { visible } from './render/text.ts';

export interface Headline {
  violations: number;
  musts: { applicable: number; passed: number; failed: number; unverified: number; untested: number };
  /** The one sentence a report may begin with. */
  text: string;
  /** How much was asked at all. */
  coverage: string;
}

/** What may be claimed of a run: faults found, and what was asked; never more. */
export function headline(record: RunRecord): Headline {
  const rows = record.requirements.filter(isMust);
  const has = (...verdicts: Verdict[]): number => rows.filter((r) => verdicts.includes(r.verdict)).length;
  const musts = {
    passed: has('pass'),
    failed: has('fail'),
    unverified: has(...UNVERIFIED),
    untested: has('untested'),
    applicable: has('pass', 'fail', 'untested', ...UNVERIFIED),
  };
  const tail = `${musts.passed} of ${musts.applicable} applicable MUSTs passed, ${musts.unverified} unverified, ${musts.untested} untested`;
  const found =
    record.violations === 0
      ? 'no violation found'
      : `${record.violations} ${record.violations === 1 ? 'violation' : 'violations'}`;
  const { coverage } = record;
  return {
    violations: record.violations,
    musts,
    text: `${found}: ${tail}`,
    coverage: `${coverage.musts.tested} of ${coverage.musts.testable} testable MUSTs asked, ${coverage.tested} of ${coverage.testable} of all levels`,
  };
}

/** The lines printed at the end of a run: headline, counts, and each requirement that is red with what to do next. */
export function summaryText(record: RunRecord): string {
  const head = headline(record);
  const runs = record.scenarios.reduce((n, s) => n + s.runs.length, 0);
  const who = [record.target.name, record.target.version, record.target.variant].filter(Boolean).join(' ');
  const counts = Object.entries(record.counts)
    .filter(([, n]) => n > 0)
    .map(([v, n]) => `${n} ${v}`)
    .join(', ');
  const red = record.requirements.filter((r) => r.verdict === 'fail' || r.verdict === 'warn');
  const unverified = record.requirements.filter((r) => (UNVERIFIED as readonly Verdict[]).includes(r.verdict));
  const lines = [
    ...red.flatMap((r) => redLines(record, r)),
    ...unverified.map((r) => `${r.verdict}  ${r.id}${r.note === undefined ? '' : `: ${r.note}`}`),
    ...(red.length + unverified.length > 0 ? [''] : []),
    `${who}, profile ${record.profile}${record.selection ? ` (selection: ${record.selection.join(' ')})` : ''}`,
    `${head.text}`,
    `${head.coverage}`,
    `${record.requirements.length} requirements: ${counts || 'none'}`,
    `${record.scenarios.length} scenarios, ${runs} runs, ${record.seconds.toFixed(1)} s`,
  ];
  return `${lines.join('\n')}\n`;
}

function redLines(record: RunRecord, r: RunRecord['requirements'][number]): string[] {
  const why = firstFailure(record, r);
  return [
    `${r.verdict}  ${r.id} (${r.level}, RFC ${r.rfc} section ${r.section})${r.flaky ? ' flaky' : ''}`,
    `      ${r.asks}`,
    ...(why === undefined ? [] : [`      ${indented(why.message, 6)}`]),
    ...(why?.expected === undefined ? [] : [`      expected  ${indented(why.expected, 16)}`]),
    ...(why?.got === undefined ? [] : [`      got       ${indented(why.got, 16)}`]),
    ...(why?.reproduce === undefined ? [] : [`      again     ${why.reproduce}`]),
  ];
}

/** Lines of one value that a terminal is shown; the report has them all. */
const SHOWN_LINES = 12;

/** Text of a server in a terminal: nothing that would move the cursor, its lines below one another. */
function indented(text: string, by: number): string {
  const lines = visible(text.replaceAll('\r\n', '\n').trimEnd()).split('\n');
  const rest = lines.length - SHOWN_LINES;
  const shown = rest > 0 ? [...lines.slice(0, SHOWN_LINES), `… ${rest} more lines`] : lines;
  return shown.join(`\n${' '.repeat(by)}`);
}

/** The first failure behind a red row: of its own scenarios, else of an observation. */
export function firstFailure(record: RunRecord, r: RunRecord['requirements'][number]) {
  const mine = record.scenarios.filter((s) => r.scenarios.includes(s.id)).flatMap((s) => s.runs);
  const runs = [...mine, ...(r.observations ?? [])];
  return runs.find((run) => run.outcome === 'failed' && run.why !== undefined)?.why;
}
