import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { allThere, holds, same, that } from './kit/expect.ts';
import { corpus, plain } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

interface Poll {
  service: Service;
  protocol: 'POP3' | 'IMAP' | 'APOP' | 'ETRN' | 'ODMR';
  from: Account;
  /** Where it hands in what it fetched. */
  to: Account;
  /** Further options of the user, as in a fetchmailrc. */
  options?: string;
  /** Further options of the server. */
  polled?: string;
}

/** Exit codes: mail was fetched, there was none, login failed, protocol error. */
const CODE = { fetched: 0, none: 1, login: 3, protocol: 4 } as const;

async function configure(b: Bench, p: Poll): Promise<string[]> {
  const [at, lmtp] = [await b.place(p.service), await b.place('lmtp')];
  const config = await b.file(
    'fetchmailrc',
    [
      `set idfile "${b.home}/ids"`,
      `set pidfile "${b.home}/pid"`,
      'set no bouncemail',
      `poll localhost service ${at.port} protocol ${p.protocol} ${p.polled ?? ''}`,
      `  user "${p.from.address}" there with password "${p.from.password}"`,
      `  sslcertfile "${b.ca}" sslcertck`,
      p.service === 'smtp' ? '' : `  lmtp smtphost "localhost/${lmtp.port}" smtpname "${p.to.address}"`,
      `  no rewrite pass8bits ${p.options ?? ''}`,
      '',
    ].join('\n'),
  );
  return ['fetchmail', '--fetchmailrc', config, '--nosyslog', '--nodetach', '-v'];
}

async function fetchmail(b: Bench, p: Poll, code: number = CODE.fetched): Promise<string> {
  return (await b.run(await configure(b, p), { codes: [code] })).said;
}

/** Opportunistic STARTTLS off. */
const CLEAR = "sslproto ''";

export const fetchmailClient: Client = {
  name: 'fetchmail',
  packages: ['fetchmail', 'ca-certificates'],
  checks: [
    {
      name: 'moves a maildrop by POP3',
      what: 'fetches hard messages over STLS, pop3s and in clear, hands them in by LMTP and deletes them; source empty, target whole',
      async run(b) {
        const ways: [Service, string][] = [
          ['pop3', ''],
          ['pop3s', 'ssl'],
          ['pop3', CLEAR],
        ];
        for (const [service, options] of ways) {
          const [from, to] = [b.account(), b.account()];
          const sent = corpus('fetched');
          await b.deliver(from, sent);
          await fetchmail(b, { service, protocol: 'POP3', from, to, options: `fetchall ${options}` });
          await holds(b, from, []);
          await holds(b, to, sent);
        }
      },
    },
    {
      name: 'moves folders by IMAP',
      what: 'fetches from INBOX and a folder with a blank over STARTTLS, imaps and in clear; source empty, target whole',
      async run(b) {
        const ways: [Service, string][] = [
          ['imap', ''],
          ['imaps', 'ssl'],
          ['imap', CLEAR],
        ];
        for (const [service, options] of ways) {
          const [from, to] = [b.account(), b.account()];
          const [sent, more] = [corpus('fetched'), plain('fetched.more')];
          await b.deliver(from, sent);
          const imap = await b.imap(from);
          await imap.ok('CREATE "Two words"');
          await imap.append('Two words', more);
          const folders = 'folder "INBOX" "Two words"';
          await fetchmail(b, { service, protocol: 'IMAP', from, to, options: `${folders} fetchall ${options}` });
          await holds(b, from, []);
          same('messages left in the folder', (await imap.messages('Two words')).length, 0);
          await holds(b, to, [...sent, more]);
        }
      },
    },
    {
      name: 'leaves mail there and fetches it once',
      what: 'keeps messages by UIDL and by \\Seen; later runs bring only what is new, also after a broken connection',
      refusals: [/^(?:RETR|UID FETCH|FETCH|QUIT|LOGOUT).*/],
      async run(b) {
        for (const [service, protocol] of [
          ['pop3', 'POP3'],
          ['imap', 'IMAP'],
        ] as const) {
          const [from, to] = [b.account(), b.account()];
          const all = Array.from({ length: 30 }, (_, i) => plain(`${protocol}${i}`));
          const poll: Poll = {
            service,
            protocol,
            from,
            to,
            options: `keep ${CLEAR}`,
            polled: service === 'pop3' ? 'uidl' : '',
          };
          await b.deliver(from, all.slice(0, 10));
          await fetchmail(b, poll);
          await fetchmail(b, poll, CODE.none);
          await holds(b, to, all.slice(0, 10));
          await b.deliver(from, all.slice(10));
          await fetchmail(b, poll);
          await holds(b, from, all);
          await holds(b, to, all);
        }
      },
    },
    {
      name: 'waits by IDLE',
      what: 'sits on INBOX and hands on two messages as they come',
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const argv = await configure(b, { service: 'imap', protocol: 'IMAP', from, to, options: `idle keep ${CLEAR}` });
        const running = b.start(argv);
        for (const [i, m] of [plain('one'), plain('two')].entries()) {
          await b.until('it idles', () => b.waits('imap', /^IDLE/));
          await b.deliver(from, [m]);
          await b.until('it has handed on', async () => (await b.pop3(to)).length === i + 1);
        }
        running.end('SIGTERM');
        await b.until('it has ended', () => running.ended());
        allThere('handed on', await b.pop3(to), [plain('one'), plain('two')]);
      },
    },
    {
      name: 'a wrong password',
      what: 'is refused by POP3 and IMAP, and told by the exit code',
      refusals: [/^(?:PASS|AUTH|LOGIN|AUTHENTICATE) ?.*=> (?:-ERR|NO) \[AUTH/],
      async run(b) {
        const me = b.account();
        for (const [service, protocol] of [
          ['pop3', 'POP3'],
          ['imap', 'IMAP'],
        ] as const) {
          const from = { ...me, password: 'wrong' };
          const said = await fetchmail(b, { service, protocol, from, to: me, options: CLEAR }, CODE.login);
          that(/uthori[sz]ation failure|Authentication/i.test(said), `it did not say so: ${said}`);
        }
      },
    },
  ],
  gaps: [
    {
      wanted: 'APOP (RFC 1939 section 7)',
      instead: 'gives up; USER and PASS over TLS serve',
      async probe(b) {
        const me = b.account();
        const said = (
          await b.run(await configure(b, { service: 'pop3', protocol: 'APOP', from: me, to: me, options: CLEAR }), {
            codes: [0, 1, 2, 3, 4],
          })
        ).said;
        return /no timestamp|Required APOP timestamp not found/i.test(said)
          ? { asked: '(greeting)', answered: 'no timestamp for APOP' }
          : undefined;
      },
    },
    {
      wanted: 'AUTHENTICATE CRAM-MD5 (RFC 2195)',
      instead: 'gives up; LOGIN over TLS serves',
      async probe(b) {
        const me = b.account();
        const poll: Poll = {
          service: 'imap',
          protocol: 'IMAP',
          from: me,
          to: me,
          options: CLEAR,
          polled: 'auth cram-md5',
        };
        await b.run(await configure(b, poll), { codes: [0, 1, 2, 3, 4] });
        return b.refusal(/^AUTHENTICATE CRAM-MD5/);
      },
    },
    ...(
      [
        ['ETRN', 'ETRN (RFC 1985)'],
        ['ATRN', 'ODMR, ATRN (RFC 2645)'],
      ] as const
    ).map(([word, wanted]) => ({
      wanted,
      instead: 'gives up',
      async probe(b: Bench) {
        const me = b.account();
        const options = 'fetchdomains example.test smtphost example.test';
        const protocol = word === 'ETRN' ? 'ETRN' : 'ODMR';
        await b.run(await configure(b, { service: 'smtp', protocol, from: me, to: me, options }), {
          codes: [0, CODE.protocol],
        });
        return b.unannounced('EHLO', word);
      },
    })),
  ],
};
