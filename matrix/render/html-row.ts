import { match } from 'ts-pattern';
import type { Role } from '../../spec/types.ts';
import type { Failure, Observation, RunRecord, ScenarioRun } from '../record.ts';
import { escapeHtml, rfcLink } from './text.ts';

type RequirementResult = RunRecord['requirements'][number];
type ScenarioResult = RunRecord['scenarios'][number];

/** Characters of failures that one page still holds; what comes after links to its transcript. */
export interface Budget {
  left: number;
}

/** The protocols a row is shown under. */
export function protocols(roles: readonly Role[]): string[] {
  const of = (role: Role): string | undefined =>
    match(role)
      .with('delivery', 'relay', () => 'smtp')
      .with('submission', 'lmtp', 'imap', 'pop3', (same) => same)
      .with('client', 'document', 'operator', () => undefined)
      .exhaustive();
  return [...new Set(roles.map(of).filter((p) => p !== undefined))];
}

/** One requirement: a line that opens to what was asked, where it ran, and what went wrong. */
export function rowHtml(row: RequirementResult, scenarios: readonly ScenarioResult[], budget: Budget): string {
  const red = row.verdict === 'fail' || row.verdict === 'warn';
  const data = `data-verdict="${row.verdict}" data-level="${row.level}" data-rfc="${row.rfc}" data-protocol="${protocols(row.role).join('|')}"`;
  const link = `<a href="${rfcLink(row.rfc, row.section)}">RFC ${row.rfc} section ${escapeHtml(row.section)}</a>`;
  const facts = [
    fact('asked in', `${link}, ${row.level}`),
    ...(row.note === undefined ? [] : [fact('why', escapeHtml(row.note))]),
    fact('proof', proof(row)),
  ];
  return `<details ${data}${red ? ' class="red-row"' : ''}>
<summary><span class="v v-${row.verdict}">${row.verdict}${row.flaky ? ', flaky' : ''}</span><span class="level">${row.level}</span><span class="what"><span class="id">${escapeHtml(row.id)}</span><br>${escapeHtml(row.asks)}</span></summary>
<div class="body" id="${escapeHtml(row.id)}">
<dl>${facts.join('')}</dl>
${scenarios.map((s) => scenarioHtml(s, budget)).join('\n')}${observationsHtml(row.observations ?? [], budget)}</div>
</details>`;
}

function proof(row: RequirementResult): string {
  if (row.killed === null) return 'no mutant';
  return row.killed
    ? 'its scenario has been seen to fail on a server that breaks the rule'
    : 'its mutant has not been seen to die';
}

function scenarioHtml(s: ScenarioResult, budget: Budget): string {
  const cells = s.runs.map((r) => `${escapeHtml(r.cell)} ${r.outcome}`).join(', ');
  const wrong = s.runs.filter((r) => r.why !== undefined);
  return `<h3>${escapeHtml(s.title)}</h3>
<p class="cells"><code>${escapeHtml(`${s.feature}:${s.line}`)}</code><br>${cells || 'not run'}</p>
${wrong.map((r) => runHtml(r, budget)).join('\n')}`;
}

function runHtml(run: ScenarioRun, budget: Budget): string {
  const transcript =
    run.transcript === undefined
      ? ''
      : `<p><a href="${escapeHtml(relativeUrl(run.transcript))}">the whole conversation</a></p>`;
  return `<div class="run"><p><span class="v v-${verdictClass(run.outcome)}">${run.outcome}</span> in cell <code>${escapeHtml(run.cell)}</code></p>
${failureHtml(run.why, budget)}${transcript}</div>`;
}

/** A path below the report folder as a link that can lead nowhere else. */
function relativeUrl(path: string): string {
  return `./${path.toWellFormed().split('/').map(encodeURIComponent).join('/')}`;
}

function verdictClass(outcome: ScenarioRun['outcome']): string {
  if (outcome === 'failed') return 'fail';
  return outcome === 'passed' ? 'pass' : outcome;
}

function observationsHtml(seen: readonly Observation[], budget: Budget): string {
  return seen
    .map((o) => {
      const where = [o.scenario, o.cell].filter((x) => x !== undefined).join(', cell ');
      const place = where === '' ? '' : ` in <code>${escapeHtml(where)}</code>`;
      const head = `<p><span class="v v-${verdictClass(o.outcome)}">${o.outcome}</span> seen by ${escapeHtml(o.by)}${place}</p>`;
      return o.why === undefined ? head : `<div class="run">${head}${failureHtml(o.why, budget)}</div>`;
    })
    .join('\n');
}

function failureHtml(why: Failure | undefined, budget: Budget): string {
  if (why === undefined) return '';
  const text = `<p>${escapeHtml(why.message)}</p>`;
  const facts = [
    ...(why.requirement === undefined
      ? []
      : [fact('rule', `<a href="#${escapeHtml(why.requirement)}"><code>${escapeHtml(why.requirement)}</code></a>`)]),
    ...(why.at === undefined ? [] : [fact('at', `<code>${escapeHtml(why.at)}</code>`)]),
    ...(why.expected === undefined ? [] : [fact('expected', `<pre>${bytes(why.expected)}</pre>`)]),
    ...(why.got === undefined ? [] : [fact('got', `<pre>${bytes(why.got)}</pre>`)]),
    ...(why.bytes === undefined ? [] : [fact('bytes', `<pre>${bytes(why.bytes)}</pre>`)]),
    ...(why.reproduce === undefined ? [] : [fact('reproduce', `<pre>${escapeHtml(why.reproduce)}</pre>`)]),
  ].join('');
  budget.left -= facts.length;
  if (budget.left < 0) return `${text}<p>Left out here for size; the conversation and run.json hold it.</p>`;
  return `${text}<dl>${facts}</dl>`;
}

function fact(name: string, value: string): string {
  return `<dt>${name}</dt><dd>${value}</dd>`;
}

/** Bytes with CR and LF of each line end visible, a line a line. */
function bytes(text: string): string {
  return escapeHtml(text.replaceAll('\r\n', '\\r\\n\n').trimEnd());
}
