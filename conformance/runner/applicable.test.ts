import { describe, expect, test } from 'vitest';
import type { Applies, Profile, Requirement, Spec } from '../../spec/types.ts';
import { missing, requiredObservations, rowApplies, settledBefore } from './applicable.ts';
import type { FeatureScenario } from './features.ts';
import type { Survey } from './survey.ts';
import type { Cell } from './types.ts';

const at = { host: '127.0.0.1', port: 1, tls: 'starttls' as const };

const survey: Survey = {
  banners: {},
  announced: {
    'imap@clear': ['IMAP4REV1', 'STARTTLS', 'LOGINDISABLED'],
    'imap@starttls': ['IMAP4REV1', 'AUTH=PLAIN'],
    'imap@auth': ['IMAP4REV1', 'IDLE'],
    'lmtp@clear': ['SIZE 1000', 'PIPELINING'],
  },
  offers: { services: { imap: [at], lmtp: [{ ...at, tls: 'none' }] }, clearLogin: new Set() },
  prefix: '',
};

const row = (id: string, applies: Applies): Requirement => ({
  id,
  rfc: 1,
  section: '1',
  level: 'MUST',
  basis: 'prose',
  role: ['imap'],
  applies,
  covers: [],
  errata: [],
  asks: 'x',
  at: { file: 'x', line: 1 },
});

const spec = (...rows: Requirement[]): Spec => ({
  inventories: [],
  byId: new Map(rows.map((r) => [r.id, r])),
  profiles: [],
  ledger: [],
});

const scenario = (home: 'imap' | 'lmtp', step: string, ...requirements: string[]): FeatureScenario => ({
  id: 'x',
  title: 'x',
  feature: 'x',
  line: 1,
  tags: [home, ...requirements],
  requirements,
  home,
  steps: [{ type: 'Context', text: step, line: 2 }],
  key: 'x:1',
});

const clear: Cell = { service: 'imap', transport: 'clear', cut: 'as-written' };
const tls: Cell = { ...clear, transport: 'starttls' };
const profile = (...requires: Profile['requires']): Profile => ({ name: 'p', title: 'p', includes: [], requires });

function ask(
  applies: Applies,
  cell = clear,
  more: { policy?: Record<string, boolean>; lacking?: Profile['requires'] } = {},
) {
  const s = scenario('imap', 'an IMAP client that has connected', 'r');
  return settledBefore(s, cell, spec(row('r', applies)), survey, more.policy ?? {}, more.lacking ?? [])?.outcome;
}

describe('before a scenario runs', () => {
  test('a row that holds is asked', () => {
    expect(ask({ service: 'imap' })).toBeUndefined();
    expect(ask({ capability: 'LOGINDISABLED' })).toBeUndefined();
    expect(ask({ not: { capability: 'LOGINDISABLED' } }, tls)).toBeUndefined();
  });

  test('what is announced after login counts, and on the way to TLS in the base cell', () => {
    expect(ask({ capability: 'IDLE' })).toBeUndefined();
    expect(ask({ capability: 'STARTTLS' }, tls)).toBeUndefined();
    const s = scenario('imap', 'an IMAP client that has connected', 'r');
    const axis = settledBefore(s, tls, spec(row('r', { capability: 'STARTTLS' })), survey, {}, [], false);
    expect(axis?.outcome).toBe('not-applicable');
  });

  test('what is not announced does not apply; what only the site decides is policy', () => {
    expect(ask({ capability: 'MOVE' })).toBe('not-applicable');
    expect(ask({ service: 'smtp' })).toBe('not-applicable');
    expect(ask({ policy: 'vrfy' })).toBe('policy');
    expect(ask({ policy: 'vrfy' }, clear, { policy: { vrfy: true } })).toBeUndefined();
  });

  test('revision 1 is in force wherever it is announced', () => {
    expect(ask({ revision: 'imap4rev1' })).toBeUndefined();
    expect(ask({ revision: 'imap4rev2' })).toBe('not-applicable');
  });

  test('one row of several is enough, and the other service of a scenario counts', () => {
    const rows = [row('r', { capability: 'MOVE' }), row('s', { service: 'imap' })];
    const s = scenario('imap', 'an IMAP client that has connected', 'r', 's');
    expect(settledBefore(s, clear, spec(...rows), survey, {}, [])).toBeUndefined();
    const crossed = scenario('lmtp', 'an IMAP client that has connected', 's');
    const cell: Cell = { ...clear, service: 'lmtp' };
    expect(settledBefore(crossed, cell, spec(...rows), survey, {}, [])).toBeUndefined();
  });

  test('a scenario with a client of a service that is not there is not asked', () => {
    const crossed = scenario('imap', 'a POP3 client that has logged in', 'r');
    expect(settledBefore(crossed, clear, spec(row('r', { service: 'imap' })), survey, {}, [])).toMatchObject({
      outcome: 'not-applicable',
      why: { message: 'the target offers no pop3' },
    });
  });
});

describe('what a profile requires', () => {
  const required = { service: 'lmtp' as const, capability: 'ENHANCEDSTATUSCODES', row: 'needs-codes' };
  const there = { service: 'lmtp' as const, capability: 'PIPELINING', row: 'needs-pipelining' };
  const elsewhere = { service: 'pop3' as const, capability: 'UIDL', row: 'needs-uidl' };
  const p = profile(required, there, elsewhere);

  test('is missing only from a service that is offered', () => {
    expect(missing(p, survey)).toEqual([required]);
  });

  test('fails its row where it is missing and passes it where it is there', () => {
    expect(requiredObservations(p, survey).map((o) => [o.requirement, o.outcome])).toEqual([
      ['needs-codes', 'failed'],
      ['needs-pipelining', 'passed'],
    ]);
  });

  test('blocks what depends on it, by name', () => {
    const s = scenario('lmtp', 'an LMTP client that has said EHLO', 'r');
    const cell: Cell = { ...clear, service: 'lmtp' };
    const rows = spec(row('r', { capability: 'ENHANCEDSTATUSCODES' }));
    const settled = settledBefore(s, cell, rows, survey, {}, missing(p, survey));
    expect(settled).toMatchObject({ outcome: 'blocked', why: { requirement: 'needs-codes' } });
  });
});

test('a row binds a target where it holds in any state', () => {
  expect(rowApplies(row('r', { capability: 'IDLE' }), survey, {})).toBe('holds');
  expect(rowApplies(row('r', { capability: 'STARTTLS' }), survey, {})).toBe('holds');
  expect(rowApplies(row('r', { capability: 'MOVE' }), survey, {})).toBe('not-applicable');
  expect(rowApplies(row('r', { all: [{ service: 'lmtp' }, { policy: 'x' }] }), survey, {})).toBe('policy');
});
