import { describe, expect, it } from 'vitest';
import { checkResult, EvidenceError, isUnitOf, namesTitle, parseEvidence, titlesIn } from './evidence.ts';

const vitest = (...files: { name: string; tests: [string, string, string][] }[]): string =>
  JSON.stringify({
    numTotalTests: 1,
    startTime: 0,
    testResults: files.map(({ name, tests }) => ({
      name,
      status: 'passed',
      assertionResults: tests.map(([group, title, status]) => ({
        ancestorTitles: group === '' ? [] : [group],
        title,
        status,
        duration: 1,
      })),
    })),
  });

describe('evidence', () => {
  it('is read of what vitest writes', () => {
    const evidence = parseEvidence(
      vitest({ name: 'C:\\x\\store\\a.test.ts', tests: [['g', 't', 'pending']] }),
      'v.json',
    );
    expect(evidence).toEqual({
      source: 'v.json',
      started: '1970-01-01T00:00:00.000Z',
      tests: [{ unit: 'C:/x/store/a', titles: ['g', 't'], outcome: 'skipped' }],
    });
  });

  it.each([
    ['{', /v\.json is no JSON/],
    ['{"schema":"mailspec/run/1"}', /v\.json is not what `vitest run --reporter=json` writes: startTime/],
    ['[]', /writes: top/],
    [vitest({ name: 'a', tests: [['', 't', 'perhaps']] }), /assertionResults\.0\.status/],
    ['{"results":[{"client":"x"}]}', /v\.json is not what `ci\/clients\/run\.ts --json` writes: results\.0\.check/],
  ])('is refused where it is something else: %s', (text, message) => {
    expect(() => parseEvidence(text, 'v.json')).toThrow(EvidenceError);
    expect(() => parseEvidence(text, 'v.json')).toThrow(message);
  });
});

describe('evidence of real clients', () => {
  const text = JSON.stringify({
    passed: 1,
    results: [
      { client: 'Net::SMTP', version: '5', check: 'four sessions', what: '', outcome: 'passed', ms: 1 },
      { client: 'Net::SMTP', version: '5', check: 'a wish', what: '', outcome: 'gap', ms: 1 },
      { client: 'openssl s_client', version: '3', check: 'handshakes', what: '', outcome: 'failed', ms: 1 },
    ],
  });
  const evidence = [parseEvidence(text, 'clients.json')];

  it('has no time, and none of the gaps', () => {
    expect(evidence[0]).toEqual({
      source: 'clients.json',
      tests: [
        { unit: 'ci/clients/net-smtp', titles: ['four sessions'], outcome: 'passed' },
        { unit: 'ci/clients/openssl-s-client', titles: ['handshakes'], outcome: 'failed' },
      ],
    });
  });

  it.each([
    ['clients/net-smtp', true, 'passed'],
    ['clients/net-smtp#a wish', false, 'no such test ran'],
    ['clients/openssl-s-client#handshakes', false, '1 failed of 1'],
    ['clients/curl', false, 'did not run'],
  ])('%s: %s, %s', (check, green, said) => {
    expect(checkResult(check, evidence)).toEqual({ green, said });
  });
});

describe('a check', () => {
  const evidence = [
    parseEvidence(
      vitest(
        {
          name: '/r/reference-server/store/crash.test.ts',
          tests: [
            ['', 'what was acknowledged is there', 'passed'],
            ['numbers', 'one migration each', 'passed'],
            ['numbers', 'on another disk', 'skipped'],
          ],
        },
        { name: '/r/reference-server/broken.test.ts', tests: [] },
      ),
      'v.json',
    ),
  ];

  it.each([
    ['store/crash#acknowledged', true, 'passed'],
    ['reference-server/store/crash#one migration', true, 'passed'],
    ['store/crash#numbers', false, '1 skipped of 2'],
    ['store/crash', false, '1 skipped of 3'],
    ['store/crash#no such words', false, 'no such test ran'],
    ['tore/crash#acknowledged', false, 'did not run'],
    ['store/other', false, 'did not run'],
    ['reference-server/broken', false, '1 failed of 1'],
    ['reference-server/broken#a title', false, '1 failed of 1'],
  ])('%s: %s, %s', (check, green, said) => {
    expect(checkResult(check, evidence)).toEqual({ green, said });
  });

  it('that failed once is not green, however often it passed', () => {
    const failed = parseEvidence(
      vitest({ name: 'store/crash.test.ts', tests: [['', 'what was acknowledged is there', 'failed']] }),
      'w.json',
    );
    expect(checkResult('store/crash#acknowledged', [...evidence, failed, ...evidence])).toEqual({
      green: false,
      said: '1 failed of 3',
    });
  });

  it('is not green without evidence', () => {
    expect(checkResult('store/crash', [])).toEqual({ green: false, said: 'no evidence given' });
  });

  it('names a unit by the end of its path, and a title by a part of it', () => {
    expect(isUnitOf('store/store', 'reference-server/store/store')).toBe(true);
    expect(isUnitOf('store/store#x', 'store/store')).toBe(true);
    expect(isUnitOf('store', 'reference-server/restore')).toBe(false);
    expect(namesTitle('a/b', [])).toBe(true);
    expect(namesTitle('a/b#two', ['one two', 'three'])).toBe(true);
    expect(namesTitle('a/b#two three', ['two', 'three'])).toBe(false);
  });
});

describe('the titles in a source', () => {
  it('are those of groups and tests, of tables too', () => {
    const source = [
      "describe('a group', () => {",
      '  it("says \\"so\\"", () => {});',
      '  test(`in backquotes`, async () => {});',
      "  it.each([['x', 1]])('for %s', (x) => expect(x).toBe('x'));",
      '  it.each<[string, number]>([',
      "    ['y', 2],",
      "  ])('\\\\Recent for %s', { timeout: 5 }, () => {});",
      '  test.each(cases)(',
      "    'on a line of its own',",
      '    () => {},',
      '  );',
      "  expect(unit('no title', 1)).toBe(submit('none', 2));",
      '});',
    ].join('\n');
    expect(titlesIn(source)).toEqual([
      'a group',
      'says "so"',
      'in backquotes',
      'for %s',
      '\\Recent for %s',
      'on a line of its own',
    ]);
  });
});
