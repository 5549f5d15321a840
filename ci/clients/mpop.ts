import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, octetsSame, once } from './kit/expect.ts';
import { asLf, corpus, plain, tokenOf } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

async function configure(b: Bench, me: Account, service: Service, ...more: string[]): Promise<string[]> {
  const { port } = await b.place(service);
  await b.makeMaildir('got');
  const config = await b.file(
    'mpoprc',
    [
      ...['account one', 'host localhost', `port ${port}`, `user ${me.address}`, `password ${me.password}`],
      ...[
        `tls_trust_file ${b.ca}`,
        `uidls_file ${b.home}/uidls`,
        'received_header off',
        `delivery maildir ${b.home}/got`,
      ],
      ...[...more, ''],
    ].join('\n'),
  );
  return ['mpop', '-C', config, 'one'];
}

async function got(b: Bench, wanted: readonly Buffer[]): Promise<void> {
  const by = once('its Maildir', await b.maildir('got'), wanted);
  for (const w of wanted) {
    const text = by.get(tokenOf(w));
    const want = asLf(w);
    octetsSame(tokenOf(w), text?.subarray(text.length - want.length), want);
  }
}

const TRANSPORTS: [Service, string[]][] = [
  ['pop3', ['tls off']],
  ['pop3', ['tls on', 'tls_starttls on']],
  ['pop3s', ['tls on', 'tls_starttls off']],
];

export const mpopClient: Client = {
  name: 'mpop',
  packages: ['mpop', 'ca-certificates'],
  checks: [
    {
      name: 'takes a maildrop, pipelined',
      what: 'fetches hard messages in clear, over STLS and pop3s into a Maildir and deletes them from the server',
      async run(b) {
        for (const [i, [service, more]] of TRANSPORTS.entries()) {
          const me = b.account();
          await b.deliver(me, corpus(`way${i}`));
          await b.run(await configure(b, me, service, ...more, 'keep off', 'auth plain', 'pipelining on'));
          await holds(b, me, []);
        }
        await got(
          b,
          TRANSPORTS.flatMap((_, i) => corpus(`way${i}`)),
        );
      },
    },
    {
      name: 'keeps 500 messages and fetches them once',
      what: 'is stopped in the middle of the first run; later runs bring the rest, and only that',
      async run(b) {
        const me = b.account();
        const all = Array.from({ length: 500 }, (_, i) => plain(`kept.${i}`));
        await b.deliver(me, all.slice(0, 400));
        const argv = await configure(b, me, 'pop3', 'tls off', 'auth plain', 'keep on');
        const first = b.start(argv);
        await b.until('some have come', async () => (await b.list('got/new')).length > 20);
        first.end('SIGTERM');
        await b.until('it has ended', () => first.ended());
        await b.run(argv);
        await b.deliver(me, all.slice(400));
        await b.run(argv);
        await b.run(argv);
        await got(b, all);
        await holds(b, me, all);
      },
    },
    {
      name: 'by SASL and by USER',
      what: 'logs in by PLAIN, LOGIN and USER',
      async run(b) {
        const me = b.account();
        await b.deliver(me, [plain('login')]);
        for (const how of ['user', 'plain', 'login']) {
          await b.run([...(await configure(b, me, 'pop3', 'tls off', `auth ${how}`)), '--auth-only']);
        }
      },
    },
  ],
  gaps: (['SCRAM-SHA-256', 'CRAM-MD5'] as const).map((mechanism) => ({
    wanted: `SASL ${mechanism} (${mechanism === 'CRAM-MD5' ? 'RFC 2195' : 'RFC 7677'})`,
    instead: 'gives up; PLAIN over TLS serves',
    async probe(b) {
      const me = b.account();
      await b.run(await configure(b, me, 'pop3', 'tls off', `auth ${mechanism.toLowerCase()}`), {
        codes: [0, 69, 77, 78],
      });
      return b.unannounced('CAPA', mechanism);
    },
  })),
};
