import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, plain, tokenOf } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function configure(b: Bench, me: Account, secured: boolean): Promise<string[]> {
  const { port } = await b.place(secured ? 'imaps' : 'imap');
  const login = `${encodeURIComponent(me.address)}:${encodeURIComponent(me.password)}`;
  const source = `${secured ? 'imaps' : 'imap+insecure'}://${login}@localhost:${port}`;
  const lines = [
    '[one]',
    `source = ${source}`,
    'default = INBOX',
    `from = A Person <${me.address}>`,
    'check-mail = 0',
    '',
  ];
  await b.file('.config/aerc/accounts.conf', lines.join('\n'));
  return ['aerc'];
}

export const aercClient: Client = {
  name: 'aerc',
  packages: ['aerc', 'bsdutils'],
  checks: [
    {
      name: 'copies, moves and deletes',
      what: 'on a terminal: makes a folder, copies all messages to it, moves one, deletes one; in clear and by imaps',
      async run(b) {
        for (const secured of [false, true]) {
          const me = b.account();
          const sent = corpus(`aerc${secured}`);
          await b.deliver(me, sent);
          const imap = await b.imap(me);
          await imap.ok('CREATE "Two words"');
          const there = async (name: string, n: number): Promise<void> =>
            await b.until(`${name} has ${n}`, async () => (await imap.messages(name)).length === n);
          await b.converse(
            await configure(b, me, secured),
            [
              [/An empty body/, ':mark -a\r'],
              [/^/, ':copy "Two words"\r'],
              () => there('Two words', sent.length),
              [/^/, ':unmark -a\r:select 1\r:move Archive\r'],
              () => there('Archive', 1),
              () => there('INBOX', sent.length - 1),
              [/^/, ':select 0\r:delete\r'],
              () => there('INBOX', sent.length - 2),
              [/^/, ':quit\r'],
            ],
            { SSL_CERT_FILE: b.ca },
          );
          const tokens = async (name: string): Promise<string[]> =>
            (await imap.messages(name)).map((m) => tokenOf(m.body));
          same('copied', (await tokens('Two words')).sort(), sent.map(tokenOf).sort());
          const gone = [...(await tokens('Archive'))];
          const left = await tokens('INBOX');
          same('none is lost twice', sent.map(tokenOf).filter((t) => !gone.includes(t) && !left.includes(t)).length, 1);
          await holds(
            b,
            me,
            sent.filter((m) => left.includes(tokenOf(m))),
          );
        }
      },
    },
    {
      name: 'is told of new mail by IDLE',
      what: 'on a terminal: a message that arrives while it idles appears in the list',
      async run(b) {
        const me = b.account();
        const [first, second] = [plain('first', 'The first'), plain('second', 'The second')];
        await b.deliver(me, [first]);
        await b.converse(await configure(b, me, false), [
          [/The first/, ''],
          async () => {
            await b.until('it idles', () => b.waits('imap', /^IDLE/));
            await b.deliver(me, [second]);
          },
          [/second/, ':quit\r'],
        ]);
        await holds(b, me, [first, second]);
      },
    },
  ],
  gaps: [
    {
      wanted: 'MOVE (RFC 6851)',
      instead: 'COPY, STORE and EXPUNGE serve',
      async probe(b) {
        const me = b.account();
        await b.deliver(me, [plain('move', 'To be moved')]);
        const imap = await b.imap(me);
        await b.converse(await configure(b, me, false), [
          [/To be moved/, ':move Archive\r'],
          () => b.until('it is moved', async () => (await imap.messages('Archive')).length === 1),
          [/^/, ':quit\r'],
        ]);
        return b.unannounced('CAPABILITY', 'MOVE');
      },
    },
  ],
};
