import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { announces, applies, type Situation, servicesOf } from './applies.ts';
import { type Applies, SERVICES } from './types.ts';

const here: Situation = {
  service: 'imap',
  revision: 'imap4rev1',
  enabled: new Set(['CONDSTORE']),
  capabilities: new Set(['IDLE', 'AUTH=PLAIN', 'APPENDLIMIT=1000']),
  state: 'selected',
  tls: true,
  auth: false,
  policy: { vrfy: true, relay: false, limit: 0 },
};

describe('a condition', () => {
  it.each<[Applies, string]>([
    [{ service: 'imap' }, 'holds'],
    [{ service: 'pop3' }, 'not-applicable'],
    [{ revision: 'imap4rev1' }, 'holds'],
    [{ revision: 'imap4rev2' }, 'not-applicable'],
    [{ enabled: 'condstore' }, 'holds'],
    [{ enabled: 'QRESYNC' }, 'not-applicable'],
    [{ capability: 'IDLE' }, 'holds'],
    [{ capability: 'MOVE' }, 'not-applicable'],
    [{ capability: 'APPENDLIMIT' }, 'holds'],
    [{ state: 'selected' }, 'holds'],
    [{ state: 'logout' }, 'not-applicable'],
    [{ tls: true }, 'holds'],
    [{ tls: false }, 'not-applicable'],
    [{ auth: false }, 'holds'],
    [{ auth: true }, 'not-applicable'],
    [{ policy: 'vrfy' }, 'holds'],
    [{ policy: 'limit' }, 'holds'],
    [{ policy: 'relay' }, 'policy'],
    [{ policy: 'absent' }, 'policy'],
    [{ policy: 'constructor' }, 'policy'],
    [{ not: { policy: 'vrfy' } }, 'policy'],
    [{ all: [{ policy: 'relay' }, { service: 'pop3' }] }, 'not-applicable'],
    [{ any: [{ policy: 'relay' }, { service: 'pop3' }] }, 'policy'],
    [{ any: [{ policy: 'relay' }, { service: 'imap' }] }, 'holds'],
    [{ all: [] }, 'holds'],
    [{ any: [] }, 'not-applicable'],
  ])('%j: %s', (expression, expected) => expect(applies(expression, here)).toBe(expected));

  it('holds as long as what is not known yet does not forbid it', () => {
    const early: Situation = { service: 'imap', capabilities: new Set(), policy: {} };
    for (const leaf of [{ state: 'selected' }, { tls: true }, { auth: true }, { revision: 'imap4rev2' }] as const) {
      expect(applies(leaf, early)).toBe('holds');
      expect(applies({ not: leaf }, early)).toBe('holds');
      expect(applies({ all: [leaf, { service: 'smtp' }] }, early)).toBe('not-applicable');
    }
  });
});

describe('an announced keyword', () => {
  it.each([
    ['AUTH PLAIN LOGIN', 'AUTH', true],
    ['AUTH PLAIN LOGIN', 'AUTH=LOGIN', true],
    ['AUTH PLAIN LOGIN', 'AUTH=XOAUTH2', false],
    ['AUTH=PLAIN', 'AUTH', true],
    ['AUTH=PLAIN', 'auth=plain', true],
    ['AUTHENTICATE', 'AUTH', false],
    ['SIZE 1000', 'SIZE', true],
    ['size', 'SIZE', true],
    ['LITERAL+', 'LITERAL-', false],
    ['SASL PLAIN', 'SASL=PLAIN', true],
  ])('%s for %s: %s', (line, keyword, expected) => expect(announces([line], keyword)).toBe(expected));
});

const leaf: fc.Arbitrary<Applies> = fc.oneof(
  fc.constantFrom(...SERVICES).map((service) => ({ service })),
  fc.constantFrom('IDLE', 'MOVE').map((capability) => ({ capability })),
  fc.boolean().map((tls) => ({ tls })),
);
const { expression } = fc.letrec<{ expression: Applies }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('expression'), { maxLength: 3 }).map((any) => ({ any })),
    fc.array(tie('expression'), { maxLength: 3 }).map((all) => ({ all })),
    tie('expression').map((not) => ({ not })),
  ),
}));

/** The expression with its n-th leaf made a knob of its own. */
function withKnob(a: Applies, target: number): { made: Applies; leaves: number } {
  let leaves = 0;
  const walk = (part: Applies): Applies => {
    if ('any' in part) return { any: part.any.map(walk) };
    if ('all' in part) return { all: part.all.map(walk) };
    if ('not' in part) return { not: walk(part.not) };
    return leaves++ === target ? { policy: 'knob' } : part;
  };
  return { made: walk(a), leaves };
}

describe('the evaluation', () => {
  const situation = fc.record({
    service: fc.constantFrom(...SERVICES),
    capabilities: fc.constantFrom(new Set(['IDLE']), new Set(['MOVE', 'IDLE']), new Set<string>()),
    tls: fc.boolean(),
    policy: fc.constant({}),
  });

  it('turns over under `not` where no policy is asked', () => {
    fc.assert(
      fc.property(expression, situation, (a, s) => {
        const flipped = applies(a, s) === 'holds' ? 'not-applicable' : 'holds';
        expect(applies({ not: a }, s)).toBe(flipped);
        expect(applies({ not: { not: a } }, s)).toBe(applies(a, s));
      }),
    );
  });

  it('obeys the laws of De Morgan', () => {
    fc.assert(
      fc.property(fc.array(expression, { maxLength: 4 }), situation, (parts, s) => {
        const inverse = parts.map((not) => ({ not }));
        expect(applies({ not: { any: parts } }, s)).toBe(applies({ all: inverse }, s));
        expect(applies({ not: { all: parts } }, s)).toBe(applies({ any: inverse }, s));
      }),
    );
  });

  it('says `policy` exactly where the other choice of the site makes it hold', () => {
    fc.assert(
      fc.property(expression, situation, fc.nat({ max: 5 }), fc.boolean(), (a, s, target, knob) => {
        const { made } = withKnob(a, target);
        const under = (value: boolean): boolean => applies(made, { ...s, policy: { knob: value } }) === 'holds';
        const expected = under(knob) ? 'holds' : under(!knob) ? 'policy' : 'not-applicable';
        expect(applies(made, { ...s, policy: { knob } })).toBe(expected);
      }),
    );
  });
});

describe('the services of a row', () => {
  it.each<[Applies, string[]]>([
    [{ service: 'lmtp' }, ['lmtp']],
    [{ any: [{ service: 'smtp' }, { service: 'submission' }] }, ['smtp', 'submission']],
    [{ all: [{ service: 'imap' }, { not: { capability: 'IDLE' } }] }, ['imap']],
    [{ not: { service: 'imap' } }, ['smtp', 'submission', 'lmtp', 'pop3']],
    [{ capability: 'IDLE' }, [...SERVICES]],
  ])('%j: %j', (a, expected) => expect(servicesOf(a, SERVICES)).toEqual(expected));
});
