/** Style of the report: light and dark by the reader's setting, and a print form with everything opened that went wrong. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fdfdfc; --fg: #1b1d21; --dim: #5c6370; --line: #d9dce1; --box: #f3f4f6;
  --good: #1a7f43; --bad: #b42318; --warn: #8a5a00; --odd: #6b3fa0; --link: #0b57a8; }
@media (prefers-color-scheme: dark) { :root { --bg: #16181c; --fg: #e6e8eb; --dim: #9aa2ae; --line: #33373e; --box: #1f2228;
  --good: #5fce8b; --bad: #ff8a7a; --warn: #f0b64f; --odd: #c5a3ff; --link: #85b8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1.25rem 4rem; background: var(--bg); color: var(--fg);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1rem; font-weight: 600; color: var(--dim); margin: 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .4rem; }
h3 { font-size: 1rem; margin: 1rem 0 .2rem; }
h2 small { font-weight: 400; color: var(--dim); }
a { color: var(--link); }
code, pre, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .86rem; }
pre { background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; margin: .3rem 0;
  overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.headline { font-size: 1.55rem; line-height: 1.3; font-weight: 650; margin: .25rem 0 .2rem; }
.headline.bad { color: var(--bad); }
.meta { color: var(--dim); margin: 0 0 .2rem; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: 1rem 0; }
.counts li { border: 1px solid var(--line); border-radius: 6px; padding: .1rem .6rem; background: var(--box); }
.counts b { font-variant-numeric: tabular-nums; }
.filter { display: none; flex-wrap: wrap; gap: .5rem; align-items: center; position: sticky; top: 0; z-index: 1;
  background: var(--bg); padding: .6rem 0; border-bottom: 1px solid var(--line); }
.js .filter { display: flex; }
.filter input, .filter select { font: inherit; color: inherit; background: var(--box); border: 1px solid var(--line); border-radius: 6px; padding: .25rem .5rem; }
.filter input { flex: 1 1 16rem; min-width: 0; }
.filter output { color: var(--dim); font-variant-numeric: tabular-nums; }
details { border-bottom: 1px solid var(--line); }
details[hidden], section[hidden] { display: none; }
summary { display: grid; grid-template-columns: 8.5rem 6.5rem minmax(0, 1fr); gap: .1rem .8rem; padding: .45rem .3rem; cursor: pointer; align-items: baseline; }
summary:hover { background: var(--box); }
summary .id { color: var(--dim); overflow-wrap: anywhere; }
summary .asks { grid-column: 3; }
.level { color: var(--dim); font-size: .82rem; }
.body { padding: .2rem .3rem 1rem 1rem; scroll-margin-top: 7rem; }
.body dl { display: grid; align-items: baseline; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .3rem .8rem; margin: .4rem 0; }
.body dt { color: var(--dim); }
.body dd { margin: 0; min-width: 0; }
.run { margin: .8rem 0; padding-left: .8rem; border-left: 3px solid var(--bad); }
.cells { color: var(--dim); margin: .2rem 0; }
.v { font-weight: 650; font-size: .86rem; }
.v::before { content: ""; display: inline-block; width: .6rem; height: .6rem; border-radius: 50%; background: currentColor; margin-right: .4rem; }
.v-pass, .v-observed { color: var(--good); }
.v-fail { color: var(--bad); }
.v-warn { color: var(--warn); }
.v-blocked, .v-inconclusive, .v-setup-error, .v-harness-error, .v-not-run { color: var(--odd); }
.v-untested, .v-policy, .v-not-applicable, .v-disputed, .v-overruled { color: var(--dim); }
.red { padding-left: 1.2rem; }
@media (max-width: 42rem) { summary { grid-template-columns: 1fr auto; } summary .what { grid-column: 1 / -1; } .body dl { grid-template-columns: 1fr; } }
@media print { :root { --bg: #fff; --fg: #000; --dim: #444; --line: #bbb; --box: #fff; } body { max-width: none; padding: 0; font-size: 10pt; }
  .filter { display: none !important; } details, section { break-inside: avoid-page; } section { break-inside: auto; }
  details.red-row::details-content { content-visibility: visible; block-size: auto; } a { color: inherit; } pre { border-color: #bbb; } }
`;

/** Narrows the list. The page says everything without it. */
export const SCRIPT = `
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const form = document.querySelector('.filter');
  const rows = [...document.querySelectorAll('details[data-verdict]')];
  const texts = new Map(rows.map((row) => [row, row.querySelector('summary').textContent.toLowerCase()]));
  const output = form.querySelector('output');
  const apply = () => {
    const ask = new FormData(form);
    const words = String(ask.get('text')).toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = ['verdict', 'protocol', 'rfc', 'level'].every((k) => ask.get(k) === '' || row.dataset[k].split('|').includes(ask.get(k)));
      row.hidden = !(fits && words.every((w) => texts.get(row).includes(w)));
      if (!row.hidden) shown += 1;
    }
    for (const section of document.querySelectorAll('section[data-rfc]')) {
      section.hidden = !section.querySelector('details:not([hidden])');
    }
    output.textContent = shown + ' of ' + rows.length + ' shown';
  };
  const reveal = () => {
    const there = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = there && there.closest('details');
    if (!row) return;
    if (row.hidden) { form.reset(); apply(); }
    row.open = true;
    row.scrollIntoView();
  };
  form.addEventListener('input', apply);
  form.addEventListener('submit', (e) => e.preventDefault());
  window.addEventListener('hashchange', reveal);
  apply();
  reveal();
})();
`;
