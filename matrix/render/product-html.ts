import { createHash } from 'node:crypto';
import { LEGEND, type ProductReport, type RowResult, STATUS_WORDS, STATUSES, sumOf, type Totals } from '../product.ts';
import { STYLE } from './html-assets.ts';
import { CLAIM_WORDS, lacksEvidence, measured, NO_EVIDENCE } from './product-md.ts';
import { escapeHtml } from './text.ts';

const OWN_STYLE = `${STYLE}
table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.4rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
td.n, th.n { text-align: right; }
td ul { margin: 0; padding: 0; list-style: none; }
.s-implemented { color: var(--good); font-weight: 650; } .s-partial { color: var(--warn); } .s-planned { color: var(--odd); } .s-none { color: var(--dim); }
.yes { color: var(--good); } .no { color: var(--dim); }
`;

/** The same as the Markdown, as one page that loads nothing. */
export function productHtml(report: ProductReport): string {
  const digest = `sha256-${createHash('sha256').update(OWN_STYLE).digest('base64')}`;
  const { disagreements } = report;
  const rows = report.sections.flatMap((s) => s.rows);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest}'; base-uri 'none'; form-action 'none'">
<title>${escapeHtml(report.title)}</title>
<style>${OWN_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(report.title)}</h1>
<p>Every status below was computed from tests that ran; beside it stands what the list itself claims.</p>
${measured(report)
  .map((text) => `<p class="meta">${escapeHtml(text)}</p>`)
  .join('\n')}
${lacksEvidence(report) ? `<p class="headline bad">${escapeHtml(NO_EVIDENCE)}</p>` : ''}
</header>
<main>
<h2>Legend</h2>
<ul>${STATUSES.map((s) => `<li><span class="s-${s}">${STATUS_WORDS[s]}</span>: ${escapeHtml(LEGEND[s])}</li>`).join('')}</ul>
<h2>In all</h2>
${totals('section', [...report.sections.map((s): [string, Totals] => [s.name, s.totals]), ['all', report.totals]])}
${totals(
  'claimed',
  report.claims.map((c): [string, Totals] => [CLAIM_WORDS[c.claimed], c.totals]),
)}
${report.sections.map((s) => section(s.name, s.rows)).join('\n')}
${list('Claimed, not shown', disagreements.claimed, rows)}
${list('Shown, not claimed', disagreements.shown, rows)}
</main>
</body>
</html>
`;
}

function totals(first: string, rows: readonly [string, Totals][]): string {
  const head = [...STATUSES.map((s) => STATUS_WORDS[s]), 'rows'].map((t) => `<th class="n">${t}</th>`).join('');
  const body = rows.map(([name, t]) => {
    const cells = [...STATUSES.map((s) => t[s]), sumOf(t)].map((n) => `<td class="n">${n}</td>`).join('');
    return `<tr><td>${escapeHtml(name)}</td>${cells}</tr>`;
  });
  return `<table><thead><tr><th>${first}</th>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function section(name: string, rows: readonly RowResult[]): string {
  const body = rows.map((r) => {
    const note = r.note === undefined ? '' : `<br><small>${escapeHtml(r.note)}</small>`;
    return `<tr id="${escapeHtml(r.id)}"><td class="n">${r.lines.join(', ')}</td><td>${escapeHtml(r.asks)}${note}</td><td class="s-${r.status}">${STATUS_WORDS[r.status]}</td><td>${CLAIM_WORDS[r.claimed]}</td><td>${proofs(r)}</td></tr>`;
  });
  return `<section><h2>${escapeHtml(name)}</h2>
<table><thead><tr><th class="n">line</th><th>wanted</th><th>status</th><th>claimed</th><th>shown by</th></tr></thead><tbody>${body.join('\n')}</tbody></table></section>`;
}

function proofs(row: RowResult): string {
  const items = row.proofs.map(
    (p) =>
      `<li class="${p.green ? 'yes' : 'no'}">${p.green ? '✓' : '✗'} ${escapeHtml(p.name)}: ${escapeHtml(p.said)}</li>`,
  );
  return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
}

function list(title: string, ids: readonly string[], rows: readonly RowResult[]): string {
  const byId = new Map(rows.map((r) => [r.id, r]));
  const items = ids
    .flatMap((id) => byId.get(id) ?? [])
    .map(
      (r) =>
        `<li>${CLAIM_WORDS[r.claimed]} but ${STATUS_WORDS[r.status]}: <a href="#${escapeHtml(r.id)}">${escapeHtml(r.asks)}</a></li>`,
    );
  return `<h2>${title}</h2>\n${items.length === 0 ? '<p>Nothing.</p>' : `<ul>${items.join('\n')}</ul>`}`;
}
