import { describe, expect, it } from 'vitest';
import { sampleRecord, sampleRow } from '../../matrix/sample.ts';
import { appliesText, explainText, scenarioSource } from './explain.ts';
import { stateTable, stateText } from './states.ts';

describe('explainText', () => {
  const bare = {
    row: sampleRow('rfc5321-1-fail'),
    scenarios: [],
    code: [],
    mutants: [],
    killed: null,
    record: undefined,
    known: [],
  };

  it('says what there is not', () => {
    const text = explainText(bare);
    expect(text).toContain('https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1');
    expect(text).toContain('Scenario\n  none\n');
    expect(text).toContain('Server\n  no line names it\n');
    expect(text).not.toContain('Last run');
  });

  it('says what the last run said', () => {
    const text = explainText({ ...bare, record: sampleRecord() });
    expect(text).toContain(
      'Last run, sample 1.2, 2026-01-31T12:00:00.000Z\n  fail\n  smtp/sample--fail: base failed, base passed\n',
    );
    expect(explainText({ ...bare, row: sampleRow('rfc5321-9-x'), record: sampleRecord() })).toContain(
      '\n  not asked\n',
    );
  });

  it('says what is known of other servers', () => {
    const known = [{ server: 'one 2.4-debian', verdict: 'warn' as const, reason: 'takes a bare LF' }];
    expect(explainText({ ...bare, known })).toContain(
      'Known on other servers\n  one 2.4-debian: warn (takes a bare LF)\n',
    );
    expect(explainText(bare)).not.toContain('Known on other servers');
  });

  it('shows the first scenario whole, and of the others title and place', () => {
    const scenario = (title: string, line: number) => ({
      scenario: {
        id: `smtp/a--${line}`,
        title,
        feature: 'smtp/a.feature',
        line,
        tags: [],
        requirements: [],
        steps: [],
        key: `smtp/a.feature:${line}`,
      },
      text: `Scenario: ${title}\n  Given x`,
    });
    expect(explainText({ ...bare, scenarios: [scenario('One', 3), scenario('Two', 9)] })).toContain(
      'Scenario\n  features/smtp/a.feature:3\n  Scenario: One\n    Given x\n  features/smtp/a.feature:9  Two\n\n',
    );
  });

  it('says what became of the mutant', () => {
    const mutant = { id: 'rfc5321-1-fail', kills: 'rfc5321-1-fail', does: 'forgets it', wire: () => ({}) };
    const mutants = [{ mutant, file: 'conformance/mutants/rfc5321.ts', line: 4 }];
    for (const [killed, word] of [
      [true, '(killed)'],
      [false, '(not killed)'],
      [null, '(not proved)'],
    ] as const) {
      expect(explainText({ ...bare, mutants, killed })).toContain(
        `forgets it ${word}  conformance/mutants/rfc5321.ts:4`,
      );
    }
  });
});

describe('appliesText', () => {
  it.each([
    [{ service: 'smtp' as const }, 'service is smtp'],
    [{ any: [{ service: 'smtp' as const }, { service: 'lmtp' as const }] }, 'service is smtp or lmtp'],
    [{ all: [{ tls: true }, { not: { auth: true } }] }, 'tls and not auth'],
    [
      { any: [{ capability: 'SIZE' }, { all: [{ tls: false }, { policy: 'vrfy' }] }] },
      'capability is SIZE or (no tls and policy is vrfy)',
    ],
  ])('%j reads %s', (applies, text) => {
    expect(appliesText(applies)).toBe(text);
  });
});

describe('scenarioSource', () => {
  const feature = [
    '@smtp',
    'Feature: F',
    '',
    '  @a @b',
    '  @c',
    '  Scenario: One',
    '    When it says',
    '      """',
    '      C: x',
    '      # not the end',
    '      @neither',
    '      """',
    '',
    '  @d',
    '  Scenario Outline: Two',
    '    Then <x>',
    '    Examples:',
    '      | x |',
    '      | 1 |',
    '',
  ].join('\n');

  it('begins with the tags and ends before the next scenario', () => {
    expect(scenarioSource(feature, 6).split('\n')).toEqual([
      '@a @b',
      '@c',
      'Scenario: One',
      '  When it says',
      '    """',
      '    C: x',
      '    # not the end',
      '    @neither',
      '    """',
    ]);
  });

  it('finds the outline of a row of examples', () => {
    expect(scenarioSource(feature, 19)).toMatch(/^@d\nScenario Outline: Two\n[\s\S]*\| 1 \|$/);
  });
});

describe('stateTable', () => {
  const files = [
    { file: 'types.ts', text: "export const ANY: readonly State[] = ['ready', 'mail'];\n" },
    {
      file: 'a.ts',
      text: "\nexport const a = {\n  verb: 'MAIL',\n  states: ['ready'],\n};\nconst b = { verb: 'NOOP', states: ANY };\n",
    },
  ];

  it('reads verbs and states from text', () => {
    expect(stateTable(files)).toEqual([
      { verb: 'MAIL', states: ['ready'], file: 'a.ts', line: 3 },
      { verb: 'NOOP', states: ['ready', 'mail'], file: 'a.ts', line: 6 },
    ]);
  });

  it('prints a column a state', () => {
    expect(stateText(stateTable(files))).toBe(
      '      ready  mail\nMAIL  yes          a.ts:3\nNOOP  yes    yes   a.ts:6\n',
    );
  });
});
