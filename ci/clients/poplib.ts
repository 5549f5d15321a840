import { createHash } from 'node:crypto';
import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { corpus, plain } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function poplib(b: Bench, what: string, me: Account, more: object = {}): Promise<unknown> {
  const ports = { pop3: (await b.place('pop3')).port, pop3s: (await b.place('pop3s')).port };
  const facts = { do: what, ca: b.ca, ports, user: me.address, password: me.password, ...more };
  return await b.script(['/usr/bin/python3'], 'pop_lib.py', facts);
}

interface Read {
  sizes: number[];
  sum: number;
  uids: string[];
  digests: string[];
  tops: number[];
  heads: number[];
}

export const poplibClient: Client = {
  name: 'poplib',
  packages: ['python3'],
  checks: [
    {
      name: 'reads hard messages',
      what: 'STAT, LIST, UIDL, RETR and TOP in clear, over STLS and pop3s; sizes and octets are those IMAP gives, UIDs stay',
      async run(b) {
        const me = b.account();
        await b.deliver(me, corpus('read'));
        using imap = await b.imap(me);
        const bodies = (await imap.messages()).map((m) => m.body);
        const seen: string[][] = [];
        for (const kind of ['clear', 'stls', 'tls']) {
          const found = (await poplib(b, 'read', me, { kind })) as Read;
          same(
            'sizes',
            found.sizes,
            bodies.map((m) => m.length),
          );
          same(
            'their sum',
            found.sum,
            bodies.reduce((n, m) => n + m.length, 0),
          );
          same(
            'digests',
            found.digests,
            bodies.map((m) => createHash('sha256').update(m).digest('hex')),
          );
          const lines = bodies.map((m, i) =>
            Math.min(found.heads[i]! + 2, m.toString('latin1').split('\r\n').length - 1),
          );
          same('lines of TOP n 1', found.tops, lines);
          that(new Set(found.uids).size === bodies.length, 'two messages share a UID');
          seen.push(found.uids);
        }
        same('UIDs of a later session', [seen[1], seen[2]], [seen[0], seen[0]]);
      },
    },
    {
      name: 'DELE, RSET and QUIT',
      what: 'deletions count at QUIT alone: RSET and a lost connection bring the messages back',
      refusals: [/^RETR 1 => -ERR/],
      async run(b) {
        const me = b.account();
        const all = Array.from({ length: 5 }, (_, i) => plain(`dele${i}`));
        await b.deliver(me, all);
        const before = (await poplib(b, 'read', me, { kind: 'clear' })) as Read;
        const [kept0, , kept2, , kept4] = before.uids;
        same('what was told', await poplib(b, 'deletions', me), [4, '-ERR', 5, 5, 3, [kept0, kept2, kept4]]);
        await holds(
          b,
          me,
          all.filter((_, i) => i !== 1 && i !== 3),
        );
      },
    },
    {
      name: 'a second session at once',
      what: 'is refused with IN-USE, or sees the same maildrop (RFC 1939 section 4)',
      refusals: [/^PASS .*=> -ERR \[IN-USE\]/],
      async run(b) {
        const me = b.account();
        await b.deliver(me, [plain('two')]);
        const seen = await poplib(b, 'two', me);
        that(seen === 1 || String(seen).startsWith('-ERR [IN-USE]'), `the second session was told ${String(seen)}`);
      },
    },
  ],
  gaps: [
    {
      wanted: 'APOP (RFC 1939 section 7)',
      instead: 'refuses to try; USER and PASS over TLS serve',
      async probe(b) {
        const { apop } = (await poplib(b, 'wants', b.account())) as { apop: string | null };
        return apop?.includes('not supported') ? { asked: '(greeting)', answered: 'no timestamp for APOP' } : undefined;
      },
    },
    {
      wanted: 'UTF8 (RFC 6856)',
      instead: 'reads on without it',
      async probe(b) {
        await poplib(b, 'wants', b.account());
        return b.refusal(/^UTF8/);
      },
    },
  ],
};
