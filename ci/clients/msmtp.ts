import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { endsWith, holds, same, that } from './kit/expect.ts';
import { asLf, corpus, message, plain, tokenOf } from './kit/messages.ts';
import { reportsTo } from './kit/notices.ts';
import type { Account } from './kit/types.ts';

async function configure(b: Bench, me: Account, ...more: string[]): Promise<string> {
  const [submission, submissions, smtp, lmtp] = [
    await b.place('submission'),
    await b.place('submissions'),
    await b.place('smtp'),
    await b.place('lmtp'),
  ];
  const account = (name: string, port: number, ...lines: string[]): string =>
    [`account ${name}`, 'host localhost', `port ${port}`, `from ${me.address}`, ...lines, ''].join('\n');
  const login = ['auth on', `user ${me.address}`, `password ${me.password}`];
  return await b.file(
    'msmtprc',
    [
      `defaults\ntls_trust_file ${b.ca}\nlogfile ${b.home}/log\ndomain client.example.org\ntimeout 20\n`,
      account('starttls', submission.port, 'tls on', 'tls_starttls on', ...login),
      account('tls', submissions.port, 'tls on', 'tls_starttls off', ...login),
      account('clear', submission.port, 'tls off', ...login, 'auth plain', ...more),
      account('login', submission.port, 'tls off', ...login, 'auth login'),
      account('relay', smtp.port, 'tls off', 'auth off'),
      account('lmtp', lmtp.port, 'protocol lmtp', 'tls off', 'auth off'),
    ].join('\n'),
  );
}

/** Exit codes of sysexits.h. */
const EX = { data: 65, noPermission: 77 } as const;

export const msmtpClient: Client = {
  name: 'msmtp',
  packages: ['msmtp', 'ca-certificates'],
  checks: [
    {
      name: 'as sendmail, all transports',
      what: 'takes messages with LF from its input and hands them in over six kinds of session; read back with CRLF',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const config = await configure(b, me);
        const sent = corpus('msmtp');
        const ways = ['starttls', 'tls', 'clear', 'login', 'relay', 'lmtp'];
        for (const [i, m] of sent.entries()) {
          const argv = ['msmtp', '-C', config, '-a', ways[i % ways.length]!, '--', to.address];
          await b.run(argv, { input: asLf(m) });
        }
        await holds(b, to, sent);
        same('lines of its log', (await b.read('log')).toString().trim().split('\n').length, sent.length);
      },
    },
    {
      name: 'recipients from the header',
      what: 'reads To, Cc and Bcc, and keeps Bcc out of the message',
      async run(b) {
        const [me, to, cc, bcc] = [b.account(), b.account(), b.account(), b.account()];
        const config = await configure(b, me);
        const head = [
          `From: ${me.address}`,
          'Message-ID: <header@client.example.org>',
          'Date: Tue, 3 Mar 2026 12:00:00 +0000',
        ];
        const to_ = [`To: One <${to.address}>`, `Cc: Two <${cc.address}>`];
        const body = ['Subject: header', '', 'A text.'];
        const given = message(...head, ...to_, `Bcc: ${bcc.address}`, ...body);
        await b.run(['msmtp', '-C', config, '-a', 'starttls', '-t'], { input: asLf(given) });
        for (const account of [to, cc, bcc]) {
          const found = await b.pop3(account);
          same(`tokens of ${account.address}`, found.map(tokenOf), ['header']);
          endsWith(account.address, found[0], message(...head, ...to_, ...body));
        }
      },
    },
    {
      name: 'refusals reach the caller',
      what: 'an unknown user, a wrong password and a missing login give the exit codes a mailer needs',
      refusals: [
        /^RCPT TO:<nobody@.*=> 550 /,
        /^AUTH PLAIN.*=> 535 /,
        /^MAIL FROM.*=> 530 /,
        /^(?:RCPT|DATA).*=> 503 /,
      ],
      async run(b) {
        const me = b.account();
        const config = await configure(b, me);
        const input = asLf(message('Subject: no', '', 'no'));
        await b.run(['msmtp', '-C', config, '-a', 'relay', 'nobody@example.test'], {
          input,
          codes: [EX.data],
        });
        const bad = await b.file('bad', (await b.read('msmtprc')).toString().replaceAll(me.password, 'wrong'));
        await b.run(['msmtp', '-C', bad, '-a', 'clear', me.address], { input, codes: [EX.noPermission] });
        const { port } = await b.place('submission');
        const argv = [
          'msmtp',
          '-C',
          '/dev/null',
          '--host=localhost',
          `--port=${port}`,
          '--from=x@example.org',
          me.address,
        ];
        const ended = await b.run(argv, { input, codes: [EX.data] });
        that(/530/.test(ended.said), `not told of 530: ${ended.said}`);
        await holds(b, me, []);
      },
    },
    {
      name: 'a notice of delivery',
      what: 'asks for one by its settings; it arrives',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const config = await configure(b, me, 'dsn_notify success,failure', 'dsn_return headers');
        const sent = plain('notice');
        await b.run(['msmtp', '-C', config, '-a', 'clear', '--', to.address], { input: asLf(sent) });
        const reports = await reportsTo(b, me);
        same(
          'what they say',
          reports.map(([, one]) => [one?.action, one?.['final-recipient']]),
          [['delivered', `rfc822; ${to.address}`]],
        );
        await holds(b, to, [sent]);
      },
    },
  ],
  gaps: [
    ...(['SCRAM-SHA-256', 'CRAM-MD5', 'OAUTHBEARER'] as const).map((mechanism) => ({
      wanted: `AUTH ${mechanism} (${{ 'SCRAM-SHA-256': 'RFC 7677', 'CRAM-MD5': 'RFC 2195', OAUTHBEARER: 'RFC 7628' }[mechanism]})`,
      instead: 'gives up; PLAIN or LOGIN over TLS serve',
      async probe(b: Bench) {
        const me = b.account();
        const config = await configure(b, me, `auth ${mechanism.toLowerCase()}`);
        await b.run(['msmtp', '-C', config, '-a', 'clear', me.address], {
          input: 'Subject: x\n\nx\n',
          codes: [0, 69, 77, 78],
        });
        return b.unannounced('EHLO', mechanism);
      },
    })),
  ],
};
