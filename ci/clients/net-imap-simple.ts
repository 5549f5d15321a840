import { createHash } from 'node:crypto';
import type { Client } from './kit/client.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, tokenOf } from './kit/messages.ts';

export const netImapSimpleClient: Client = {
  name: 'Net::IMAP::Simple',
  packages: ['libnet-imap-simple-perl', 'libio-socket-ssl-perl'],
  checks: [
    {
      name: 'a folder from empty to expunged',
      what: 'puts hard messages, reads them, flags, copies, deletes, expunges and searches; in clear and by imaps',
      async run(b) {
        for (const kind of ['clear', 'tls']) {
          const me = b.account();
          const sent = corpus('simple');
          const files = await Promise.all(sent.map((m, i) => b.file(`message${i}`, m)));
          const ports = { imap: (await b.place('imap')).port, imaps: (await b.place('imaps')).port };
          const facts = { kind, ca: b.ca, ports, user: me.address, password: me.password, files };
          same('told', await b.script(['/usr/bin/perl'], 'net-imap-simple.pl', facts), {
            count: sent.length,
            digests: sent.map((m) => createHash('sha256').update(m).digest('hex')),
            tops: sent.map(() => 1),
            sizes: sent.map((m) => m.length),
            flagged: '\\Flagged',
            left: sent.length - 1,
            found: [1],
            boxes: ['Box', 'INBOX'],
          });
          await holds(b, me, [sent[0]!]);
          const left = await (await b.imap(me)).messages('Box');
          same(
            'left',
            left.map((m) => tokenOf(m.body)),
            sent.map(tokenOf).filter((_, i) => i !== 1),
          );
        }
      },
    },
  ],
};
