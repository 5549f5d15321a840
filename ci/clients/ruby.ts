import { createHash } from 'node:crypto';
import type { Bench } from './kit/bench.ts';
import type { Client, Gap } from './kit/client.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, HARD_NAME, plain, tokenOf } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function ruby(b: Bench, what: string, me: Account, more: object = {}): Promise<Record<string, unknown>> {
  const services = ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s'] as const;
  const ports = Object.fromEntries(await Promise.all(services.map(async (s) => [s, (await b.place(s)).port])));
  const facts = { do: what, ca: b.ca, ports, user: me.address, password: me.password, ...more };
  return (await b.script(['/usr/bin/ruby'], 'net.rb', facts)) as Record<string, unknown>;
}

const WANTS: Record<string, [wanted: string, instead: string]> = {
  MOVE: ['MOVE (RFC 6851)', 'COPY, STORE and EXPUNGE serve'],
  SORT: ['SORT (RFC 5256)', 'the client has to sort'],
  THREAD: ['THREAD (RFC 5256)', 'the client has to thread'],
  GETQUOTAROOT: ['QUOTA (RFC 9208)', 'none is shown'],
  GETACL: ['ACL (RFC 4314)', 'none are shown'],
};

/** Octets of a message between two texts. */
function between(m: Buffer, from: string, to: string): number {
  const start = m.indexOf(from) + from.length;
  return m.indexOf(to, start) - start;
}

export const rubyClient: Client = {
  name: 'Ruby net-*',
  packages: ['ruby'],
  checks: [
    {
      name: 'net/imap parses what it is told',
      what: 'its strict parser reads envelopes, structures, dates and flags of hard messages in three kinds of session',
      async run(b) {
        for (const kind of ['clear', 'starttls', 'tls']) {
          const me = b.account();
          const sent = corpus('ruby');
          const files = await Promise.all(sent.map((m, i) => b.file(`message${i}`, m)));
          const told = await ruby(b, 'look', me, { kind, files, name: HARD_NAME.text });
          const { outlines, from, ...rest } = told;
          same('told', rest, {
            digests: sent.map((m) => createHash('sha256').update(m).digest('hex')),
            sizes: sent.map((m) => m.length),
            dates: [1_772_539_200],
            ids: sent.map((m) => `<${tokenOf(m)}@client.example.org>`),
            names: [HARD_NAME.text],
            status: { MESSAGES: sent.length, UNSEEN: 0 },
            found: [3, 4],
          });
          same(
            'senders',
            from,
            sent.map(() => 'sender'),
          );
          const mixed = (outlines as [string, string, number, [string, string, number | null][]][])[7]!;
          const file = between(sent[7]!, '.bin\r\n\r\n', '\r\n--=-outer');
          const within = between(sent[7]!, 'message/rfc822\r\n\r\n', '\r\n--=-outer');
          const parts = [
            ['MULTIPART', 'ALTERNATIVE', null],
            ['APPLICATION', 'OCTET-STREAM', file],
            ['MESSAGE', 'RFC822', within],
          ];
          same('structure', [mixed[0], mixed[1], mixed[3].map((p) => p.slice(0, 3))], ['MULTIPART', 'MIXED', parts]);
        }
      },
    },
    {
      name: 'net/imap waits by IDLE',
      what: 'is told of a new message, its flags and its end, by another session',
      async run(b) {
        const told = await ruby(b, 'watch', b.account());
        same(
          'told',
          (told.seen as string[]).filter((n) => n !== 'RECENT'),
          ['EXISTS', 'FETCH', 'EXPUNGE'],
        );
      },
    },
    {
      name: 'net/smtp and net/pop',
      what: 'sends hard messages by smtp, STARTTLS and TLS; reads them by pop3s and deletes all but three',
      async run(b) {
        const me = b.account();
        const sent = corpus('carry');
        const files = await Promise.all(sent.map((m, i) => b.file(`message${i}`, m)));
        const told = await ruby(b, 'carry', me, { files });
        const left = await b.pop3(me);
        same('told', told, {
          count: sent.length,
          digests: left.map((m) => createHash('sha256').update(m).digest('hex')),
        });
        await holds(b, me, sent.slice(0, 3));
      },
    },
  ],
  gaps: Object.entries(WANTS).map(
    ([want, [wanted, instead]]): Gap => ({
      wanted,
      instead,
      async probe(b) {
        const me = b.account();
        await b.deliver(me, [plain('want')]);
        await ruby(b, 'wants', me, { want });
        return b.refusal(new RegExp(`^(?:UID )?${want}`));
      },
    }),
  ),
};
