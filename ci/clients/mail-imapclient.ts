import { createHash } from 'node:crypto';
import type { Bench } from './kit/bench.ts';
import type { Client, Gap } from './kit/client.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, HARD_NAME, plain, tokenOf } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function imapClient(b: Bench, what: string, me: Account, more: object = {}): Promise<unknown> {
  const ports = { imap: (await b.place('imap')).port, imaps: (await b.place('imaps')).port };
  const facts = { do: what, ca: b.ca, ports, user: me.address, password: me.password, ...more };
  return await b.script(['/usr/bin/perl'], 'mail-imapclient.pl', facts);
}

const WANTS: Record<string, [wanted: string, instead: string]> = {
  SORT: ['SORT (RFC 5256)', 'the client has to sort'],
  THREAD: ['THREAD (RFC 5256)', 'the client has to thread'],
  GETQUOTAROOT: ['QUOTA (RFC 9208)', 'none is shown'],
  COMPRESS: ['COMPRESS=DEFLATE (RFC 4978)', 'goes on uncompressed'],
};

/** Numbers of the parts of the message that has some. */
const PARTS = [1, '1.1', '1.2', 2, 3, '3.HEAD', '3.1'];

export const mailImapClient: Client = {
  name: 'Mail::IMAPClient',
  packages: ['libmail-imapclient-perl', 'libio-socket-ssl-perl', 'libauthen-sasl-perl'],
  checks: [
    {
      name: 'appends and takes apart',
      what: 'hard messages with flags and keywords; octets, sizes, structures, envelopes and searches agree',
      async run(b) {
        for (const [kind, mechanism] of [
          ['clear', 'LOGIN'],
          ['starttls', 'PLAIN'],
          ['tls', 'LOGIN'],
        ] as const) {
          const me = b.account();
          const sent = corpus('parts');
          const files = await Promise.all(sent.map((m, i) => b.file(`message${i}`, m)));
          const told = (await imapClient(b, 'fill', me, { kind, mechanism, files, mailbox: HARD_NAME.wire })) as Record<
            string,
            unknown
          >;
          const { subjects, ...rest } = told;
          same('told', rest, {
            count: sent.length,
            digests: sent.map((m) => createHash('sha256').update(m).digest('hex')),
            sizes: sent.map((m) => m.length),
            types: sent.map((_, i) => (i === 7 ? 'multipart/mixed' : 'text/plain')),
            parts: sent.map((_, i) => (i === 7 ? PARTS : ['HEAD', 1])),
            ids: sent.map((m) => `<${tokenOf(m)}@client.example.org>`),
            found: 1,
            own: sent.length,
            unseen: 0,
          });
          same('a folded subject', (subjects as string[])[4], 'A subject that is folded\tmore than once');
        }
      },
    },
    {
      name: 'moves house',
      what: 'copies 69 messages and two folders from one account to another; read back by IMAP and POP3',
      refusals: [/^STATUS .* => NO /],
      async run(b) {
        const [from, to] = [b.account(), b.account()];
        const sent = [...corpus('house'), ...Array.from({ length: 60 }, (_, i) => plain(`house.${i}`))];
        await b.deliverMany(from, sent);
        const imap = await b.imap(from);
        await imap.ok(`CREATE "${HARD_NAME.wire}"`);
        for (const m of corpus('folder')) await imap.append(HARD_NAME.wire, m, ['\\Answered', 'Own']);
        await imapClient(b, 'move_house', from, { to: to.address, folders: ['INBOX', HARD_NAME.wire] });
        await holds(b, to, sent);
        const there = await (await b.imap(to)).messages(HARD_NAME.wire);
        const plainly = (m: { flags: string[]; body: Buffer }): unknown => [
          tokenOf(m.body),
          m.flags.sort(),
          m.body.toString('latin1'),
        ];
        same('the folder', there.map(plainly), (await imap.messages(HARD_NAME.wire)).map(plainly));
      },
    },
    {
      name: 'changes',
      what: 'flags, copies, moves, deletions and names',
      refusals: [/^STATUS .* => NO /],
      async run(b) {
        const me = b.account();
        await b.deliver(
          me,
          Array.from({ length: 6 }, (_, i) => plain(`m${i}`)),
        );
        same('told', await imapClient(b, 'change', me), {
          flags: ['\\Flagged', 'Own \\Flagged', '', '', '', ''],
          left: 4,
          there: 3,
          folders: ['Two', 'Two/three'],
          separator: '/',
          exists: 1,
        });
        await holds(
          b,
          me,
          [0, 1, 2, 5].map((i) => plain(`m${i}`)),
        );
        const moved = await (await b.imap(me)).messages('Two/three');
        same(
          'copied and moved',
          moved.map((m) => tokenOf(m.body)),
          ['m0', 'm1', 'm4'],
        );
      },
    },
    {
      name: 'waits by IDLE',
      what: 'is told of a message that another session appends',
      async run(b) {
        const told = await imapClient(b, 'wait_for', b.account());
        same('told', told, { lines: ['* 1 EXISTS'], count: 1 });
      },
    },
  ],
  gaps: [
    ...Object.entries(WANTS).map(
      ([want, [wanted, instead]]): Gap => ({
        wanted,
        instead,
        async probe(b) {
          await imapClient(b, 'wants', b.account(), { want });
          return b.refusal(new RegExp(`^(?:UID )?${want}`)) ?? b.unannounced('CAPABILITY', want);
        },
      }),
    ),
  ],
};
