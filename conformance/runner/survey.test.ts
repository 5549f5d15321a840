import { expect, test } from 'vitest';
import { loginInClear, prefixOf } from './survey.ts';

test('the first personal namespace tells what names begin with', () => {
  expect(prefixOf('* NAMESPACE (("INBOX." ".")) (("user." ".")) (("" "."))')).toBe('INBOX.');
  expect(prefixOf('* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("a"))) NIL NIL')).toBe('');
  expect(prefixOf('* namespace (("a\\"b\\\\" "\\\\")) NIL NIL')).toBe('a"b\\');
});

test('no personal namespace is no prefix, another response tells nothing', () => {
  expect(prefixOf('* NAMESPACE NIL (("user." ".")) NIL')).toBe('');
  expect(prefixOf('* 3 EXISTS')).toBeUndefined();
});

test('a POP3 login in clear is one by USER, by a mechanism that sends the password, or of a server without CAPA', () => {
  expect(loginInClear('pop3', ['TOP', 'USER', 'STLS'])).toBe(true);
  expect(loginInClear('pop3', ['TOP', 'SASL PLAIN LOGIN'])).toBe(true);
  expect(loginInClear('pop3', [])).toBe(true);
  expect(loginInClear('pop3', ['TOP', 'SASL SCRAM-SHA-256 LOGIN'])).toBe(true);
  expect(loginInClear('pop3', ['TOP', 'STLS', 'SASL'])).toBe(false);
  expect(loginInClear('pop3', ['TOP', 'STLS', 'SASL SCRAM-SHA-256-PLUS SCRAM-SHA-256 CRAM-MD5'])).toBe(false);
  expect(loginInClear('pop3', ['TOP', 'STLS'])).toBe(false);
  expect(loginInClear('pop3', undefined)).toBe(false);
});

test('an SMTP login in clear is one by PLAIN, whatever else is offered', () => {
  expect(loginInClear('submission', ['SIZE 1000', 'AUTH LOGIN PLAIN'])).toBe(true);
  expect(loginInClear('submission', ['AUTH CRAM-MD5', 'STARTTLS'])).toBe(false);
  expect(loginInClear('smtp', ['STARTTLS'])).toBe(false);
});

test('a site that states that nobody logs in in clear is believed, whatever is announced', () => {
  expect(loginInClear('pop3', ['USER', 'STLS'], { cleartext_login: false })).toBe(false);
  expect(loginInClear('pop3', ['USER', 'STLS'], { cleartext_login: true })).toBe(true);
  expect(loginInClear('imap', ['IMAP4REV1', 'LOGINDISABLED'], { cleartext_login: true })).toBe(false);
});
