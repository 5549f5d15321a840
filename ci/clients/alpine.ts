import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, plain, tokenOf } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

const FEATURES = [
  ...['quit-without-confirm', 'expunge-without-confirm', 'expunge-without-confirm-everywhere', 'enable-flag-cmd'],
  ...['enable-aggregate-command-set', 'disable-password-file-saving', 'no-save-will-advance', 'no-enable-suspend'],
];

async function configure(b: Bench, me: Account, secured: boolean): Promise<string[]> {
  const { port } = await b.place(secured ? 'imaps' : 'imap');
  const how = secured ? '/ssl' : '/notls';
  const far = `{localhost:${port}${how}/user="${me.address}"}`;
  const config = await b.file(
    'pinerc',
    [
      ...[
        'personal-name=A Person',
        'user-domain=example.test',
        `inbox-path=${far}INBOX`,
        `folder-collections="far" ${far}[]`,
      ],
      `feature-list=${FEATURES.join(',')}`,
      ...[
        `customized-hdrs=From: A Person <${me.address}>`,
        'default-fcc=""',
        'signature-file=',
        'last-version-used=7.00',
      ],
      ...['last-time-prune-questioned=200.1', 'new-version-threshold=99.99', ''],
    ].join('\n'),
  );
  return ['alpine', '-p', config, '-nowrite_password_cache', '-i'];
}

const password = (me: Account): [RegExp, string] => [/ENTER PASSWORD:/, `${me.password}\r`];

export const alpineClient: Client = {
  name: 'alpine',
  packages: ['alpine', 'bsdutils'],
  checks: [
    {
      name: 'reads, saves, flags and expunges',
      what: 'on a terminal: opens INBOX, saves all messages to a folder it makes, flags one, deletes one; in clear and by imaps',
      async run(b) {
        for (const secured of [false, true]) {
          const me = b.account();
          const sent = corpus(`alpine${secured}`);
          await b.deliver(me, sent);
          const argv = await configure(b, me, secured);
          await b.converse(
            argv,
            [
              password(me),
              [/opened with 9 messages/, ';'],
              [/SELECT CRITERIA/i, 'a'],
              [/All 9 messages selected/i, 'a'],
              [/APPLY/i, 's'],
              [/SAVE 9 msgs/i, '\x15Two words\r'],
              [/Folder .* does(?:n't| not) exist|Create/i, 'y'],
              [/9 messages saved and deleted|Saving +DONE/, 'a'],
              [/APPLY/, 'u'],
              [/Deletion mark removed from 9/, 'j'],
              [/jump to/, '2\r'],
              [/Dots/, 'd'],
              [/Message 2 marked for deletion/, 'j'],
              [/jump to/, '6\r'],
              [/A long line/, '*'],
              [/Flag New/, '\r'],
              [/Flagged message 6/, 'x'],
              [/1 message expunged/, 'q'],
            ],
            { SSL_CERT_FILE: b.ca },
          );
          await holds(
            b,
            me,
            sent.filter((_, i) => i !== 1),
          );
          const imap = await b.imap(me);
          const flagged = (await imap.messages()).filter((m) => m.flags.includes('\\Flagged'));
          same(
            'flagged',
            flagged.map((m) => tokenOf(m.body)),
            [tokenOf(sent[5]!)],
          );
          same(
            'saved',
            (await imap.messages('Two words')).map((m) => tokenOf(m.body)),
            sent.map(tokenOf),
          );
        }
      },
    },
    {
      name: 'is told of new mail',
      what: 'on a terminal: a message that arrives appears in the index, one that another session removes goes',
      async run(b) {
        const me = b.account();
        await b.deliver(me, [plain('first', 'The first')]);
        const argv = await configure(b, me, false);
        await b.converse(argv, [
          password(me),
          [/The first/, ''],
          async () => await b.deliver(me, [plain('second', 'The second')]),
          // Asks for news.
          [/^/, '\f'],
          [/The second/, 'q'],
        ]);
        await holds(b, me, [plain('first', 'The first'), plain('second', 'The second')]);
      },
    },
  ],
  gaps: [
    ['SORT', 'SORT (RFC 5256)', 'subject', 'fetches all headers and sorts them'],
    ['THREAD=REFERENCES', 'THREAD (RFC 5256)', 'threaded', 'fetches all headers and threads them'],
  ].map(([word = '', wanted = '', sort = '', instead = '']) => ({
    wanted,
    instead,
    async probe(b: Bench) {
      const me = b.account();
      await b.deliver(me, [plain('one'), plain('two')]);
      const argv = await configure(b, me, false);
      await b.converse([...argv, '-sort', sort], [password(me), [/opened with 2 messages/, 'q']]);
      return b.unannounced('CAPABILITY', word);
    },
  })),
};
