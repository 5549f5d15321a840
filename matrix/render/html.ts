import { createHash } from 'node:crypto';
import type { RunRecord } from '../record.ts';
import { VERDICTS } from '../record.ts';
import { headline } from '../summary.ts';
import { SCRIPT, STYLE } from './html-assets.ts';
import { type Budget, protocols, rowHtml } from './html-row.ts';
import { escapeHtml, scenariosById, scenariosOf, targetName } from './text.ts';

/** Bytes, expectations and commands of failures inlined in one page. */
const MAX_INLINE = 5_000_000;

/** index.html: the whole report in one file that loads nothing, readable without scripts. */
export function html(record: RunRecord): string {
  const head = headline(record);
  const budget: Budget = { left: MAX_INLINE };
  const title = `${targetName(record)}: ${head.text}`;
  const policy = `default-src 'none'; style-src '${digest(STYLE)}'; script-src '${digest(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(targetName(record))}</h1>
<p class="headline${head.violations > 0 ? ' bad' : ''}">${escapeHtml(head.text)}</p>
<p class="meta">${escapeHtml(head.coverage)}</p>
<p class="meta">${escapeHtml(about(record))}</p>
<ul class="counts">${countItems(record)}</ul>
</header>
<main>
${redList(record)}
${filter(record)}
${sections(record, budget)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function about(record: RunRecord): string {
  const runs = record.scenarios.reduce((n, s) => n + s.runs.length, 0);
  return [
    `profile ${record.profile}${record.selection === undefined ? '' : `, selection ${record.selection.join(' ')}`}`,
    record.started,
    `${record.scenarios.length} scenarios, ${runs} runs in ${record.seconds.toFixed(1)} s`,
    `mailspec ${record.suite.version}`,
  ].join(' · ');
}

function countItems(record: RunRecord): string {
  const items = VERDICTS.filter((v) => record.counts[v] > 0).map(
    (v) => `<li><span class="v v-${v}">${v}</span> <b>${record.counts[v]}</b></li>`,
  );
  return [...items, `<li>requirements <b>${record.requirements.length}</b></li>`].join('');
}

function redList(record: RunRecord): string {
  const red = record.requirements.filter((r) => r.verdict === 'fail' || r.verdict === 'warn');
  if (red.length === 0) return '';
  const items = red.map(
    (r) =>
      `<li><span class="v v-${r.verdict}">${r.verdict}</span> <a href="#${escapeHtml(r.id)}"><code>${escapeHtml(r.id)}</code></a> ${escapeHtml(r.asks)}</li>`,
  );
  return `<h2>What went wrong</h2>\n<ul class="red">${items.join('\n')}</ul>`;
}

function filter(record: RunRecord): string {
  const rows = record.requirements;
  const rfcs = [...new Set(rows.map((r) => r.rfc))].sort((a, b) => a - b).map(String);
  return `<h2>Requirements</h2>
<form class="filter" role="search"><input type="search" name="text" aria-label="Text" placeholder="id or words">
${select(
  'verdict',
  'all verdicts',
  VERDICTS.filter((v) => record.counts[v] > 0),
)}
${select('protocol', 'all protocols', [...new Set(rows.flatMap((r) => protocols(r.role)))].sort())}
${select('rfc', 'all RFCs', rfcs)}
${select('level', 'all levels', [...new Set(rows.map((r) => r.level))])}
<output aria-live="polite"></output></form>`;
}

function select(name: string, all: string, values: readonly string[]): string {
  const options = values.map((v) => `<option>${escapeHtml(v)}</option>`).join('');
  return `<select name="${name}" aria-label="${name}"><option value="">${all}</option>${options}</select>`;
}

function sections(record: RunRecord, budget: Budget): string {
  const byId = scenariosById(record);
  const rfcs = [...new Set(record.requirements.map((r) => r.rfc))].sort((a, b) => a - b);
  return rfcs
    .map((rfc) => {
      const rows = record.requirements.filter((r) => r.rfc === rfc);
      const body = rows.map((row) => rowHtml(row, scenariosOf(byId, row), budget)).join('\n');
      return `<section data-rfc="${rfc}"><h2>RFC ${rfc} <small>${rows.length} requirements</small></h2>\n${body}\n</section>`;
    })
    .join('\n');
}
