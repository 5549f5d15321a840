import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServerContext } from '../context.ts';
import type { SessionHandler } from '../net/types.ts';
import { pop3Session } from '../pop3/session.ts';
import { imapSession } from './session.ts';
import { testServer } from './testing.ts';

const octets = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 }).map((a) => String.fromCharCode(...a));
const number = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(4096, 4097, 20_000, 4294967295, 1e12));
const literal = fc
  .tuple(number, fc.constantFrom('', '+'), fc.nat(30))
  .map(([n, plus, real]) => `{${n}${plus}}\r\n${'x'.repeat(real)}`);
const imapWord = fc.constantFrom(
  ...['a', '*', 'INBOX', '"x', '"x"', '(', ')', '1:*', '1', '9', '\\Seen', '(\\Deleted)', 'BODY[]', 'BODY[1.2]<0.9>'],
  ...['FLAGS', '+FLAGS', 'ALL', 'NOT', 'OR', 'UID', 'DONE', 'ENVELOPE', 'BODYSTRUCTURE', 'TEXT', 'x/y', '%'],
);
const imapVerb = fc.constantFrom(
  ...['NOOP', 'SELECT INBOX', 'SELECT x', 'CREATE', 'DELETE', 'RENAME', 'LIST', 'LSUB', 'APPEND', 'FETCH', 'STORE'],
  ...['COPY', 'SEARCH', 'UID FETCH', 'UID SEARCH', 'EXPUNGE', 'CLOSE', 'IDLE', 'STATUS', 'ID', 'SUBSCRIBE', 'STARTTLS'],
);
const imapLine = fc
  .tuple(imapVerb, fc.array(fc.oneof(imapWord, literal, octets), { maxLength: 4 }))
  .map(([verb, words]) => ['t', verb, ...words].join(' '));
const popLine = fc
  .tuple(
    fc.constantFrom(
      'STAT',
      'LIST',
      'RETR',
      'TOP',
      'DELE',
      'RSET',
      'UIDL',
      'NOOP',
      'CAPA',
      'USER',
      'PASS',
      'AUTH PLAIN',
    ),
    fc.array(fc.oneof(fc.constantFrom('1', '2', '0', 'x', ''), octets), { maxLength: 3 }),
  )
  .map((words) => words.flat().join(' '));
const end = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r');

/** Sends all of it in pieces, then ends; the session has to end too, and nothing may be logged as an error. */
async function survives(
  handler: (ctx: ServerContext) => SessionHandler,
  login: string,
  lines: readonly string[],
  cut: number,
  vanish: boolean,
): Promise<void> {
  await using server = await testServer();
  await server.put('Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n');
  const { client, over } = server.open(handler);
  const text = login + lines.join('');
  for (let at = 0; at < text.length; at += cut) {
    client.send(text.slice(at, at + cut));
    if (cut < 100) await new Promise((go) => setImmediate(go));
  }
  if (vanish) client.vanish();
  else client.finish();
  await over;
  expect(server.errors).toEqual([]);
}

const script = (line: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(fc.oneof(line, octets), end).map(([l, e]) => l + e),
    { maxLength: 12 },
  );

test('IMAP survives whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(script(imapLine), fc.constantFrom(7, 10_000), fc.boolean(), (lines, cut, vanish) =>
      survives(imapSession, 'a LOGIN u00@example.test secret\r\nb SELECT INBOX\r\n', lines, cut, vanish),
    ),
    { numRuns: 150 },
  );
});

test('POP3 survives whatever comes', async () => {
  await fc.assert(
    fc.asyncProperty(script(popLine), fc.constantFrom(7, 10_000), fc.boolean(), (lines, cut, vanish) =>
      survives(pop3Session, 'USER u00@example.test\r\nPASS secret\r\n', lines, cut, vanish),
    ),
    { numRuns: 100 },
  );
});
