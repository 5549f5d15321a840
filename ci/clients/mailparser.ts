import type { Client } from './kit/client.ts';
import { same, sameMeaning } from './kit/expect.ts';
import { interopFeatures } from './kit/features.ts';
import { corpus } from './kit/messages.ts';
import { versionOf } from './kit/packages.ts';

export const mailparserClient: Client = {
  name: 'mailparser',
  packages: [],
  version: versionOf('mailparser'),
  checks: [
    {
      name: 'features/interop',
      what: 'the scenarios in which libraries compose, send, find, flag and watch mail',
      run: async () => same('scenarios that did not pass', await interopFeatures(), []),
    },
    {
      name: 'reads what arrived as what was sent',
      what: 'hard messages by LMTP, read by POP3 and by IMAP: subjects, texts and files are the same',
      async run(b) {
        const me = b.account();
        const sent = corpus('parsed');
        await b.deliver(me, sent);
        await sameMeaning('by POP3', await b.pop3(me), sent);
        using imap = await b.imap(me);
        await sameMeaning(
          'by IMAP',
          (await imap.messages()).map((m) => m.body),
          sent,
        );
      },
    },
  ],
};
