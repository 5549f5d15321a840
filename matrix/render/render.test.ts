import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../record.ts';
import { NASTY, sampleRecord, sampleRow, sampleScenario } from '../sample.ts';
import { headline, summaryText } from '../summary.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { md } from './md.ts';
import { rfcLink, visible } from './text.ts';

const renderers = { html, md, json, junit, summaryText };
const all = Object.entries(renderers);

describe('every renderer', () => {
  it.each(all)('%s gives the same text for the same record', (_name, render) => {
    expect(render(sampleRecord())).toBe(render(sampleRecord()));
  });

  it.each(all)('%s calls no server by the word that a test cannot prove', (_name, render) => {
    expect(render(sampleRecord()).toLowerCase()).not.toContain('conformant');
  });

  it.each(all.filter(([name]) => name !== 'json' && name !== 'summaryText'))(
    '%s names every requirement',
    (name, render) => {
      const text = render(sampleRecord());
      for (const r of sampleRecord().requirements)
        expect(text).toContain(name === 'md' ? r.id.replaceAll('_', '\\_') : r.id);
    },
  );
});

describe('headline', () => {
  it('says what was found and never more', () => {
    const head = headline(sampleRecord());
    expect(head.text).toBe('1 violation: 1 of 8 applicable MUSTs passed, 5 unverified, 1 untested');
    const { applicable, passed, failed, unverified, untested } = head.musts;
    expect(applicable).toBe(passed + failed + unverified + untested);
    const clean = sampleRecord({ scenarios: [], rows: [sampleRow('rfc5321-1-a')] });
    expect(headline(clean).text).toBe('no violation found: 0 of 1 applicable MUSTs passed, 0 unverified, 1 untested');
    expect(headline(clean).coverage).toBe('0 of 1 testable MUSTs asked, 0 of 1 of all levels');
  });

  it('is the first thing each form for people says', () => {
    const { text } = headline(sampleRecord());
    for (const render of [html, md, summaryText]) expect(render(sampleRecord())).toContain(text);
  });
});

describe('summaryText', () => {
  it('shows for each failure what was asked, expected and got, and how to see it again', () => {
    const text = summaryText(sampleRecord());
    expect(text).toContain("again     mailspec replay 'fail' --cell base");
    expect(text).toMatch(/fail {2}rfc5321-1-fail \(MUST, RFC 5321 section 4\.1\.1\) flaky/);
    expect(text).toContain('blocked  rfc5321-2-blocked: because of blocked');
    expect(text).toContain(`14 requirements: ${VERDICTS.map((v) => `1 ${v}`).join(', ')}`);
  });
});

describe('summaryText with what a server said', () => {
  const said = (got: string) =>
    summaryText(
      sampleRecord({
        rows: [sampleRow('rfc5321-1-a')],
        scenarios: [
          sampleScenario(
            's--a',
            ['rfc5321-1-a'],
            [{ cell: 'base', outcome: 'failed', ms: 1, why: { message: 'm', got } }],
          ),
        ],
      }),
    );

  it('keeps its lines below one another, and a bounded number of them', () => {
    expect(said('one\r\ntwo\r\n')).toContain('got       one\n                two\n');
    expect(said('x\n'.repeat(100))).toContain('… 88 more lines');
  });

  it('sends no control character to the terminal', () => {
    expect(said('\u001b[2J\u0007')).toContain('got       \\x1b[2J\\x07');
  });
});

describe('html', () => {
  const page = html(sampleRecord());

  it('holds one opening row a requirement, and totals that equal the record', () => {
    const rows = [...page.matchAll(/<details data-verdict="([a-z-]+)"/g)].map((m) => m[1]!);
    expect(rows.sort()).toEqual([...VERDICTS].sort());
    for (const v of VERDICTS) expect(page).toContain(`<span class="v v-${v}">${v}</span> <b>1</b>`);
    expect(page).toContain('requirements <b>14</b>');
  });

  it('loads nothing and runs only its own script', () => {
    expect(page).not.toMatch(/<(?:link|img|iframe|object)\b|\bsrc=|@import|url\(/);
    const script = /<script>([\s\S]*?)<\/script>/.exec(page)![1]!;
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`script-src 'sha256-${hash}'`);
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('shows the bytes, the link to the section and the command', () => {
    expect(page).toContain('S: 250 2.1.5 OK\\r\\n');
    expect(page).toContain('<pre>250 2.1.5 OK\\r\\n</pre>');
    expect(page).toContain('href="https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1"');
    expect(page).toContain('mailspec replay &#39;fail&#39; --cell base');
    expect(page).toContain('href="./transcripts/smtp/sample--fail.ndjson"');
  });

  it('says everything without a script: the filter alone is hidden', () => {
    expect(page).toContain('.filter { display: none;');
    expect(page).not.toMatch(/<details[^>]* hidden/);
  });

  const given = (text: string) =>
    html(
      sampleRecord({
        profile: text,
        rows: [sampleRow('rfc5321-1-a', { asks: text, section: text })],
        scenarios: [
          {
            ...sampleScenario(
              `s--${text}`,
              ['rfc5321-1-a'],
              [
                {
                  cell: text,
                  outcome: 'failed',
                  ms: 1,
                  why: { message: text, requirement: text, at: text, expected: text, got: text, reproduce: text },
                  transcript: text,
                },
              ],
            ),
            title: text,
            feature: text,
          },
        ],
        observations: [{ requirement: 'rfc5321-1-a', by: text, outcome: 'failed', why: { message: text } }],
        target: { ...sampleRecord().target, name: text, version: text },
      }),
    );
  /** Names of tags and attributes, in order. */
  const skeleton = (text: string) => text.match(/<\/?[a-z][a-z0-9]*|\s[a-z-]+="|>/g)?.map((t) => t.trim()) ?? [];

  it('lets no text become markup', () => {
    const plain = skeleton(given('plain'));
    const bits = [
      '<script>',
      '</script>',
      '</style>',
      '"',
      "'",
      '>',
      '<!--',
      '-->',
      ' onclick="',
      '&lt;',
      '<img src="x">',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits, NASTY, 'a'), { minLength: 1, maxLength: 4 }), (parts) => {
        const page = given(parts.join(''));
        expect(skeleton(page)).toEqual(plain);
        expect([...page].some((c) => c < ' ' && c !== '\n' && c !== '\t')).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('stays of bounded size with failures that are huge', () => {
    const scenarios = Array.from({ length: 40 }, (_, i) =>
      sampleScenario(
        `s--${i}`,
        ['rfc5321-1-a'],
        [{ cell: 'base', outcome: 'failed', ms: 1, why: { message: 'm', bytes: 'x'.repeat(500_000) } }],
      ),
    );
    const big = html(sampleRecord({ rows: [sampleRow('rfc5321-1-a')], scenarios }));
    expect(big.length).toBeLessThan(6_000_000);
    expect(big).toContain('Left out here for size');
  });
});

describe('md', () => {
  it('has a table line a requirement and counts that equal the record', () => {
    const text = md(sampleRecord());
    expect(text.match(/^\| \[rfc/gm)).toHaveLength(14);
    for (const v of VERDICTS) expect(text).toContain(`\n| ${v} | 1 |\n`);
    expect(text).toContain('\n| total | 14 |\n');
  });

  it('lets no text break out of its cell or its fence', () => {
    const text = md(sampleRecord());
    for (const line of text.split('\n').filter((l) => l.startsWith('| [rfc'))) {
      expect(line.replaceAll('\\|', '').split('|')).toHaveLength(8);
    }
    const tables = text.split('\n').filter((l) => l.startsWith('|'));
    expect(tables.some((l) => /(?<!\\)<script/.test(l))).toBe(false);
    expect(text).not.toContain('\u0000');
  });
});

describe('text', () => {
  it('shows control characters as dialogues write them', () => {
    expect(visible('a\r\n\u0000\u007f\t')).toBe('a\\r\n\\0\\x7f\t');
  });

  it('links to a section, an appendix, or the text as a whole', () => {
    expect(rfcLink(5321, '4.5.2')).toBe('https://www.rfc-editor.org/rfc/rfc5321#section-4.5.2');
    expect(rfcLink(5321, 'D.1')).toBe('https://www.rfc-editor.org/rfc/rfc5321#appendix-D.1');
    expect(rfcLink(1939, '"><b>')).toBe('https://www.rfc-editor.org/rfc/rfc1939');
  });
});
