import type { Bench, Place } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { corpus, message, plain } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

async function swaks(b: Bench, service: Service, ...more: string[]): Promise<string> {
  const { at } = await b.place(service);
  const argv = ['swaks', '--server', at, '--helo', 'client.example.org', '--timeout', '20', ...more];
  return (await b.run(argv)).said;
}

/** It takes a last dot for the end of data, and gives that itself. */
const dotted = (m: Buffer): Buffer => Buffer.concat([m, Buffer.from('.\r\n')]);

const login = (a: Account, mechanism: string): string[] => [
  ...['--auth', mechanism, '--auth-user', a.address, '--auth-password', a.password],
];
const verified = (b: Bench): string[] => ['--tls-verify', '--tls-ca-path', b.ca, '--tls-sni', 'localhost'];
const pair = (from: Account, ...to: Account[]): string[] => [
  ...['--from', from.address, '--to', to.map((t) => t.address).join(',')],
];

/** Exit codes of swaks: which stage was refused. */
const REFUSED = { recipient: 24, login: 28 } as const;

async function refused(b: Bench, at: Place, code: number, ...more: string[]): Promise<string> {
  const ended = await b.run(['swaks', '--server', at.at, '--helo', 'client.example.org', ...more], { codes: [code] });
  return ended.said;
}

export const swaksClient: Client = {
  name: 'swaks',
  packages: ['swaks', 'libnet-ssleay-perl', 'libio-socket-ssl-perl', 'libauthen-sasl-perl'],
  checks: [
    {
      name: 'smtp and lmtp, several recipients',
      what: 'hands in hard messages, pipelined or not, by EHLO and HELO, to two recipients at once; read back of both',
      async run(b) {
        const [from, one, two] = [b.account(), b.account(), b.account()];
        const sent = corpus('swaks');
        const ways: [Service, string[]][] = [
          ['smtp', []],
          ['smtp', ['--pipeline']],
          ['lmtp', ['--protocol', 'LMTP']],
          ['smtp', ['--protocol', 'SMTP']],
          ['smtp', ['--tls', ...verified(b)]],
        ];
        for (const [i, m] of sent.entries()) {
          const [service, more] = ways[i % ways.length]!;
          await swaks(b, service, ...pair(from, one, two), ...more, '--data', `@${await b.file('message', dotted(m))}`);
        }
        that(b.asked('smtp', /^HELO /) > 0, 'HELO was never said');
        for (const account of [one, two]) await holds(b, account, sent);
      },
    },
    {
      name: 'submission, PLAIN and LOGIN',
      what: 'logs in over STARTTLS and over TLS from the start, in clear, with a file attached; a wrong password is refused',
      refusals: [/^AUTH .*=> 535 /],
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const attached = await b.file('octets.bin', Buffer.from(Array.from({ length: 3_000 }, (_, i) => i % 256)));
        const ways: [Service, string[]][] = [
          ['submission', ['--tls', ...verified(b), ...login(from, 'PLAIN')]],
          ['submission', ['--tls', ...verified(b), ...login(from, 'LOGIN')]],
          ['submissions', ['--tls-on-connect', ...verified(b), ...login(from, 'PLAIN')]],
          ['submission', login(from, 'LOGIN')],
          ['submission', login(from, 'PLAIN')],
        ];
        for (const [i, [service, more]] of ways.entries()) {
          const id = ['--header', `Message-Id: <submitted${i}@client.example.org>`, '--attach', `@${attached}`];
          await swaks(b, service, ...pair(from, to), ...more, ...id);
        }
        const wrong = { ...from, password: 'wrong' };
        await refused(b, await b.place('submission'), REFUSED.login, ...pair(from, to), ...login(wrong, 'PLAIN'));
        await refused(b, await b.place('submission'), REFUSED.login, ...pair(from, to), ...login(wrong, 'LOGIN'));
        const found = await b.pop3(to);
        const wanted = ways.map((_, i) => plain(`submitted${i}`));
        same('messages', found.length, wanted.length);
        that(
          found.every((m) => m.toString('latin1').includes('AAECAwQFBgcICQ')),
          'the attached file is not there',
        );
      },
    },
    {
      name: 'what is refused stays out',
      what: 'a stranger, another domain, a message too large by its SIZE; one good recipient among bad ones is served',
      refusals: [/^RCPT TO:<nobody@.*=> 550 /, /^RCPT TO:<x@example\.org.*=> 550 /, /^MAIL FROM:.*SIZE=.*=> 552 /],
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const at = await b.place('smtp');
        await refused(b, at, REFUSED.recipient, '--from', from.address, '--to', 'nobody@example.test');
        await refused(b, at, REFUSED.recipient, '--from', from.address, '--to', 'x@example.org');
        const id = ['--header', 'Message-Id: <good@client.example.org>'];
        await swaks(
          b,
          'smtp',
          '--from',
          from.address,
          '--to',
          `nobody@example.test,${to.address},x@example.org`,
          ...id,
        );
        const size = ['--from', `${from.address}`, '--to', to.address, '--quit-after', 'MAIL'];
        await swaks(b, 'smtp', ...size);
        await holdsTokens(b, to, ['good']);
      },
    },
    {
      name: 'octets beyond ASCII',
      what: 'a body and a header of UTF-8 and Latin-1 octets arrive as they were',
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const head = message('From: <a@example.org>', 'Message-ID: <eight@client.example.org>', 'Subject: Grüße', '');
        const high = Buffer.from(Array.from({ length: 128 }, (_, i) => 128 + i));
        const sent = Buffer.concat([head, high, message('', 'end')]);
        const { at } = await b.place('lmtp');
        // Unmended it is sent as it is, and the end of data is ours to give.
        const file = await b.file('message', Buffer.concat([sent, Buffer.from('.')]));
        await b.run([
          'swaks',
          '--protocol',
          'LMTP',
          '--server',
          at,
          ...pair(from, to),
          '--data',
          `@${file}`,
          '--no-data-fixup',
        ]);
        await holds(b, to, [sent]);
      },
    },
  ],
  gaps: [
    {
      wanted: 'AUTH CRAM-MD5 (RFC 2195)',
      instead: 'gives up; PLAIN or LOGIN over TLS serve',
      async probe(b) {
        const me = b.account();
        await b.run(
          ['swaks', '--server', (await b.place('submission')).at, ...pair(me, me), ...login(me, 'CRAM-MD5')],
          {
            codes: [0, REFUSED.login],
          },
        );
        return b.unannounced('EHLO', 'CRAM-MD5');
      },
    },
    {
      wanted: 'AUTH DIGEST-MD5 (RFC 2831, historic)',
      instead: 'gives up; PLAIN or LOGIN over TLS serve',
      async probe(b) {
        const me = b.account();
        await b.run(
          ['swaks', '--server', (await b.place('submission')).at, ...pair(me, me), ...login(me, 'DIGEST-MD5')],
          { codes: [0, REFUSED.login] },
        );
        return b.unannounced('EHLO', 'DIGEST-MD5');
      },
    },
  ],
};

async function holdsTokens(b: Bench, account: Account, tokens: readonly string[]): Promise<void> {
  const found = (await b.pop3(account)).map((m) => /^Message-Id: <([^@]+)@/im.exec(m.toString('latin1'))?.[1]);
  same(`INBOX of ${account.address}`, found, tokens);
}
