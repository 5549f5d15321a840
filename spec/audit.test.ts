import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditSpec, compareSections, isStrict, renderAudit } from './audit.ts';
import { parseInventory } from './inventory.ts';
import { sentencesYaml } from './scaffold.ts';
import { extract } from './sentences.ts';
import type { Spec } from './types.ts';

const text = [
  '1.  First',
  '',
  '   A server MUST answer.',
  '',
  '   It MUST do this:',
  '',
  '   It MUST repeat.',
  '',
  '   It MUST repeat.',
  '',
  '1.1.  Deep',
  '',
  '   It MAY rest.',
  '',
  '2.  Second',
  '',
  '   It MUST repeat.',
  '',
].join('\n');

const [answer, list, repeat, , rest] = extract(text, 7).map((sentence) => sentence.hash) as [
  string,
  string,
  string,
  string,
  string,
];

interface Parts {
  complete?: string;
  sentences?: string;
  covers?: string;
  excused?: string[];
  section?: string;
  extra?: string;
}

function specOf({ complete = 'true', sentences, covers, excused = [], section = '1', extra = '' }: Parts): Spec {
  const lines = [
    'rfc: 7',
    'title: T',
    `complete: ${complete}`,
    'defaults: { role: [pop3], applies: { service: pop3 } }',
    sentences ?? sentencesYaml(text, 7),
    'requirements:',
    `  - { id: rfc7-${section}-a, section: "${section}", level: MUST, basis: keyword, asks: A., covers: [ ${covers} ]${extra} }`,
    ...(excused.length > 0 ? ['excused:', ...excused.map((one) => `  - { ${one} }`)] : []),
  ];
  const inventory = parseInventory('spec/rfc/7.yaml', lines.join('\n'));
  const byId = new Map(inventory.requirements.map((row) => [row.id, row]));
  return { inventories: [inventory], byId, profiles: [], ledger: [] };
}

const ref = (hash: string, more = ''): string => `{ hash: "${hash}"${more} }`;
const ALL = [ref(answer), ref(list), ref(repeat), ref(repeat, ', nth: 2')].join(', ');
const REST = `covers: [ ${ref(rest)}, ${ref(repeat, ', section: "2"')} ], why: client`;

const complaints = (parts: Parts, dir?: string): string[] =>
  auditSpec(specOf(parts), dir).problems.map((problem) => problem.message);

describe('the audit', () => {
  it('is content where each sentence is covered or excused', () => {
    const audit = auditSpec(specOf({ covers: ALL, excused: [REST] }));
    expect(audit).toEqual({ problems: [], open: [], compared: [] });
    expect(renderAudit(audit)).toBe('0 faults; 0 inventories compared with their texts');
  });

  it('lets several rows cover a sentence', () => {
    const spec = specOf({ covers: `${ALL}, ${ref(answer)}`, excused: [REST] });
    expect(auditSpec(spec).problems).toEqual([]);
  });

  it('complains of a sentence without a row in a section that claims to be complete', () => {
    const [first, ...more] = complaints({ covers: ref(answer), excused: [REST] });
    expect(first).toContain(`the sentence ${list} (occurrence 1 in section 1) is neither covered nor excused`);
    expect(more).toHaveLength(2);
  });

  it('counts repeats in one section apart, and in another section as well', () => {
    const covers = [ref(answer), ref(list), ref(repeat)].join(', ');
    expect(complaints({ covers, excused: [REST] })).toEqual([
      expect.stringContaining(`${repeat} (occurrence 2 in section 1) is neither`),
    ]);
  });

  it('only lists open sentences elsewhere', () => {
    const spec = specOf({
      complete: '["1.1"]',
      covers: ref(answer),
      excused: [`covers: [ ${ref(rest)} ], why: client`],
    });
    const audit = auditSpec(spec);
    expect(audit.problems).toEqual([]);
    expect(audit.open.map((one) => [one.section, one.hash, one.nth])).toEqual([
      ['1', list, 1],
      ['1', repeat, 1],
      ['1', repeat, 2],
      ['2', repeat, 1],
    ]);
    expect(renderAudit(audit)).toContain('4 sentences still open:\n  RFC 7 section 1: 3\n  RFC 7 section 2: 1');
  });

  it.each([
    ['excused and covered', [REST, `covers: [ ${ref(answer)} ], why: client`], 'is excused, and covered by rfc7-1-a'],
    ['excused twice', [REST, `covers: [ ${ref(rest)} ], why: operator`], 'is excused more than once'],
    [
      'excused without a section where several have it',
      [REST, `covers: [ ${ref(repeat)} ], why: client`],
      'stands in no section, or in several: name its `section`',
    ],
    [
      'excused in a section it is not in',
      [REST, `covers: [ ${ref(rest, ', section: "2"')} ], why: client`],
      'mend the excuse',
    ],
    [
      'excused for a row that is not there',
      [`${REST.replace('client', 'repeats')}, id: rfc7-1-b`],
      'names a row that no',
    ],
  ])('complains of a sentence %s', (_, excused, message) => {
    expect(complaints({ covers: ALL, excused }).join('\n')).toContain(message);
  });

  it.each([
    ['a stale hash', ref('000000000000'), 'there is no sentence 000000000000 (occurrence 1) in section 1'],
    ['an occurrence too many', ref(repeat, ', nth: 3'), `there is no sentence ${repeat} (occurrence 3)`],
    ['a sentence of another section', ref(rest), 'name the `section` it stands in'],
  ])('complains of a row that covers %s', (_, covers, message) => {
    expect(complaints({ covers: `${ALL}, ${covers}`, excused: [REST] })).toEqual([expect.stringContaining(message)]);
  });

  it('wants a testable row, or a word that there is none', () => {
    const none = { covers: ALL, excused: [REST], extra: ', role: [client]' };
    expect(complaints(none)).toEqual([expect.stringContaining('has no testable row')]);
    const said = (parts: Parts): Spec => {
      const spec = specOf(parts);
      return { ...spec, inventories: spec.inventories.map((one) => ({ ...one, document_only: true })) };
    };
    expect(auditSpec(said(none)).problems).toEqual([]);
    expect(auditSpec(said({ covers: ALL, excused: [REST] })).problems[0]?.message).toContain('drop one or the other');
  });

  it('complains of profiles and rulings about rows that are not there', () => {
    const spec = specOf({ covers: ALL, excused: [REST] });
    const requires = [{ service: 'pop3', capability: 'TOP', row: 'rfc7-1-y' } as const];
    const problems = auditSpec({
      ...spec,
      profiles: [{ name: 'p', title: 'P', includes: ['rfc7-1-a', 'rfc7-1-x'], requires }],
      ledger: [
        { id: 1, kind: 'ruling', title: 'L', rows: ['rfc7-1-z'], accepted: ['a'], rejected: [], sources: ['s'] },
      ],
    }).problems;
    expect(problems.map((problem) => problem.id)).toEqual(['rfc7-1-x', 'rfc7-1-y', 'rfc7-1-z']);
  });
});

describe('the audit with texts', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mailspec-audit-'));
    writeFileSync(join(dir, 'rfc7.txt'), text);
    writeFileSync(join(dir, 'README.md'), 'not a text');
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('compares the lists, and is content where they are equal', () => {
    expect(auditSpec(specOf({ covers: ALL, excused: [REST] }), dir)).toEqual({ problems: [], open: [], compared: [7] });
  });

  it('wants no sentence of sections that the inventory leaves to others', () => {
    const second = '  "2": ';
    const sentences = sentencesYaml(text, 7)
      .split('\n')
      .filter((line) => !line.startsWith(second));
    const first = { covers: ALL, excused: [`covers: [ ${ref(rest)} ], why: client`] };
    const part = { ...first, sentences: `part: ["1"]\n${sentences.join('\n')}` };
    expect(auditSpec(specOf(part), dir)).toEqual({ problems: [], open: [], compared: [7] });
    expect(complaints({ ...first, sentences: sentences.join('\n') }, dir)[0]).toContain('of section 2 are not those');
    expect(complaints({ ...part, sentences: `part: ["1"]\n${sentencesYaml(text, 7)}` }, dir).join()).toContain(
      'section 2',
    );
  });

  it('shows the words of open sentences, each with its own line', () => {
    const { open } = auditSpec(specOf({ complete: 'false', covers: ref(answer) }), dir);
    expect(open.map((one) => [one.line, one.text])).toEqual([
      [5, 'It MUST do this:'],
      [7, 'It MUST repeat.'],
      [9, 'It MUST repeat.'],
      [13, 'It MAY rest.'],
      [17, 'It MUST repeat.'],
    ]);
  });

  it.each([
    ['is missing', sentencesYaml(text, 7).replace(`"${rest}"`, ''), `${rest} is missing`],
    ['is stale', sentencesYaml(text, 7).replace(`"${rest}"`, `"${rest}", "000000000000"`), '000000000000 is stale'],
    [
      'is listed too often',
      sentencesYaml(text, 7).replace(`"${rest}"`, `"${rest}", "${rest}"`),
      'the number of repeats',
    ],
    [
      'stands under a section of our own',
      `${sentencesYaml(text, 7)}  "9": ["${rest}"]\n`,
      'of section 9 are not those',
    ],
  ])('complains where a sentence %s', (_, sentences, message) => {
    expect(complaints({ complete: 'false', covers: ALL, sentences }, dir).join('\n')).toContain(message);
  });

  it('complains of a section that the text does not have', () => {
    const covers = ref(answer, ', section: "1"');
    expect(complaints({ complete: 'false', covers, section: '3' }, dir)).toEqual([
      'RFC 7 has no section 3: mend the section',
    ]);
  });

  it('wants a note where a sentence that ends in a list is excused', () => {
    const covers = [ref(answer), ref(repeat), ref(repeat, ', nth: 2')].join(', ');
    const excuse = (more: string): string[] => [REST, `covers: [ ${ref(list)} ], why: document${more}`];
    expect(complaints({ covers, excused: excuse('') }, dir)).toEqual([expect.stringContaining('has no `note`')]);
    expect(complaints({ covers, excused: excuse(', note: below') }, dir)).toEqual([]);
  });

  it('says where a text is not at hand', () => {
    rmSync(join(dir, 'rfc7.txt'));
    expect(complaints({ covers: ALL, excused: [REST] }, dir)).toEqual([expect.stringContaining('has no rfc7.txt')]);
  });
});

describe('a list of complete sections', () => {
  it.each([
    ['4', true],
    ['4.1', true],
    ['4.10.2', true],
    ['40', false],
    ['3.4', false],
    ['', false],
  ])('with 4 in it, %s: %s', (section, strict) => expect(isStrict(['4'], section)).toBe(strict));
});

it('sorts sections as a text does', () => {
  const sections = ['4.10', 'A.2', '4', 'Security', '4.9', '10', 'A', '4.9.1', '3'];
  const sorted = ['3', '4', '4.9', '4.9.1', '4.10', '10', 'A', 'A.2', 'Security'];
  expect(sections.toSorted(compareSections)).toEqual(sorted);
});
