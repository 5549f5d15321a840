import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, octetsSame, same, that } from './kit/expect.ts';
import { corpus, message, octets, plain } from './kit/messages.ts';
import { beyondAscii } from './kit/server.ts';
import type { Account, Service } from './kit/types.ts';

/** How a service is reached by a URL, with and without TLS. */
const SCHEMES: Partial<Record<Service, string>> = {
  smtp: 'smtp',
  submission: 'smtp',
  submissions: 'smtps',
  imap: 'imap',
  imaps: 'imaps',
  pop3: 'pop3',
  pop3s: 'pop3s',
};

const user = (a: Account): string[] => ['-u', `${a.address}:${a.password}`];

async function curl(b: Bench, service: Service, path: string, ...more: string[]): Promise<Buffer> {
  const { port } = await b.place(service);
  const url = `${SCHEMES[service]}://localhost:${port}/${path}`;
  return (await b.run(['curl', '-sS', '--max-time', '50', '--cacert', b.ca, '--url', url, ...more])).stdout;
}

async function send(b: Bench, service: Service, to: Account, octets: Buffer, ...more: string[]): Promise<void> {
  const file = await b.file('message', octets);
  await curl(
    b,
    service,
    'client.example.org',
    '--mail-from',
    to.address,
    '--mail-rcpt',
    to.address,
    '-T',
    file,
    ...more,
  );
}

/** Exit codes: the login was denied; sending failed, as where no login was to be had. */
const DENIED = [67, 55];
/** Near the most that the server takes. */
const LARGE = 50_000_000;

function large(): Buffer {
  const head = message('From: <a@example.org>', 'Message-ID: <large@client.example.org>', 'Subject: large', '');
  const row = octets(75, 'row').toString('hex').slice(0, 148);
  const line = Buffer.from(`${row}\r\n`);
  return Buffer.concat([head, Buffer.alloc(LARGE - (LARGE % line.length), line)]);
}

export const curlClient: Client = {
  name: 'curl',
  packages: ['curl', 'ca-certificates'],
  checks: [
    {
      name: 'smtp, all transports',
      what: 'hands in messages by smtp, STARTTLS, submission with login and smtps; read back by IMAP and POP3',
      async run(b) {
        const to = b.account();
        const sent = [
          ...corpus('curl'),
          Buffer.concat([plain('curl.line'), Buffer.alloc(1_000_000, 'x'), message('')]),
        ];
        const ways: [Service, string[]][] = [
          ['smtp', []],
          ['smtp', ['--ssl-reqd']],
          ['submission', ['--ssl-reqd', ...user(to)]],
          ['submissions', user(to)],
        ];
        for (const [i, m] of sent.entries()) {
          const [service, more] = ways[i % ways.length]!;
          await send(b, service, to, m, ...more);
        }
        await holds(b, to, sent);
      },
    },
    {
      name: 'an address beyond ASCII',
      what: 'by smtp, and by submission inside TLS; read back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const sent = [plain('utf8.smtp', 'Grüße'), plain('utf8.submission', 'Grüße')];
        const envelope = ['--mail-from', me.address, '--mail-rcpt', beyondAscii(to), '-T'];
        await curl(b, 'smtp', 'client.example.org', ...envelope, await b.file('smtp', sent[0]!));
        const file = await b.file('submission', sent[1]!);
        await curl(b, 'submission', 'client.example.org', ...envelope, file, '--ssl-reqd', ...user(me));
        that(b.asked('smtp', /^MAIL FROM:.* SMTPUTF8/) === 1, 'SMTPUTF8 was not asked for');
        await holds(b, to, sent);
      },
    },
    {
      name: 'imap, upload and fetch',
      what: 'appends to a folder with a blank in its name, reads it back over STARTTLS and imaps, searches, flags, expunges',
      async run(b) {
        const me = b.account();
        const tls = [...user(me), '--ssl-reqd'];
        await curl(b, 'imap', '', ...user(me), '-X', 'CREATE "Two words"');
        const sent = corpus('curl');
        for (const m of sent) await curl(b, 'imap', 'Two%20words', ...user(me), '-T', await b.file('message', m));
        for (const [i, m] of sent.entries()) {
          const by =
            i % 2 === 0
              ? curl(b, 'imap', `Two%20words;MAILINDEX=${i + 1}`, ...tls)
              : curl(b, 'imaps', `Two%20words;UID=${i + 1}`, ...user(me));
          octetsSame(`message ${i + 1}`, await by, m);
        }
        const text = await curl(b, 'imap', 'Two%20words;UID=1;SECTION=TEXT', ...user(me));
        same('its text', text.toString(), 'A text of one line.\r\n');
        const found = await curl(b, 'imap', 'Two%20words?SUBJECT%20dots', ...user(me));
        same('what a search finds', found.toString().trim(), '* SEARCH 2');
        await curl(b, 'imap', 'Two%20words', ...user(me), '-X', 'STORE 1:2 +FLAGS.SILENT (\\Deleted Label)');
        await curl(b, 'imap', 'Two%20words', ...user(me), '-X', 'EXPUNGE');
        using imap = await b.imap(me);
        const left = await imap.messages('Two words');
        same(
          'UIDs that are left',
          left.map((m) => m.uid),
          sent.slice(2).map((_, i) => i + 3),
        );
      },
    },
    {
      name: 'pop3, list, fetch and delete',
      what: 'reads a maildrop over pop3, STLS and pop3s, and deletes from it; looked at by IMAP',
      async run(b) {
        const me = b.account();
        const sent = corpus('curl');
        await b.deliver(me, sent);
        const before = await b.pop3(me);
        const listed = (await curl(b, 'pop3', '', ...user(me))).toString().trim().split(/\r\n/);
        same(
          'sizes listed',
          listed,
          before.map((m, i) => `${i + 1} ${m.length}`),
        );
        const ways: [Service, string[]][] = [
          ['pop3', []],
          ['pop3', ['--ssl-reqd']],
          ['pop3s', []],
        ];
        for (const [i, m] of before.entries()) {
          const [service, more] = ways[i % ways.length]!;
          octetsSame(`message ${i + 1}`, await curl(b, service, `${i + 1}`, ...user(me), ...more), m);
        }
        await curl(b, 'pop3', '2', ...user(me), '-X', 'DELE', '-I');
        await holds(
          b,
          me,
          sent.filter((_, i) => i !== 1),
        );
      },
    },
    {
      name: 'a message of 50 MB',
      what: 'sent by smtp, read by imaps and pop3s; a fetch is broken off in the middle, and the next one is whole',
      async run(b) {
        const me = b.account();
        const sent = large();
        await send(b, 'smtp', me, sent);
        const cut = await b.place('imap');
        const slow = b.start([
          'curl',
          '-s',
          ...user(me),
          '--limit-rate',
          '2M',
          '-o',
          'part',
          `imap://localhost:${cut.port}/INBOX;UID=1`,
        ]);
        await b.until(
          'a part has come',
          async () => (await b.list('.')).includes('part') && (await b.read('part')).length > 1_000_000,
        );
        slow.end();
        for (const [service, path] of [
          ['imaps', 'INBOX;UID=1'],
          ['pop3s', '1'],
        ] as const) {
          const got = await curl(b, service, path, ...user(me), '-o', 'whole');
          same('what was printed', got.length, 0);
          const whole = await b.read('whole');
          octetsSame(service, whole.subarray(whole.length - sent.length), sent);
        }
      },
    },
    {
      name: 'no password in clear',
      what: 'with settings as they come: logins without TLS are refused, with STARTTLS taken; mail from outside needs neither',
      async run(b) {
        const server = await b.strictServer();
        const me = server.accounts[0]!;
        const file = await b.file('message', plain('strict'));
        const at = (service: Service): string =>
          `${SCHEMES[service]}://${server.endpoints[service].replace('127.0.0.1', 'localhost')}`;
        const send = ['--mail-from', me.address, '--mail-rcpt', me.address, '-T', file];
        const all: [Service, string[]][] = [
          ['imap', []],
          ['pop3', []],
          ['submission', send],
        ];
        for (const [service, more] of all) {
          const argv = [
            'curl',
            '-sS',
            '--max-time',
            '20',
            '--cacert',
            `${b.home}/ca.strict.pem`,
            at(service),
            ...user(me),
            ...more,
          ];
          await b.run(argv, { codes: DENIED });
          await b.run([...argv, '--ssl-reqd']);
        }
        await b.run(['curl', '-sS', at('smtp'), ...send]);
        const list = await b.run([
          'curl',
          '-sS',
          '--ssl-reqd',
          '--cacert',
          `${b.home}/ca.strict.pem`,
          at('pop3'),
          ...user(me),
        ]);
        same('messages', list.stdout.toString().trim().split('\n').length, 2);
        same('errors it logged', server.faults(), []);
      },
    },
    {
      name: 'a password that is hard to quote',
      what: 'logs in with quotes, a backslash, braces and UTF-8, by AUTHENTICATE and by POP3',
      async run(b) {
        const me = b.server.strange;
        await b.deliver(me, [plain('strange')]);
        for (const method of ['AUTH=PLAIN', 'AUTH=LOGIN']) {
          const list = await curl(b, 'imap', '', ...user(me), '--login-options', method);
          that(list.includes('INBOX'), `no INBOX after ${method}`);
        }
        for (const method of ['AUTH=PLAIN', 'AUTH=LOGIN']) {
          const list = await curl(b, 'pop3', '', ...user(me), '--login-options', method);
          that(list.toString().startsWith('1 '), `no message listed after ${method}`);
        }
      },
    },
  ],
  gaps: [],
};
