import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64 } from './base64.ts';
import { exchange } from './exchange.ts';

const b64 = (s: string): string => Buffer.from(s).toString('base64');

/** Runs an exchange whose client answers with these lines, or not at all once they are used up. */
async function run(name: string, initial: string | undefined, ...lines: string[]) {
  const asked: string[] = [];
  const outcome = await exchange(name, initial, async (challenge) => {
    asked.push(challenge);
    return lines.shift() ?? { gone: true };
  });
  return { outcome, asked };
}

describe('base64', () => {
  test.each(['', 'QQ==', 'QUI=', 'QUJD'])('reads %j', (s) => expect(decodeBase64(s)?.toString('base64')).toBe(s));
  test.each(['Q', 'QQ', 'QQ=', 'QR==', '=QQQ', 'QQ==QQ==', 'QU I', 'QU-_', 'QUJD\n', '====', 'QUJD===='])(
    'refuses %j',
    (s) => expect(decodeBase64(s)).toBeUndefined(),
  );
  test('gives back any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(decodeBase64(Buffer.from(octets).toString('base64'))).toEqual(Buffer.from(octets));
      }),
    );
  });
});

describe('an exchange', () => {
  const credentials = { came: 'credentials', login: 'tim', password: Buffer.from('tanstaaf'), authzid: '' };
  const plain = b64('\0tim\0tanstaaf');

  test('ends with credentials, whether they come at once or when asked for', async () => {
    expect(await run('PLAIN', plain)).toEqual({ outcome: credentials, asked: [] });
    expect(await run('plain', undefined, plain)).toEqual({ outcome: credentials, asked: [''] });
    expect(await run('LOGIN', undefined, b64('tim'), b64('tanstaaf'))).toEqual({
      outcome: credentials,
      asked: [b64('Username:'), b64('Password:')],
    });
    expect(await run('LOGIN', b64('tim'), b64('tanstaaf'))).toEqual({
      outcome: credentials,
      asked: [b64('Password:')],
    });
  });
  test('takes a lone equals sign for an initial response that is empty, and for nothing else', async () => {
    expect((await run('PLAIN', '=')).outcome).toEqual({ came: 'malformed', why: 'PLAIN needs two NUL' });
    expect((await run('PLAIN', undefined, '=')).outcome).toEqual({ came: 'malformed', why: 'not base64' });
    // An empty line is an empty response.
    expect((await run('PLAIN', undefined, '')).outcome).toEqual({ came: 'malformed', why: 'PLAIN needs two NUL' });
  });
  test('refuses what is not base64, at once or later', async () => {
    const notBase64 = { came: 'malformed', why: 'not base64' };
    expect((await run('PLAIN', '!')).outcome).toEqual(notBase64);
    expect((await run('PLAIN', '')).outcome).toEqual({ came: 'malformed', why: 'PLAIN needs two NUL' });
    expect((await run('LOGIN', b64('tim'), 'AAA=BBB=')).outcome).toEqual(notBase64);
  });
  test('is cancelled by an asterisk as a response, not as an initial one', async () => {
    expect((await run('LOGIN', undefined, b64('tim'), '*')).outcome).toEqual({ came: 'cancelled' });
    expect((await run('LOGIN', '*')).outcome).toEqual({ came: 'malformed', why: 'not base64' });
  });
  test('knows no other mechanism, whatever comes with it', async () => {
    expect(await run('CRAM-MD5', '!')).toEqual({ outcome: { came: 'no-mechanism' }, asked: [] });
  });
  test('hands on what kept a response from being read', async () => {
    expect(await run('LOGIN', b64('tim'))).toEqual({
      outcome: { came: 'other', other: { gone: true } },
      asked: [b64('Password:')],
    });
  });
});
