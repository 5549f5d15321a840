import { describe, expect, it } from 'vitest';
import { parseProfile, profileNamed, resolveProfile } from './profiles.ts';
import type { Requirement } from './types.ts';
import { SpecError } from './yaml-reader.ts';

function complaints(content: string): string {
  try {
    parseProfile('spec/profiles/p.yaml', content);
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
  return '';
}

const HEAD = 'name: p\ntitle: P\n';

describe('a profile', () => {
  it('is read whole', () => {
    const content = `${HEAD}includes: [rfc1-1-a, "rfc2-*"]\nrequires: [ { service: lmtp, capability: PIPELINING, row: rfc1-1-a } ]\n`;
    expect(parseProfile('p.yaml', content)).toEqual({
      name: 'p',
      title: 'P',
      includes: ['rfc1-1-a', 'rfc2-*'],
      requires: [{ service: 'lmtp', capability: 'PIPELINING', row: 'rfc1-1-a' }],
    });
  });

  it.each([
    ['no rows', `${HEAD}includes: []\n`, ':3: `includes` is empty'],
    ['no title', 'name: p\nincludes: [rfc1-1-a]\n', '`title` is missing'],
    ['a row that is no id', `${HEAD}includes: [all]\n`, '`all` is neither a row id nor a prefix'],
    ['an asterisk within', `${HEAD}includes: ["rfc1-*-a"]\n`, 'neither a row id nor a prefix'],
    [
      'a prefix once it is frozen',
      `${HEAD}includes: ["rfc1-*"]\nreleased: "2026-01-31"\n`,
      'a released profile is frozen',
    ],
    ['a release that is no date', `${HEAD}includes: [rfc1-1-a]\nreleased: soon\n`, '`released` must be a date'],
    [
      'an unknown service',
      `${HEAD}includes: [rfc1-1-a]\nrequires: [ { service: nntp, capability: X, row: r } ]\n`,
      'smtp, submission',
    ],
    ['an unknown key', `${HEAD}includes: [rfc1-1-a]\nexcludes: []\n`, 'unknown key `excludes`'],
  ])('is refused with %s', (_, content, message) => expect(complaints(content)).toContain(message));

  it('takes with a prefix every row of a server, once, in their order', () => {
    const row = (id: string, role: Requirement['role']): [string, Requirement] => [id, { id, role } as Requirement];
    const byId = new Map([
      row('rfc1-2-b', ['delivery']),
      row('rfc1-1-a', ['relay']),
      row('rfc1-1-c', ['client']),
      row('rfc10-1-d', ['relay']),
    ]);
    const profile = { name: 'p', title: 'P', includes: ['rfc1-1-a', 'rfc1-*', 'rfc1-1-c'], requires: [] };
    expect(resolveProfile(profile, byId).includes).toEqual(['rfc1-1-a', 'rfc1-2-b', 'rfc1-1-c']);
  });

  it('is found by its name, and the names are told where there is none', () => {
    const profiles = ['a', 'b'].map((name) => ({ name, title: name, includes: [], requires: [] }));
    expect(profileNamed({ profiles }, 'b').title).toBe('b');
    expect(() => profileNamed({ profiles }, 'c')).toThrow('there is no profile "c": use one of a, b');
  });
});
