import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { parsed } from './kit/mailparser.ts';
import { corpus, plain, tokenOf } from './kit/messages.ts';
import { reportsTo } from './kit/notices.ts';
import { sendingFacts } from './kit/sending.ts';
import { beyondAscii } from './kit/server.ts';
import type { Account } from './kit/types.ts';

const PYTHON = ['/usr/bin/python3'];

async function smtplib(
  b: Bench,
  what: string,
  me: Account,
  to: readonly Account[],
  more: object = {},
): Promise<unknown> {
  const facts = await sendingFacts(b, ['smtp', 'submission', 'submissions', 'lmtp'], what, me, to, more);
  return await b.script(PYTHON, 'smtp_lib.py', facts);
}

const SUBJECT =
  'Grüße, привет, 日本語 and 🙂: a subject so long that it has to be folded more than once before it ends';

export const smtplibClient: Client = {
  name: 'smtplib',
  packages: ['python3'],
  checks: [
    {
      name: 'five kinds of session',
      what: 'sends hard messages by smtp, clear and secured submission and LMTP to two recipients; read back of both',
      async run(b) {
        const [me, one, two] = [b.account(), b.account(), b.account()];
        const kinds = ['smtp', 'clear', 'starttls', 'tls', 'lmtp'];
        const sent = kinds.flatMap((kind) => corpus(kind));
        const send: Record<string, string[]> = {};
        for (const [i, m] of sent.entries()) {
          const kind = kinds[Math.floor((i * kinds.length) / sent.length)]!;
          send[kind] ??= [];
          send[kind].push(await b.file(`message${i}`, m));
        }
        await smtplib(b, 'octets', me, [one, two], { send });
        for (const account of [one, two]) await holds(b, account, sent);
      },
    },
    {
      name: 'refusals are told one by one',
      what: 'a refused recipient beside a served one, none served, a NUL, and VRFY',
      refusals: [/^rcpt TO:<nobody@.*=> 550 /i],
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const told = await smtplib(b, 'some_refused', me, [to]);
        const found = await b.pop3(to);
        // NUL is mail by RFC 5321 section 4.5.2, however little one should send it: it is carried.
        same('what was told', told, {
          refused: { 'nobody@example.test': 550 },
          none: ['nobody@example.test'],
          nul: 'taken',
          vrfy: 252,
        });
        same('messages', found.length, 2);
        that(found[1]!.includes(Buffer.from('a\0b')), 'NUL did not arrive as it was sent');
      },
    },
    {
      name: 'gone within a message',
      what: '8 sessions end without a word, 4 of them one octet before the end of data; nothing arrives',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        await smtplib(b, 'vanish', me, [to]);
        await b.deliver(to, [plain('fence')]);
        await holds(b, to, [plain('fence')]);
      },
    },
    {
      name: 'a message it composes',
      what: 'names, subject and file name in many scripts; a parser reads them back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        await smtplib(b, 'composed', me, [to], { subject: SUBJECT });
        const [found] = await b.pop3(to);
        that(found !== undefined && tokenOf(found) === 'composed', 'it has not arrived');
        const read = await parsed(found);
        same('subject', read.subject, SUBJECT);
        same('text', read.text, 'Grüße, привет, 日本語 🙂\n.\n..\n');
        same('file', [read.attachments[0]?.filename, read.attachments[0]?.size], ['résumé 日.bin', 256 * 40]);
      },
    },
    {
      name: 'an address beyond ASCII, and a notice of it',
      what: 'a message that needs SMTPUTF8 in header and envelope; the report of its delivery names the address as it is',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const address = beyondAscii(to);
        await smtplib(b, 'international', me, [to], { address });
        const reports = await reportsTo(b, me);
        same(
          'what they say',
          reports.map(([of, one]) => [of?.['original-envelope-id'], one?.action, one?.['final-recipient']]),
          [['smtplib', 'delivered', `utf-8; ${address}`]],
        );
        const [found] = await b.pop3(to);
        that(found !== undefined && tokenOf(found) === 'international', 'it has not arrived');
        that(found.toString().includes(`\r\nTo: Jörg Müller <${address}>\r\n`), 'To is not as it was');
        that(/ with (?:UTF8SMTPA|UTF8SMTPSA) /.test(found.toString()), 'the Received field does not say UTF8');
      },
    },
  ],
};
