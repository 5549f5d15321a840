import { createHash } from 'node:crypto';
import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { corpus, plain } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function netPop3(b: Bench, what: string, me: Account, more: object = {}): Promise<unknown> {
  const ports = { pop3: (await b.place('pop3')).port, pop3s: (await b.place('pop3s')).port };
  const facts = { do: what, ca: b.ca, ports, user: me.address, password: me.password, ...more };
  return await b.script(['/usr/bin/perl'], 'net-pop3.pl', facts);
}

export const netPop3Client: Client = {
  name: 'Net::POP3',
  packages: ['perl', 'libio-socket-ssl-perl', 'libauthen-sasl-perl'],
  checks: [
    {
      name: 'reads and deletes',
      what: 'in clear, over STLS and pop3s, by USER and by SASL; octets are those IMAP gives, and every second message goes',
      async run(b) {
        for (const [kind, auth] of [
          ['clear', false],
          ['clear', true],
          ['stls', true],
          ['tls', false],
        ] as const) {
          const me = b.account();
          const sent = corpus('read');
          await b.deliver(me, sent);
          const imap = await b.imap(me);
          const bodies = (await imap.messages()).map((m) => m.body);
          const found = (await netPop3(b, 'take', me, { kind, auth })) as {
            digests: string[];
            uids: string[];
            sizes: number[];
          };
          same(
            'sizes',
            found.sizes,
            bodies.map((m) => m.length),
          );
          same(
            'digests',
            found.digests,
            bodies.map((m) => createHash('sha256').update(m).digest('hex')),
          );
          same('different UIDs', new Set(found.uids).size, bodies.length);
          await holds(
            b,
            me,
            sent.filter((_, i) => i % 2 === 0),
          );
        }
      },
    },
    {
      name: 'gone without QUIT',
      what: 'nothing is deleted by a session that did not end as it should',
      async run(b) {
        const me = b.account();
        const all = [plain('one'), plain('two'), plain('three')];
        await b.deliver(me, all);
        await netPop3(b, 'drop', me, { kind: 'clear' });
        await netPop3(b, 'drop', me, { kind: 'tls' });
        await holds(b, me, all);
        that(b.asked('pop3', /^QUIT/) === 0, 'it said QUIT');
      },
    },
  ],
  gaps: [
    {
      wanted: 'APOP (RFC 1939 section 7)',
      instead: 'gives up; USER and PASS over TLS serve',
      async probe(b) {
        const { banner, done } = (await netPop3(b, 'apop', b.account())) as { banner: string; done: boolean };
        return done || /<.*@.*>/.test(banner) ? undefined : { asked: '(greeting)', answered: 'no timestamp for APOP' };
      },
    },
  ],
};
