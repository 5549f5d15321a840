import { describe, expect, test } from 'vitest';
import { baseTransport, cellKey, cells, logsIn, mutantCells, type Offers, offered } from './cells.ts';
import type { FeatureScenario } from './features.ts';

const at = (tls: 'none' | 'starttls' | 'implicit') => ({ host: '127.0.0.1', port: 1, tls });

const everything: Offers = {
  services: {
    smtp: [at('starttls')],
    submission: [at('starttls'), at('implicit')],
    lmtp: [at('none')],
    imap: [at('starttls'), at('implicit')],
    pop3: [at('implicit')],
  },
  clearLogin: new Set(['submission']),
};

function scenario(tags: string, ...steps: string[]): FeatureScenario {
  const home = tags.split(' ')[0] as FeatureScenario['home'];
  return {
    id: 'x--y',
    title: 'y',
    feature: 'x.feature',
    line: 1,
    tags: tags.split(' '),
    requirements: [],
    ...(home ? { home } : {}),
    steps: steps.map((text, i) => ({ type: 'Context' as const, text, line: i + 2 })),
    key: 'x.feature:1',
  };
}

/** The cells as keys. */
function keys(s: FeatureScenario, o: Offers = everything): string[] {
  const list = cells(s, 'axes', o);
  return list.map((c) => cellKey(c, list[0]!, s.home));
}

describe('transports', () => {
  test('clear is any endpoint that does not begin with TLS', () => {
    expect(offered([at('none')])).toEqual(['clear']);
    expect(offered([at('starttls'), at('implicit')])).toEqual(['clear', 'starttls', 'implicit']);
    expect(offered([at('implicit')])).toEqual(['implicit']);
    expect(offered(undefined)).toEqual([]);
  });

  test('the base is clear, unless a login is refused there', () => {
    expect(baseTransport('imap', false, everything)).toBe('clear');
    expect(baseTransport('imap', true, everything)).toBe('starttls');
    expect(baseTransport('submission', true, everything)).toBe('clear');
    expect(baseTransport('pop3', true, everything)).toBe('implicit');
    expect(baseTransport('imap', true, { services: { imap: [at('none')] }, clearLogin: new Set() })).toBe('clear');
    expect(baseTransport('smtp', false, { services: {}, clearLogin: new Set() })).toBeUndefined();
  });

  test('a scenario logs in by a step or by its tag', () => {
    expect(logsIn(scenario('imap', 'an IMAP client that has logged in'), 'imap')).toBe(true);
    expect(logsIn(scenario('imap', 'an IMAP client "b" that has selected "INBOX"'), 'imap')).toBe(true);
    expect(logsIn(scenario('pop3 secure', 'a POP3 client that has connected'), 'pop3')).toBe(true);
    expect(logsIn(scenario('imap', 'an IMAP client that has connected'), 'imap')).toBe(false);
    const sends = scenario('smtp', 'an SMTP client that can send mail');
    expect([logsIn(sends, 'smtp'), logsIn(sends, 'submission')]).toEqual([false, true]);
  });
});

describe('axes', () => {
  test('one factor at a time', () => {
    const s = scenario('smtp framing service:lmtp service:submission', 'an SMTP client that has said EHLO');
    expect(keys(s)).toEqual(['base', 'starttls', 'octet', 'coalesced', 'split', 'lmtp', 'submission']);
  });

  test('at most 1 + 2 + 3 + 2', () => {
    const all: Offers = { services: { smtp: [at('starttls'), at('implicit')] }, clearLogin: new Set() };
    expect(cells(scenario('smtp framing'), 'axes', all)).toHaveLength(6);
  });

  test('base-only and base mode leave one', () => {
    expect(keys(scenario('smtp framing base-only'))).toEqual(['base']);
    expect(cells(scenario('smtp framing'), 'base', everything)).toHaveLength(1);
  });

  test('a login is not asked in clear where it is refused', () => {
    expect(
      cells(scenario('imap', 'an IMAP client that has logged in'), 'axes', everything).map((c) => c.transport),
    ).toEqual(['starttls', 'implicit']);
  });

  test('a scenario that starts TLS or looks at the greeting has no such cells', () => {
    expect(keys(scenario('imap', 'it starts TLS'))).toEqual(['base']);
    expect(keys(scenario('imap', 'an IMAP client that has dialled'))).toEqual(['base', 'implicit']);
  });

  test('a service that is not offered has no cell, and the next takes its place', () => {
    const lmtp: Offers = { services: { lmtp: [at('starttls')] }, clearLogin: new Set() };
    expect(keys(scenario('smtp service:lmtp'), lmtp)).toEqual(['lmtp', 'lmtp+starttls']);
    expect(cells(scenario('imap'), 'axes', lmtp)).toEqual([]);
  });

  test('a mutant is a cell of its own', () => {
    const [c] = mutantCells(scenario('smtp'), ['rfc1-2-x'], everything);
    expect(c?.mutant).toBe('rfc1-2-x');
    expect(cellKey(c!, cells(scenario('smtp'), 'base', everything)[0]!)).toBe('mutant:rfc1-2-x');
  });
});
