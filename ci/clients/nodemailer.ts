import { readFile } from 'node:fs/promises';
import { createTransport } from 'nodemailer';
import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { interopFeatures } from './kit/features.ts';
import { parsed } from './kit/mailparser.ts';
import { corpus, octets, plain } from './kit/messages.ts';
import { reportsTo } from './kit/notices.ts';
import { versionOf } from './kit/packages.ts';
import { beyondAscii } from './kit/server.ts';
import type { Account, Service } from './kit/types.ts';

async function mailer(
  b: Bench,
  service: Service,
  me?: Account,
  more: object = {},
): Promise<ReturnType<typeof createTransport>> {
  const { port } = await b.place(service);
  const made = createTransport({
    host: 'localhost',
    port,
    name: 'client.example.org',
    secure: service === 'submissions',
    requireTLS: service === 'submission',
    ignoreTLS: service === 'smtp' || service === 'lmtp',
    lmtp: service === 'lmtp',
    tls: { ca: await readFile(b.ca) },
    ...(me === undefined ? {} : { auth: { user: me.address, pass: me.password } }),
    ...more,
  });
  b.defer(async () => made.close());
  return made;
}

/** Where mail can be handed in, and who has to log in there. */
function waysIn(me: Account): [Service, Account | undefined][] {
  return [
    ['smtp', undefined],
    ['submissions', me],
    ['lmtp', undefined],
  ];
}

export const nodemailerClient: Client = {
  name: 'nodemailer',
  packages: [],
  version: versionOf('nodemailer'),
  checks: [
    {
      name: 'features/interop',
      what: 'the scenarios in which libraries compose, send, find, flag and watch mail',
      run: async () => same('scenarios that did not pass', await interopFeatures(), []),
    },
    {
      name: 'a pool of connections',
      what: '300 messages at once over 5 connections of 20 messages each, by submission with login; each is there once',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const sent = Array.from({ length: 300 }, (_, i) => plain(`pool.${i}`));
        const pool = await mailer(b, 'submission', me, { pool: true, maxConnections: 5, maxMessages: 20 });
        await Promise.all(sent.map((raw) => pool.sendMail({ envelope: { from: me.address, to: to.address }, raw })));
        await holds(b, to, sent);
        that(b.connections('submission') >= 15, 'there were fewer connections than a pool has to make');
      },
    },
    {
      name: 'octets as they are',
      what: 'hard messages by smtp, submissions and LMTP',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const ways = waysIn(me);
        const sent = corpus('raw');
        for (const [i, raw] of sent.entries()) {
          const [service, login] = ways[i % ways.length]!;
          await (await mailer(b, service, login)).sendMail({ envelope: { from: me.address, to: to.address }, raw });
        }
        await holds(b, to, sent);
      },
    },
    {
      name: 'streams 20 MB of attachments',
      what: 'a file of 15 MB from a stream; it is whole behind pop3',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const file = Buffer.concat(Array.from({ length: 150 }, (_, i) => octets(100_000, String(i % 3))));
        await (await mailer(b, 'submissions', me)).sendMail({
          from: me.address,
          to: to.address,
          messageId: '<stream@client.example.org>',
          subject: 'Grüße',
          text: 'See the file.',
          attachments: [{ filename: 'große Datei 日本.bin', content: file }],
        });
        const [found] = await b.pop3(to);
        const { attachments, subject } = await parsed(found ?? Buffer.alloc(0));
        same('subject and name', [subject, attachments[0]?.filename], ['Grüße', 'große Datei 日本.bin']);
        that(attachments[0]?.content.equals(file) === true, 'the file is another');
      },
    },
    {
      name: 'refusals are told',
      what: 'some recipients refused, all refused, a wrong password',
      refusals: [/^RCPT TO:<nobody@.*=> 550 /, /^DATA => 503 /, /^AUTH PLAIN .*=> 535 /],
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const smtp = await mailer(b, 'smtp');
        const raw = plain('some');
        const some = await smtp.sendMail({
          envelope: { from: me.address, to: [to.address, 'nobody@example.test'] },
          raw,
        });
        same('accepted and refused', [some.accepted, some.rejected], [[to.address], ['nobody@example.test']]);
        const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
          await work.then(
            () => 'taken',
            (e: { responseCode?: number }) => e.responseCode,
          );
        same(
          'none',
          await codeOf(smtp.sendMail({ envelope: { from: me.address, to: 'nobody@example.test' }, raw })),
          550,
        );
        const wrong = await mailer(b, 'submission', { ...me, password: 'wrong' });
        same('login', await codeOf(wrong.verify()), 535);
        await holds(b, to, [raw]);
      },
    },
    {
      name: 'notices of delivery',
      what: 'asks for none, and for one of success with an envelope id; just that one arrives',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const [quiet, told] = [plain('dsn.quiet'), plain('dsn.told')];
        const envelope = { from: me.address, to: to.address };
        const smtp = await mailer(b, 'submission', me);
        await smtp.sendMail({ envelope, raw: quiet, dsn: { return: 'headers', notify: 'never' } });
        const asked = { id: 'told+1', return: 'headers', notify: ['success', 'failure'], recipient: to.address };
        await smtp.sendMail({ envelope, raw: told, dsn: { ...asked, return: 'headers' } });
        const reports = await reportsTo(b, me);
        same(
          'what they say',
          reports.map(([of, one]) => [of?.['original-envelope-id'], one?.action, one?.status]),
          [['told+1', 'delivered', '2.1.5']],
        );
        same('original recipient', reports[0]?.[1]?.['original-recipient'], `rfc822; ${to.address}`);
        await holds(b, to, [quiet, told]);
      },
    },
    {
      name: 'an address beyond ASCII',
      what: 'by smtp, submissions and LMTP; read back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const ways = waysIn(me);
        const sent = ways.map(([service]) => plain(`utf8.${service}`, 'Grüße'));
        for (const [i, [service, login]] of ways.entries()) {
          const envelope = { from: me.address, to: beyondAscii(to) };
          await (await mailer(b, service, login)).sendMail({ envelope, raw: sent[i]! });
        }
        that(b.asked('smtp', /^MAIL FROM:.* SMTPUTF8/) === 1, 'SMTPUTF8 was not asked for');
        await holds(b, to, sent);
      },
    },
  ],
};
