import type { Requirement } from '../spec/types.ts';
import { type BuildInput, buildRecord } from './build.ts';
import type { Outcome, RunRecord, ScenarioRun } from './record.ts';

/** A row for tests; what is not said is a MUST of RFC 5321 that every SMTP server has. */
export function sampleRow(id: string, more: Partial<Requirement> = {}): Requirement {
  return {
    id,
    rfc: Number(/^rfc(\d+)/.exec(id)?.[1] ?? 5321),
    section: '4.1.1',
    level: 'MUST',
    basis: 'prose',
    role: ['delivery'],
    applies: { service: 'smtp' },
    covers: [],
    errata: [],
    asks: `The rule of ${id}.`,
    at: { file: 'spec/rfc/5321.yaml', line: 1 },
    ...more,
  };
}

export function sampleScenario(
  id: string,
  requirements: string[],
  outcomes: readonly (Outcome | ScenarioRun)[],
): RunRecord['scenarios'][number] {
  return {
    id,
    title: `Title of ${id}`,
    feature: 'smtp/sample.feature',
    line: 7,
    requirements,
    runs: outcomes.map((o, i) =>
      typeof o === 'string' ? { cell: i === 0 ? 'base' : `cell${i}`, outcome: o, ms: 5 } : o,
    ),
  };
}

export function sampleInput(more: Partial<BuildInput> = {}): BuildInput {
  return {
    suite: { version: '0.1.0', inventory: 'd1' },
    target: {
      name: 'sample',
      version: '1.2',
      banners: { smtp: '220 mx.example.test' },
      announced: { 'smtp@clear': ['PIPELINING'] },
      policy: { vrfy: false },
      config: 'c1',
    },
    profile: 'all',
    started: '2026-01-31T12:00:00.000Z',
    seconds: 1.25,
    host: { os: 'linux', node: 'v24', cpus: 2 },
    rows: [],
    ledger: [],
    scenarios: [],
    ...more,
  };
}

/** Text with everything in it that a renderer must not take for markup, and bytes that XML cannot hold. */
export const NASTY = `<script>alert("x")</script> ]]> & ' | \` * \u0000\u0007\u001b[31m\r\n\u{1F600}\uD800 end`;

/** A record in which every verdict occurs once, with text that wants escaping. */
export function sampleRecord(more: Partial<BuildInput> = {}): RunRecord {
  const outcomes: Outcome[] = ['blocked', 'inconclusive', 'setup-error', 'harness-error', 'not-run', 'policy'];
  const why = {
    message: `it said ${NASTY}`,
    at: 'smtp/sample.feature:12',
    expected: `503 ${NASTY}`,
    got: '250 2.1.5 OK\r\n',
    bytes: 'C: RCPT TO:<a@example.test>\\r\\n\nS: 250 2.1.5 OK\\r\\n',
    reproduce: `mailspec replay 'fail' --cell base`,
  };
  return buildRecord(
    sampleInput({
      rows: [
        sampleRow('rfc5321-1-pass'),
        sampleRow('rfc5321-1-fail', { asks: `Keep ${NASTY}` }),
        sampleRow('rfc5321-1-warn', { level: 'SHOULD NOT' }),
        sampleRow('rfc3501-1-observed', { level: 'MAY', role: ['imap'] }),
        ...outcomes.map((o) => sampleRow(`rfc5321-2-${o}`)),
        sampleRow('rfc1939-3-not-applicable', { role: ['pop3'] }),
        sampleRow('rfc1939-3-untested', { role: ['pop3'], untested: { why: 'disk', reason: 'a full disk' } }),
        sampleRow('rfc5321-3-disputed'),
        sampleRow('rfc5321-3-overruled', { overruled_by: 'rfc9325-4.1' }),
        sampleRow('rfc5321-4-client', { role: ['client'] }),
      ],
      ledger: [
        {
          id: 3,
          kind: 'open',
          title: 'Which one?',
          rows: ['rfc5321-3-disputed'],
          accepted: [],
          rejected: [],
          sources: [],
        },
      ],
      scenarios: [
        sampleScenario('smtp/sample--pass', ['rfc5321-1-pass'], ['passed', 'passed']),
        sampleScenario(
          'smtp/sample--fail',
          ['rfc5321-1-fail'],
          [
            { cell: 'base', outcome: 'failed', ms: 3, why, transcript: 'transcripts/smtp/sample--fail.ndjson' },
            { cell: 'base', outcome: 'passed', ms: 3 },
          ],
        ),
        sampleScenario('smtp/sample--warn', ['rfc5321-1-warn'], [{ cell: 'octet', outcome: 'failed', ms: 3, why }]),
        sampleScenario('imap/sample--observed', ['rfc3501-1-observed'], ['failed']),
        ...outcomes.map((o) =>
          sampleScenario(
            `smtp/sample--${o}`,
            [`rfc5321-2-${o}`],
            [{ cell: 'base', outcome: o, ms: 1, why: { message: `because of ${o}` } }],
          ),
        ),
        sampleScenario('pop3/sample--na', ['rfc1939-3-not-applicable'], ['not-applicable']),
        sampleScenario('smtp/sample--disputed', ['rfc5321-3-disputed'], ['failed']),
        sampleScenario('smtp/sample--overruled', ['rfc5321-3-overruled'], ['passed']),
      ],
      killed: (id) => (id.endsWith('pass') ? true : id.endsWith('fail') ? false : null),
      ...more,
    }),
  );
}
