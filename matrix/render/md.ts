import type { RunRecord, Verdict } from '../record.ts';
import { VERDICTS } from '../record.ts';
import { firstFailure, headline } from '../summary.ts';
import { rfcLink, targetName, visible } from './text.ts';

/** matrix.md: headline, counts, and one table an RFC with a row a requirement. */
export function md(record: RunRecord): string {
  const head = headline(record);
  const rfcs = [...new Set(record.requirements.map((r) => r.rfc))].sort((a, b) => a - b);
  const lines = [
    `# ${cell(targetName(record))}: requirements matrix`,
    '',
    `**${head.text}**`,
    '',
    `${head.coverage}. Profile ${cell(record.profile)}, ${record.started}, ${record.seconds.toFixed(1)} s, mailspec ${cell(record.suite.version)}.`,
    ...(record.selection === undefined ? [] : ['', `Selection: ${cell(record.selection.join(' '))}`]),
    '',
    '| verdict | requirements |',
    '|---|---:|',
    ...VERDICTS.filter((v) => record.counts[v] > 0).map((v) => `| ${v} | ${record.counts[v]} |`),
    `| total | ${record.requirements.length} |`,
    ...red(record),
    ...rfcs.flatMap((rfc) => table(record, rfc)),
  ];
  return `${lines.join('\n')}\n`;
}

function red(record: RunRecord): string[] {
  const rows = record.requirements.filter((r) => r.verdict === 'fail' || r.verdict === 'warn');
  if (rows.length === 0) return [];
  return [
    '',
    '## Failures',
    ...rows.flatMap((r) => {
      const why = firstFailure(record, r);
      return [
        '',
        `### ${cell(r.id)}`,
        '',
        `${r.level}, [RFC ${r.rfc} section ${cell(r.section)}](${rfcLink(r.rfc, r.section)}): ${cell(r.asks)}`,
        ...(why === undefined ? [] : ['', ...fence(failureText(why))]),
      ];
    }),
  ];
}

function failureText(why: NonNullable<ReturnType<typeof firstFailure>>): string[] {
  return [
    why.message,
    ...(why.at === undefined ? [] : [`at        ${why.at}`]),
    ...(why.expected === undefined ? [] : [`expected  ${why.expected}`]),
    ...(why.got === undefined ? [] : [`got       ${why.got}`]),
    ...(why.bytes === undefined ? [] : ['', why.bytes, '']),
    ...(why.reproduce === undefined ? [] : [`again     ${why.reproduce}`]),
  ];
}

/** A code block whose fence is longer than any run of backquotes inside. */
function fence(lines: readonly string[]): string[] {
  const text = visible(lines.join('\n'));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((m) => m[0].length));
  const mark = '`'.repeat(longest + 1);
  return [mark, text, mark];
}

function table(record: RunRecord, rfc: number): string[] {
  const rows = record.requirements.filter((r) => r.rfc === rfc);
  return [
    '',
    `## RFC ${rfc}`,
    '',
    '| requirement | level | verdict | scenarios | killed | asks |',
    '|---|---|---|---:|---|---|',
    ...rows.map((r) => {
      const verdict = r.flaky ? `${shown(r.verdict)}, flaky` : shown(r.verdict);
      const note = r.note === undefined ? '' : ` (${r.note})`;
      const killed = r.killed === null ? '' : r.killed ? 'yes' : 'no';
      return `| [${cell(r.id)}](${rfcLink(r.rfc, r.section)}) | ${r.level} | ${verdict} | ${r.scenarios.length} | ${killed} | ${cell(r.asks + note)} |`;
    }),
  ];
}

function shown(v: Verdict): string {
  return v === 'fail' || v === 'warn' ? `**${v}**` : v;
}

/** Text in a table cell: one line, nothing that Markdown or HTML would read as markup. */
function cell(text: string): string {
  return visible(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\|<>[\]*_`]/g, (c) => `\\${c}`);
}
