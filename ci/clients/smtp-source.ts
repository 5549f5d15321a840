import type { Client } from './kit/client.ts';
import { same, that } from './kit/expect.ts';

/** As Debian's package has it. */
const PROGRAM = '/usr/sbin/smtp-source';

export const smtpSourceClient: Client = {
  name: 'smtp-source',
  packages: ['postfix'],
  checks: [
    {
      name: '1,000 messages over 20 sessions',
      what: 'sends 1,000 messages of 4 KB by smtp, many a session; each is there once, by IMAP',
      async run(b) {
        const to = b.account();
        const { at } = await b.place('smtp');
        const argv = ['-s', '20', '-m', '1000', '-l', '4096', '-d', '-f', 'load@example.org', '-t', to.address];
        await b.run([PROGRAM, ...argv, `inet:${at}`]);
        using imap = await b.imap(to);
        const found = await imap.messages();
        same('messages', found.length, 1000);
        const ids = new Set(found.map((m) => /^Message-Id: <([^>]+)>/im.exec(m.body.toString('latin1'))?.[1]));
        same('different ones', ids.size, 1000);
        that(
          found.every((m) => m.body.length > 4096),
          'a message is short',
        );
      },
    },
    {
      name: '500 messages by LMTP, a session each',
      what: 'sends 500 messages by LMTP, with a new session for each; each is there once, by POP3',
      async run(b) {
        const to = b.account();
        const { at } = await b.place('lmtp');
        const argv = ['-L', '-s', '10', '-m', '500', '-l', '1024', '-f', 'load@example.org', '-t', to.address];
        await b.run([PROGRAM, ...argv, `inet:${at}`]);
        const found = await b.pop3(to);
        const ids = new Set(found.map((m) => /^Message-Id: <([^>]+)>/im.exec(m.toString('latin1'))?.[1]));
        same('messages, and different ones', [found.length, ids.size], [500, 500]);
      },
    },
  ],
};
