import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { loadFeatures, parseFeature } from './features.ts';

const TEXT = `@smtp
Feature: Sequence

  Background:
    Given an SMTP client that has said EHLO

  @rfc5321-3.3-rcpt-needs-mail @framing
  Scenario: RCPT before MAIL is a bad sequence
    When it says
      """
      C: RCPT TO:<{recipient}>
      S: 503 ...
      """
    And it says
      """
      C: NOOP
      S: 250
      """
    Then the session is still usable

  @rfc5321-3.3-rcpt-needs-mail
  Scenario Outline: <verb> comes later
    When it says
      """
      C: <verb>
      S: 503
      """
    Examples:
      | verb |
      | DATA |
      | BDAT |

  @rfc5321-3.3-rcpt-needs-mail
  Scenario Outline: the same title
    When client "<who>" says
      """
      C: NOOP
      S: 250
      """
    Examples:
      | who |
      | a   |
      | b   |
`;

describe('parseFeature', () => {
  const list = parseFeature('smtp/sequence.feature', TEXT);

  test('names scenarios by path and title', () => {
    expect(list.map((s) => s.id)).toEqual([
      'smtp/sequence--rcpt-before-mail-is-a-bad-sequence',
      'smtp/sequence--data-comes-later',
      'smtp/sequence--bdat-comes-later',
      'smtp/sequence--the-same-title-1',
      'smtp/sequence--the-same-title-2',
    ]);
  });

  test('keeps tags of the feature, requirements, home service and places', () => {
    expect(list[0]).toMatchObject({
      tags: ['smtp', 'rfc5321-3.3-rcpt-needs-mail', 'framing'],
      requirements: ['rfc5321-3.3-rcpt-needs-mail'],
      home: 'smtp',
      line: 8,
      key: 'smtp/sequence.feature:8',
    });
    expect(list.slice(1).map((s) => s.line)).toEqual([30, 31, 42, 43]);
  });

  test('And takes the kind of the step before; docstrings know the line of their first line', () => {
    const steps = list[0]?.steps.map((s) => [s.type, s.text, s.line, s.docString?.line]);
    expect(steps).toEqual([
      ['Context', 'an SMTP client that has said EHLO', 5, undefined],
      ['Action', 'it says', 9, 11],
      ['Action', 'it says', 14, 16],
      ['Outcome', 'the session is still usable', 19, undefined],
    ]);
    expect(list[1]?.steps[1]?.docString?.content).toBe('C: DATA\nS: 503');
  });

  test('what does not parse names file and line', () => {
    expect(() => parseFeature('a.feature', 'Feature: x\n  Scenario: y\n    Given a\n  Whatever\n')).toThrow(
      /^a\.feature:4: /,
    );
  });
});

describe('loadFeatures', () => {
  let dir = '';
  afterEach(async () => await rm(dir, { recursive: true, force: true }));

  test('two scenarios of one title in a file are refused with both places', async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'mailspec-test-'));
    const text = 'Feature: x\n  Scenario: y\n    Given a\n  Scenario: Y!\n    Given b\n';
    await writeFile(path.join(dir, 'x.feature'), text);
    await expect(loadFeatures(dir)).rejects.toThrow('x.feature:4: same title as x.feature:2: "Y!"');
  });

  test('a folder that is not there is a usage error', async () => {
    await expect(loadFeatures('/nowhere/at/all')).rejects.toBeInstanceOf(UsageError);
  });
});
