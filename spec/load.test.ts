import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseInventory } from './inventory.ts';
import { loadSpec, type Problem, SpecError, showProblem } from './load.ts';

const head = ['rfc: 5321', 'title: Simple Mail Transfer Protocol', 'complete: false', 'sentences: {}'];
const row = [
  '  - id: rfc5321-4.5.2-leading-dot-removed',
  '    section: 4.5.2',
  '    level: MUST',
  '    basis: prose',
  '    role: [delivery, lmtp]',
  '    applies: { service: smtp }',
  '    asks: The first of two dots goes.',
];
const file = (lines: readonly string[]): string => [...head, 'requirements:', ...lines, ''].join('\n');
const changed = (from: string, to: string): string => file(row.map((line) => line.replace(from, to)));

/** All complaints about a file, as they are shown. */
function complaints(content: string): string[] {
  try {
    parseInventory('spec/rfc/5321.yaml', content);
  } catch (error) {
    if (error instanceof SpecError) return error.problems.map(showProblem);
    throw error;
  }
  return [];
}

describe('an inventory file', () => {
  it('is read whole', () => {
    const inventory = parseInventory(
      'x.yaml',
      file([
        ...row,
        '  - id: rfc5321-3.3-rcpt-needs-mail',
        '    section: "3.3"',
        '    level: MUST NOT',
        '    basis: keyword',
        '    role: [delivery]',
        '    applies: { all: [ service: smtp, not: { capability: PIPELINING } ] }',
        '    covers: [ { hash: "77aa01b2c3d4", nth: 2, section: "3.4" }, { hash: 3f2c9e01ab77 } ]',
        '    errata: [4198]',
        '    overruled_by: rfc9325-4.1',
        '    untested: { why: timing, reason: five minutes of silence }',
        '    asks: RCPT without MAIL is refused.',
        'excused:',
        '  - { covers: [ { hash: "9b1c9b1c9b1c" } ], why: repeats, id: rfc5321-3.3-rcpt-needs-mail, note: said above }',
      ]),
    );
    expect(inventory.requirements).toHaveLength(2);
    expect(inventory.requirements[1]).toEqual({
      id: 'rfc5321-3.3-rcpt-needs-mail',
      rfc: 5321,
      section: '3.3',
      level: 'MUST NOT',
      basis: 'keyword',
      role: ['delivery'],
      applies: { all: [{ service: 'smtp' }, { not: { capability: 'PIPELINING' } }] },
      covers: [
        { hash: '77aa01b2c3d4', nth: 2, section: '3.4' },
        { hash: '3f2c9e01ab77', nth: 1 },
      ],
      errata: [4198],
      overruled_by: 'rfc9325-4.1',
      untested: { why: 'timing', reason: 'five minutes of silence' },
      asks: 'RCPT without MAIL is refused.',
      at: { file: 'x.yaml', line: 13 },
    });
    expect(inventory.excused).toEqual([
      {
        covers: [{ hash: '9b1c9b1c9b1c', nth: 1 }],
        why: 'repeats',
        id: 'rfc5321-3.3-rcpt-needs-mail',
        note: 'said above',
      },
    ]);
  });

  it('lends its defaults to the rows that do not say', () => {
    const lines = [...head, 'defaults: { role: [pop3], applies: { service: pop3 } }', 'requirements:', ...row];
    const bare = lines.filter((line) => !line.startsWith('    role') && !line.startsWith('    applies'));
    const [first] = parseInventory('x.yaml', bare.join('\n')).requirements;
    expect(first).toMatchObject({ role: ['pop3'], applies: { service: 'pop3' } });
    const [own] = parseInventory('x.yaml', lines.join('\n')).requirements;
    expect(own).toMatchObject({ role: ['delivery', 'lmtp'], applies: { service: 'smtp' } });
  });

  const AT = 'spec/rfc/5321.yaml';
  const ID = 'rfc5321-4.5.2-leading-dot-removed';
  it.each([
    ['an unknown key', changed('    asks:', '    aks:'), [`${AT}:12: ${ID}: unknown key \`aks\``, 'asks` is missing']],
    ['an unknown level', changed('MUST', 'SHALL'), [`${AT}:8: ${ID}: \`level\` is \`SHALL\`: use one of MUST,`]],
    ['an unknown role', changed('delivery', 'postman'), [`${AT}:10: ${ID}: a role is \`postman\``]],
    ['an id of another RFC', changed('rfc5321', 'rfc822'), ['the id is of RFC 822, the file of RFC 5321']],
    ['an id of another section', changed('-4.5.2-', '-4.5-'), ['the id says section 4.5, the row 4.5.2']],
    ['an id with capitals', changed('leading', 'Leading'), ['is no row id']],
    ['a section read as a number', changed('section: 4.5.2', 'section: 4.5'), ['the section 4.5 was read as a number']],
    ['a condition with two keys', changed('{ service: smtp }', '{ service: smtp, tls: true }'), ['exactly one key']],
    ['an empty condition', changed('{ service: smtp }', '{ any: [] }'), ['`any` is empty']],
    ['a condition that is no mapping', changed('{ service: smtp }', 'smtp'), ['`applies` must be a mapping']],
    ['a capability in lower case', changed('service: smtp', 'capability: size'), ['one keyword in upper case']],
    ['a knob with a hyphen', changed('service: smtp', 'policy: no-vrfy'), ['words joined by _']],
    ['a state in capitals', changed('service: smtp', 'state: AUTH'), ['such as not-authenticated']],
    ['a keyword row without sentences', changed('prose', 'keyword'), ['needs `covers`']],
    ['a missing row id', changed('- id:', '- name:'), ['a requirement needs an `id`']],
    ['no level at all', changed('    level: MUST', '    errata: []'), ['`level` is missing: one of MUST']],
    ['YAML that is none', changed('{ service: smtp }', '{ service: smtp'), [`${AT}:`, 'not valid YAML']],
    ['the same id twice', file([...row, ...row]), [`${AT}:13: ${ID}: the id stands in line 6 already`]],
    ['a key twice', file([...row, '    level: MAY']), ['not valid YAML: Map keys must be unique']],
    [
      'untested without a reason',
      file([...row, '    untested: { why: timing }']),
      [`${AT}:13: ${ID}: \`untested\` needs a \`reason\``],
    ],
    [
      'untested for a reason we do not know',
      file([...row, '    untested: { why: lazy, reason: x }']),
      ['`untested.why` is `lazy`: use one of timing, outbound, dns, disk, not-yet'],
    ],
    [
      'an untested row of the client',
      changed('[delivery, lmtp]', '[client]').concat('    untested: { why: not-yet, reason: x }\n'),
      ['drop `untested`'],
    ],
    [
      'a hash that YAML reads as a number',
      file([...row, '    covers: [ { hash: 12e456789012 } ]']),
      [`${AT}:13: ${ID}: a hash was read as a number: put it in quotes`],
    ],
    ['a hash that is none', file([...row, '    covers: [ { hash: 12e4 } ]']), ['put it in quotes']],
    ['an nth of 0', file([...row, '    covers: [ { hash: "77aa01b2c3d4", nth: 0 } ]']), ['`nth` is `0`']],
    [
      'sentences of a row from elsewhere',
      file([...row, '    covers: [ { hash: "77aa01b2c3d4" } ]']),
      ['drop `covers`'],
    ],
    [
      'an excuse of no known kind',
      file([...row, 'excused: [ { covers: [ { hash: "77aa01b2c3d4" } ], why: boring } ]']),
      [`${AT}:13: \`why\` is \`boring\``],
    ],
    [
      'a repetition of nothing',
      file([...row, 'excused: [ { covers: [ { hash: "77aa01b2c3d4" } ], why: repeats } ]']),
      ['needs the `id` of the row'],
    ],
    ['a section of sentences read as a number', file(row).replace('{}', '{ 3: [] }'), [`${AT}:4: the key 3`]],
    ['complete without a value', file(row).replace('complete: false', 'complete:'), [`${AT}:3: \`complete\``]],
    ['no rfc', file(row).replace('rfc: 5321', 'requires: 1'), ['unknown key `requires`', '`rfc` is missing']],
  ])('is refused for %s', (_, content, expected) => {
    const shown = complaints(content).join('\n');
    for (const part of expected) expect(shown).toContain(part);
  });

  it('is refused for all its faults at once', () => {
    const content = file(row.map((line) => line.replace('MUST', 'SHALL').replace('prose', 'rumour')));
    expect(complaints(content)).toHaveLength(2);
  });
});

describe('the folder', () => {
  let dir = '';
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mailspec-spec-'));
    mkdirSync(join(dir, 'rfc'));
    mkdirSync(join(dir, 'profiles'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const put = (name: string, content: string): void => writeFileSync(join(dir, name), content);
  const problems = (): readonly Problem[] => {
    try {
      loadSpec(dir);
    } catch (error) {
      if (error instanceof SpecError) return error.problems;
      throw error;
    }
    return [];
  };

  it('is read in the order of the RFC numbers, with profiles written out', () => {
    put('rfc/5321.yaml', file(row));
    put('rfc/822.yaml', file(row).replaceAll('5321', '822'));
    put('profiles/smtp.yaml', 'name: smtp\ntitle: All\nincludes: [ "rfc5321-*" ]\n');
    put('interpretations.yaml', '[ { id: 1, kind: ruling, title: T, rows: [a], accepted: [x], sources: [y] } ]');
    const spec = loadSpec(dir);
    expect(spec.inventories.map((inventory) => inventory.rfc)).toEqual([822, 5321]);
    expect([...spec.byId.keys()]).toEqual(['rfc822-4.5.2-leading-dot-removed', 'rfc5321-4.5.2-leading-dot-removed']);
    expect(spec.profiles[0]?.includes).toEqual(['rfc5321-4.5.2-leading-dot-removed']);
    expect(spec.ledger[0]?.accepted).toEqual(['x']);
  });

  it('reports the faults of all files', () => {
    put('rfc/5321.yaml', changed('MUST', 'SHALL'));
    put('profiles/smtp.yaml', 'name: smtp\ntitle: All\nincludes: []\n');
    put('interpretations.yaml', '[ { id: 1, kind: rumour } ]');
    const files = new Set(problems().map((problem) => problem.file));
    expect([...files].sort()).toEqual(['spec/interpretations.yaml', 'spec/profiles/smtp.yaml', 'spec/rfc/5321.yaml']);
  });

  it('refuses an id that two files hold', () => {
    put('rfc/1.yaml', file(row));
    put('rfc/2.yaml', file(row));
    expect(problems().map(showProblem)).toEqual([
      'spec/rfc/2.yaml:6: rfc5321-4.5.2-leading-dot-removed: the id stands in spec/rfc/1.yaml already: ids are unique',
    ]);
  });

  it('may be empty', () => {
    rmSync(join(dir, 'profiles'), { recursive: true });
    expect(loadSpec(dir)).toEqual({ inventories: [], byId: new Map(), profiles: [], ledger: [] });
  });
});
