import { describe, expect, test } from 'vitest';
import { UsageError } from '../runner/errors.ts';
import { attach, parseAddress } from './attach.ts';
import { parseTarget } from './file.ts';
import { accountsOf } from './open.ts';

const GOOD = 'name = "x"\n[service.imap]\nendpoint = "127.0.0.1:143"\n';

describe('a target file', () => {
  test('accounts by a pattern', () => {
    const file = parseTarget(`${GOOD}[accounts]\ncount = 2\npassword = "s"\ndisposable = true\n`, 'x.toml');
    expect(accountsOf(file)).toEqual([
      { login: 'u00@example.test', address: 'u00@example.test', password: 's', disposable: true },
      { login: 'u01@example.test', address: 'u01@example.test', password: 's', disposable: true },
    ]);
  });

  test('the same text has the same digest', () => {
    expect(parseTarget(GOOD, 'a.toml').digest).toBe(parseTarget(GOOD, 'b.toml').digest);
    expect(parseTarget(`${GOOD}\n`, 'a.toml').digest).not.toBe(parseTarget(GOOD, 'a.toml').digest);
  });

  test.each([
    ['name = ', /^x\.toml: /],
    [`colour = 1\n${GOOD}`, /^x\.toml: unknown key "colour" in the file; known: name, version,/],
    [`${GOOD}tls = "maybe"\n`, 'x.toml: service.imap.tls: must be one of none, starttls, implicit'],
    [`${GOOD}door = 1\n`, /^x\.toml: unknown key "door" in \[service\.imap\]; known: endpoint, port, tls/],
    [`${GOOD}port = 1\n`, /^x\.toml: service\.imap: give endpoint = "HOST:PORT", and nothing else/],
    [`${GOOD}[start]\ncontainer = "Dockerfile"\n`, /^x\.toml: service\.imap: give the port inside the container/],
    ['name = "x"\n[start]\ncontainer = "Dockerfile"\n', /^x\.toml: service: name the ports inside the container/],
    [`${GOOD}[start]\ncommand = ["x"]\nbase = "trixie"\n`, 'x.toml: start.base: only beside start.container'],
    [`${GOOD}[door]\nfiles = "/a"\nmbox = "/b"\n`, 'x.toml: door: give exactly one of files, mbox'],
    [`${GOOD}[limits]\nlane = 1\n`, /^x\.toml: unknown key "lane" in \[limits\]; known: lanes, per_user_connections/],
    [`${GOOD}[limits]\nlanes = 0\n`, /^x\.toml: limits\.lanes: /],
    [`${GOOD}[service.nntp]\nendpoint = "a:1"\n`, /^x\.toml: unknown key "nntp" in \[service\]; known: smtp,/],
    ['[service.imap]\nendpoint = "127.0.0.1:143"\n', /^x\.toml: name: /],
    ['name = "x"\n', /^x\.toml: service: name at least one of \[service\.smtp\]/],
    [`${GOOD}[start]\n`, 'x.toml: start: give exactly one of serve, command, container'],
    [
      `${GOOD}[[account]]\nlogin = "a"\naddress = "a"\npassword = "p"\n`,
      'x.toml: account.0.address: is no mail address',
    ],
  ])('%j is refused', (text, message) => {
    expect(() => parseTarget(text, 'x.toml')).toThrow(UsageError);
    expect(() => parseTarget(text, 'x.toml')).toThrow(message);
  });
});

describe('flags', () => {
  test('services, implicit TLS, and an account', () => {
    const t = attach({ imap: '[::1]:143', imaps: 'mail:993', user: 'alice@example.org', password: 's' });
    expect(t.facts.services.imap).toEqual([
      { host: '::1', port: 143, tls: 'starttls' },
      { host: 'mail', port: 993, tls: 'implicit' },
    ]);
    expect(t.facts.domain).toBe('example.org');
    expect(t.accounts).toEqual([
      { login: 'alice@example.org', address: 'alice@example.org', password: 's', disposable: false },
    ]);
    expect(t.door()).toEqual({ kind: 'imap' });
  });

  test('the digest of a command line does not hold the password', () => {
    const one = attach({ smtp: 'a:25', user: 'u', password: 'one' });
    expect(attach({ smtp: 'a:25', user: 'u', password: 'two' }).facts.config).toBe(one.facts.config);
  });

  test.each(['25', 'host:', ':25', 'host:0', 'host:70000', 'host:x'])('%s is no address', (text) => {
    expect(() => parseAddress(text, '--smtp')).toThrow(`--smtp: "${text}" is not HOST:PORT`);
  });

  test('nothing to ask, or a password for nobody', () => {
    expect(() => attach({})).toThrow(/name a target file, or where the server listens: --smtp/);
    expect(() => attach({ smtp: 'a:25', password: 'x' })).toThrow('--password needs --user');
  });
});
