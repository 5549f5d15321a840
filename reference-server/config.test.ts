import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, LISTENERS, loadConfig, variableOf } from './config.ts';
import { KEYS } from './config-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'mailspec-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
function toml(text: string): string {
  const file = join(folder, `${++files}.toml`);
  writeFileSync(file, text);
  return file;
}

function faultOf(sources: Parameters<typeof loadConfig>[0]): string {
  try {
    loadConfig(sources);
  } catch (e) {
    if (e instanceof ConfigError) return e.message;
    throw e;
  }
  throw new Error('the configuration was taken');
}

test('without any source there is a server to try, on high ports of this machine', () => {
  const c = loadConfig();
  expect(c).toMatchObject({ domain: 'example.test', hostname: 'mail.example.test', dataDir: './data' });
  expect(Object.keys(c.listen)).toEqual([...LISTENERS]);
  expect(c.listen.imap).toEqual({ host: '127.0.0.1', port: 2143 });
  expect(c.auth).toEqual({ cleartextLogin: false, argon2: { memory: 19456, passes: 2 }, cacheMs: 300_000 });
  expect(c.limits).toMatchObject({ smtpRecipients: 1000, smtpMessage: 52_428_800, imapIdleMs: 1_800_000 });
});

test('the command line is stronger than the environment, which is stronger than the file', () => {
  const file = toml(`
domain = "Mail.Test"
[limits]
smtpRecipients = 200
smtpErrors = 5
imapErrors = 6
[auth]
argon2 = { memory = 256, passes = 1 }
`);
  const env = { MAILSPEC_LIMITS_SMTP_ERRORS: '7', MAILSPEC_LIMITS_IMAP_ERRORS: '8', MAILSPEC_SEED: '1' };
  const c = loadConfig({ file, env, overrides: { 'limits.imapErrors': 9, 'auth.cleartextLogin': true } });
  expect(c.limits).toMatchObject({ smtpRecipients: 200, smtpErrors: 7, imapErrors: 9 });
  expect(c).toMatchObject({ domain: 'mail.test', hostname: 'mail.mail.test', auth: { cleartextLogin: true } });
  expect(c.auth.argon2).toEqual({ memory: 256, passes: 1 });
});

test('a listener that is named is the whole list', () => {
  const file = toml('[listen]\nimap = "[::1]:143"\nlmtp = "/run/lmtp.sock"\n');
  expect(loadConfig({ file }).listen).toEqual({ imap: { host: '::1', port: 143 }, lmtp: { path: '/run/lmtp.sock' } });
  const overrides = { 'listen.smtp': '0.0.0.0:0' };
  expect(loadConfig({ file, overrides }).listen).toEqual({ smtp: { host: '0.0.0.0', port: 0 } });
});

test('each mistake is told with its place, its key and what it may be', () => {
  const file = toml(`domain = "a b"
colour = "red"
[limits]
smtpRecipients = 3
smtpRecipient = 1000
[auth]
argon2 = { memory = "much" }
[listen]
http = "127.0.0.1:80"
imap = "127.0.0.1:70000"
[log]
level = "loud"
`);
  const lines = faultOf({ file, env: { MAILSPEC_AUTH_CLEARTEXT_LOGIN: 'yes', MAILSPEC_LIMITS_NONE: '1' } }).split('\n');
  const expected: [string, string][] = [
    [`${file}:1:`, 'domain is "a b", but must be a domain name'],
    [`${file}:2:`, 'there is no key colour; keys are domain, hostname'],
    [`${file}:4:`, 'limits.smtpRecipients is 3, but must be a whole number from 100 to 100000'],
    [`${file}:5:`, 'there is no key limits.smtpRecipient; limits.* has connections'],
    [`${file}:7:`, 'auth.argon2.memory is "much", but must be a whole number'],
    [`${file}:9:`, 'there is no key listen.http; listen.* has smtp'],
    [`${file}:10:`, 'listen.imap is "127.0.0.1:70000", but must be "host:port"'],
    [`${file}:12:`, 'log.level is "loud", but must be one of silent, error'],
    ['environment MAILSPEC_AUTH_CLEARTEXT_LOGIN:', 'auth.cleartextLogin is "yes", but must be true or false'],
    ['environment:', 'MAILSPEC_LIMITS_NONE is no key'],
  ];
  expect(lines.length).toBe(expected.length);
  expected.forEach(([place, text], i) => {
    expect(lines[i]?.startsWith(place), lines[i]).toBe(true);
    expect(lines[i]).toContain(text);
  });
});

test('what is only for tests is refused where real mail could be', () => {
  const weak = { 'auth.argon2.memory': 256, 'limits.imapIdleMs': 1000 };
  expect(faultOf({ overrides: { ...weak, domain: 'example.org' } }).split('\n')).toEqual([
    'auth.argon2.memory is 256, but must be at least 19456: weaker hashes only where domain ends in .test',
    'limits.imapIdleMs is 1000, but must be at least 1800000: shorter waits (RFC 3501 section 5.4) only where domain ends in .test',
  ]);
  expect(loadConfig({ overrides: { ...weak, domain: 'x.test' } }).limits.imapIdleMs).toBe(1000);
  expect(faultOf({ overrides: { 'tls.cert': 'x' } })).toContain('tls.cert and tls.key');
});

test('aliases are a table of names, and what they lead to is in the domain', () => {
  const file = toml(`
catchAll = "bob"
postmaster = "alice@Example.test"
[delivery]
subaddress = ""
[aliases]
team = ["alice@example.test", "bob"]
"alias-*" = "*@example.test"
"δ-*@example.test" = "*"
`);
  const c = loadConfig({ file });
  expect(c.aliases).toEqual({
    team: ['alice@example.test', 'bob'],
    'alias-*': ['*@example.test'],
    'δ-*@example.test': ['*'],
  });
  expect(c).toMatchObject({ catchAll: 'bob', delivery: { subaddress: '', retryMs: 60_000 } });
  expect(loadConfig({ env: { MAILSPEC_ALIASES: '{"a":"b"}' } }).aliases).toEqual({ a: ['b'] });
  expect(loadConfig().aliases).toEqual({});
  const bad = toml('catchAll = "x@example.org"\n[aliases]\nteam = ["a@example.org"]\n"*-*" = "b"\n');
  expect(faultOf({ file: bad }).split('\n')).toEqual([
    'aliases: "team": a@example.org is not in example.test: mail does not leave this server',
    'aliases: "*-*": a name has one * at most',
    'catchAll is "x@example.org", but must be an address in example.test',
  ]);
  expect(faultOf({ file: toml('[aliases]\nteam = 3\n') })).toMatch(
    /:1: aliases is {"team":3}, but must be a table of names/,
  );
  expect(faultOf({ env: { MAILSPEC_ALIASES: 'a=b' } })).toContain('aliases is "a=b", but must be a table of names');
});

test('a file that is not there or no TOML is one line', () => {
  expect(faultOf({ file: join(folder, 'none.toml') })).toContain('none.toml');
  expect(faultOf({ file: toml('a = \n') })).toMatch(/\.toml:1:\d+: /);
});

test('every key has a variable of its own', () => {
  expect(variableOf('limits.smtpRecipients')).toBe('MAILSPEC_LIMITS_SMTP_RECIPIENTS');
  expect(new Set([...KEYS.keys()].map(variableOf)).size).toBe(KEYS.size);
});
