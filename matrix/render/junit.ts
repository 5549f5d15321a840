import { match } from 'ts-pattern';
import type { Failure, RunRecord, Verdict } from '../record.ts';
import { firstFailure, headline } from '../summary.ts';
import { escapeXml, scenariosById, scenariosOf, targetName } from './text.ts';

type RequirementResult = RunRecord['requirements'][number];
type Fate = 'passed' | 'failed' | 'error' | 'skipped';

/**
 * junit.xml: one suite an RFC, one case a requirement. What failed is a failure (a SHOULD too, its type says `warn`), what stayed
 * unverified an error, what was not asked of this server skipped with its reason.
 */
export function junit(record: RunRecord): string {
  const rfcs = [...new Set(record.requirements.map((r) => r.rfc))].sort((a, b) => a - b);
  const byId = scenariosById(record);
  const suites = rfcs.map((rfc) => {
    const rows = record.requirements.filter((r) => r.rfc === rfc);
    const cases = rows.map((row) => testcase(record, row, seconds(scenariosOf(byId, row))));
    const time = rows.reduce((sum, row) => sum + seconds(scenariosOf(byId, row)), 0);
    return [
      `  <testsuite name="RFC ${rfc}" ${totals(rows)} time="${time.toFixed(3)}" timestamp="${escapeXml(record.started.slice(0, 19))}" hostname="${escapeXml(targetName(record))}">`,
      '    <properties>',
      property('profile', record.profile),
      property('suite', `mailspec ${record.suite.version}`),
      property('summary', headline(record).text),
      '    </properties>',
      ...cases,
      '  </testsuite>',
    ].join('\n');
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(`mailspec ${targetName(record)}`)}" ${totals(record.requirements, false)} time="${record.seconds.toFixed(3)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(rows: readonly RequirementResult[], withSkipped = true): string {
  const n = (fate: Fate): number => rows.filter((r) => fateOf(r.verdict) === fate).length;
  const skipped = withSkipped ? ` skipped="${n('skipped')}"` : '';
  return `tests="${rows.length}" failures="${n('failed')}" errors="${n('error')}"${skipped}`;
}

/** What a verdict is called in JUnit's four words. */
export function fateOf(v: Verdict): Fate {
  return match(v)
    .returnType<Fate>()
    .with('pass', 'observed', () => 'passed')
    .with('fail', 'warn', () => 'failed')
    .with('blocked', 'inconclusive', 'setup-error', 'harness-error', 'not-run', () => 'error')
    .with('untested', 'policy', 'not-applicable', 'disputed', 'overruled', () => 'skipped')
    .exhaustive();
}

function testcase(record: RunRecord, row: RequirementResult, time: number): string {
  const open = `    <testcase name="${escapeXml(row.id)}" classname="rfc${row.rfc}.${escapeXml(row.section)}" time="${time.toFixed(3)}"`;
  const why = firstFailure(record, row);
  const message = escapeXml(why?.message ?? row.note ?? row.asks);
  const body = match(fateOf(row.verdict))
    .with('passed', () => undefined)
    .with(
      'failed',
      () => `<failure type="${row.verdict}" message="${message}">${escapeXml(detail(row, why))}</failure>`,
    )
    .with('error', () => {
      const said = escapeXml(row.note ?? row.verdict);
      return `<error type="${row.verdict}" message="${said}">${escapeXml(detail(row, undefined))}</error>`;
    })
    .with('skipped', () => {
      const reason = row.note === undefined ? row.verdict : `${row.verdict}: ${row.note}`;
      return `<skipped message="${escapeXml(reason)}"/>`;
    })
    .exhaustive();
  return body === undefined ? `${open}/>` : `${open}>\n      ${body}\n    </testcase>`;
}

function detail(row: RequirementResult, why: Failure | undefined): string {
  return [
    `${row.level}, RFC ${row.rfc} section ${row.section}: ${row.asks}`,
    ...(why?.at === undefined ? [] : [`at ${why.at}`]),
    ...(why?.expected === undefined ? [] : [`expected ${why.expected}`]),
    ...(why?.got === undefined ? [] : [`got ${why.got}`]),
    ...(why?.bytes === undefined ? [] : [why.bytes]),
    ...(why?.reproduce === undefined ? [] : [why.reproduce]),
  ].join('\n');
}

function property(name: string, value: string): string {
  return `      <property name="${escapeXml(name)}" value="${escapeXml(value)}"/>`;
}

function seconds(scenarios: readonly RunRecord['scenarios'][number][]): number {
  return scenarios.reduce((sum, s) => sum + s.runs.reduce((ms, run) => ms + run.ms, 0), 0) / 1000;
}
