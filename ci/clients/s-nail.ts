import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, sameMeaning, that } from './kit/expect.ts';
import { parsed } from './kit/mailparser.ts';
import { corpus, octets, plain, tokenOf } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

const part = (a: Account): string => `${encodeURIComponent(a.address)}:${encodeURIComponent(a.password)}`;

async function set(b: Bench, me: Account, ...more: string[]): Promise<string[]> {
  const all = [
    'v15-compat',
    `tls-ca-file=${b.ca}`,
    'tls-verify=strict',
    `from=Jörg Müller <${me.address}>`,
    'ttycharset=utf-8',
  ];
  return ['s-nail', '-:/', ...[...all, 'hostname=client.example.org', 'expandaddr', ...more].flatMap((s) => ['-S', s])];
}

async function box(b: Bench, me: Account, service: Service, ...more: string[]): Promise<string[]> {
  const { port } = await b.place(service);
  return [...(await set(b, me, ...more)), '-R']
    .slice(0, -1)
    .concat('-#', '-f', `${service}://${part(me)}@localhost:${port}${service.startsWith('imap') ? '/INBOX' : ''}`);
}

export const sNailClient: Client = {
  name: 's-nail',
  packages: ['s-nail', 'ca-certificates'],
  checks: [
    {
      name: 'sends with a file',
      what: 'by submission with STARTTLS, PLAIN and LOGIN, and by TLS from the start; a parser reads it back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const attached = await b.file('octets.bin', octets(50_000, 's-nail'));
        const ways: [Service, string, string[]][] = [
          ['submission', 'smtp', ['smtp-use-starttls', 'smtp-auth=plain']],
          ['submission', 'smtp', ['smtp-use-starttls', 'smtp-auth=login']],
          ['submissions', 'smtps', ['smtp-auth=plain']],
        ];
        const text = 'Grüße aus Köln,\n.\n.a dot\n日本語 🙂.\n';
        for (const [service, scheme, more] of ways) {
          const { port } = await b.place(service);
          const argv = await set(b, me, `mta=${scheme}://${part(me)}@localhost:${port}`, ...more);
          await b.run([...argv, '-s', `Grüße 日本語 by ${more.join(' ')}`, '-a', attached, to.address], {
            input: text,
          });
        }
        const found = await Promise.all((await b.pop3(to)).map(parsed));
        same(
          'subjects',
          found.map((m) => m.subject),
          ways.map(([, , more]) => `Grüße 日本語 by ${more.join(' ')}`),
        );
        same(
          'texts',
          found.map((m) => m.text?.replaceAll('\r\n', '\n').trimEnd()),
          ways.map(() => text.trimEnd()),
        );
        that(
          found.every((m) => m.attachments[0]?.content.equals(octets(50_000, 's-nail'))),
          'a file is another',
        );
      },
    },
    {
      name: 'reads by IMAP and POP3',
      what: 'copies messages to a file and to another mailbox, and deletes some; over imaps, STARTTLS and pop3s',
      async run(b) {
        const ways: [Service, string[]][] = [
          ['imaps', []],
          ['imap', ['imap-use-starttls']],
          ['imap', ['imap-auth=login']],
          ['pop3s', []],
          ['pop3', ['pop3-use-starttls']],
          ['pop3', []],
        ];
        for (const [i, [service, more]] of ways.entries()) {
          const me = b.account();
          const sent = corpus(`way${i}`).filter((m) => !tokenOf(m).endsWith('.folded'));
          await b.deliver(me, sent);
          const script = [`copy * ${b.home}/out${i}`, 'delete 2 4', 'quit', ''].join('\n');
          await b.run(await box(b, me, service, ...more), { input: script });
          const text = (await b.read(`out${i}`)).toString('latin1');
          const found = text
            .split(/^From \S+ .*\n/m)
            .slice(1)
            .map((m) => Buffer.from(m.replace(/^(?:Status|X-Status): .*\n/gm, ''), 'latin1'));
          await sameMeaning(`the file by ${service}`, found, sent);
          await holds(
            b,
            me,
            sent.filter((_, n) => n !== 1 && n !== 3),
          );
        }
      },
    },
  ],
  gaps: [
    {
      wanted: 'AUTHENTICATE CRAM-MD5 (RFC 2195)',
      instead: 'gives up; LOGIN over TLS serves',
      async probe(b) {
        const me = b.account();
        await b.deliver(me, [plain('cram')]);
        await b.run(await box(b, me, 'imap', 'imap-auth=cram-md5'), { input: 'quit\n', codes: [0, 1] });
        return b.refusal(/^AUTHENTICATE CRAM-MD5/) ?? b.unannounced('CAPABILITY', 'AUTH=CRAM-MD5');
      },
    },
  ],
};
