import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, sameMeaning } from './kit/expect.ts';
import { corpus, message, plain, tokenOf } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

interface Rc {
  service: Service;
  type: string;
  from: Account;
  /** Where it hands in what it fetched. Its Maildir waits now and then for a child that has ended: it cannot be relied on. */
  to: Account;
  retriever?: readonly string[];
  options?: readonly string[];
}

async function configure(b: Bench, rc: Rc): Promise<string[]> {
  const [{ port }, lmtp] = [await b.place(rc.service), await b.place('lmtp')];
  const tls = rc.type.includes('SSL') ? [`ca_certs = ${b.ca}`] : [];
  await b.folder('.getmail');
  await b.file(
    '.getmail/getmailrc',
    [
      ...['[retriever]', `type = ${rc.type}`, 'server = localhost', `port = ${port}`, `username = ${rc.from.address}`],
      ...[`password = ${rc.from.password}`, ...tls, ...(rc.retriever ?? [])],
      ...['[destination]', 'type = MDA_lmtp', 'host = 127.0.0.1', `port = ${lmtp.port}`],
      ...[`override = ${rc.to.address}`],
      ...['[options]', 'verbose = 2', 'delivered_to = false', 'received = false', ...(rc.options ?? []), ''],
    ].join('\n'),
  );
  return ['getmail', '--getmaildir', `${b.home}/.getmail`];
}

async function getmail(b: Bench, rc: Rc): Promise<void> {
  await b.run(await configure(b, rc));
}

/** It parses what it fetches and prints it anew. */
async function got(b: Bench, to: Account, wanted: readonly Buffer[]): Promise<void> {
  await sameMeaning(`INBOX of ${to.address}`, await b.pop3(to), wanted);
}

export const getmailClient: Client = {
  name: 'getmail',
  packages: ['getmail6', 'ca-certificates'],
  checks: [
    {
      name: 'moves a maildrop by POP3',
      what: 'fetches hard messages in clear and by pop3s, hands them in by LMTP and deletes them; source empty, target whole',
      async run(b) {
        for (const [service, type] of [
          ['pop3', 'SimplePOP3Retriever'],
          ['pop3s', 'SimplePOP3SSLRetriever'],
        ] as const) {
          const [from, to] = [b.account(), b.account()];
          const sent = corpus(service);
          await b.deliver(from, sent);
          await getmail(b, { service, type, from, to, options: ['delete = true'] });
          await holds(b, from, []);
          await got(b, to, sent);
        }
      },
    },
    {
      name: 'takes folders by IMAP',
      what: 'fetches INBOX and a folder with a blank by imap and imaps, and moves what it took to another folder',
      async run(b) {
        for (const [service, type] of [
          ['imap', 'SimpleIMAPRetriever'],
          ['imaps', 'SimpleIMAPSSLRetriever'],
        ] as const) {
          const [from, to] = [b.account(), b.account()];
          const sent = corpus(service);
          await b.deliver(from, sent.slice(1));
          const imap = await b.imap(from);
          for (const name of ['Two words', 'Taken']) await imap.ok(`CREATE "${name}"`);
          // What has no Return-Path it hands in from a sender that is no address.
          await imap.append('Two words', Buffer.concat([message('Return-Path: <a@example.org>'), sent[0]!]));
          const retriever = ['mailboxes = ("INBOX", "Two words")', 'move_on_delete = Taken'];
          await getmail(b, { service, type, from, to, retriever, options: ['delete = true'] });
          await holds(b, from, []);
          const taken = (await imap.messages('Taken')).map((m) => tokenOf(m.body)).sort();
          same('tokens in the other folder', taken, sent.map(tokenOf).sort());
          await got(b, to, sent);
        }
      },
    },
    {
      name: 'leaves mail there and fetches it once',
      what: 'keeps 200 messages by POP3 and IMAP; later runs bring only what is new',
      async run(b) {
        for (const [service, type] of [
          ['pop3', 'SimplePOP3Retriever'],
          ['imap', 'SimpleIMAPRetriever'],
        ] as const) {
          const [from, to] = [b.account(), b.account()];
          const mine = Array.from({ length: 200 }, (_, i) => plain(`${service}.${i}`));
          await b.deliver(from, mine.slice(0, 150));
          const rc = { service, type, from, to, options: ['read_all = false', 'delete = false'] };
          await getmail(b, rc);
          await getmail(b, rc);
          await b.deliver(from, mine.slice(150));
          await getmail(b, rc);
          await holds(b, from, mine);
          await got(b, to, mine);
        }
      },
    },
    {
      name: 'waits by IDLE',
      what: 'sits on INBOX and fetches two messages as they come',
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const rc = { service: 'imap', type: 'SimpleIMAPRetriever', from, to, options: ['read_all = false'] } as const;
        const running = b.start([...(await configure(b, rc)), '--idle', 'INBOX']);
        for (const [i, m] of [plain('one'), plain('two')].entries()) {
          await b.until('it idles', () => b.waits('imap', /^IDLE/));
          await b.deliver(from, [m]);
          await b.until('it has fetched', async () => (await b.pop3(to)).length === i + 1);
        }
        running.end();
        await got(b, to, [plain('one'), plain('two')]);
      },
    },
  ],
};
