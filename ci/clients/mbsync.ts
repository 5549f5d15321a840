import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { same, that } from './kit/expect.ts';
import { Maildir } from './kit/maildir.ts';
import { asLf, corpus, HARD_NAME, plain } from './kit/messages.ts';
import { bothSides, inStep } from './kit/mirror.ts';
import type { Account, Service } from './kit/types.ts';

interface Rc {
  me: Account;
  service?: Service;
  tls?: 'None' | 'STARTTLS' | 'IMAPS';
  mech?: 'LOGIN' | 'PLAIN';
  patterns?: string;
  more?: readonly string[];
}

async function configure(b: Bench, rc: Rc): Promise<string[]> {
  const { port } = await b.place(rc.service ?? 'imap');
  await b.folder('mail');
  const config = await b.file(
    'mbsyncrc',
    [
      ...[
        'FSync no',
        'IMAPStore far',
        'Host localhost',
        `Port ${port}`,
        `User ${rc.me.address}`,
        `Pass "${rc.me.password}"`,
      ],
      ...[`SSLType ${rc.tls ?? 'None'}`, `CertificateFile ${b.ca}`, `AuthMechs ${rc.mech ?? 'LOGIN'}`, ''],
      ...['MaildirStore near', `Path ${b.home}/mail/`, `Inbox ${b.home}/mail/INBOX`, 'SubFolders Verbatim', ''],
      ...[
        'Channel all',
        'Far :far:',
        'Near :near:',
        `Patterns ${rc.patterns ?? '*'}`,
        'Sync All',
        'Create Both',
        'Remove Both',
      ],
      ...['Expunge Both', 'SyncState *', ...(rc.more ?? []), ''],
    ].join('\n'),
  );
  return ['mbsync', '-c', config, 'all'];
}

const MANY = 5_000;
/** Of them in the Maildir; what is uploaded takes longest. */
const HERE = 1_000;

export const mbsyncClient: Client = {
  name: 'mbsync',
  packages: ['isync', 'ca-certificates', 'libsasl2-modules'],
  checks: [
    {
      name: 'both sides change',
      what: 'additions, deletions and flags on both sides of INBOX and of a folder with a hard name; then there is nothing to do',
      async run(b) {
        const me = b.account();
        const imap = await b.imap(me);
        await imap.ok(`CREATE "${HARD_NAME.wire}"`);
        const argv = await configure(b, { me });
        for (const name of ['INBOX', HARD_NAME.wire]) {
          await bothSides(b, imap, name, new Maildir(b, `mail/${name}`), () => b.run(argv));
        }
      },
    },
    {
      name: 'folders on both sides',
      what: 'makes and removes folders, nested and with blanks, over STARTTLS and imaps, by LOGIN and PLAIN',
      async run(b) {
        const me = b.account();
        const imap = await b.imap(me);
        await imap.ok('CREATE "Far one/below it"');
        await imap.append('Far one/below it', plain('far'));
        await imap.ok('CREATE Gone');
        await imap.append('Gone', plain('gone'));
        await b.run(await configure(b, { me, service: 'imap', tls: 'STARTTLS', mech: 'PLAIN' }));
        const near = new Maildir(b, 'mail/Near one/below it');
        await near.make();
        await near.add(asLf(plain('near')));
        await imap.ok('SELECT Gone');
        await imap.ok('STORE 1:* +FLAGS.SILENT (\\Deleted)');
        await imap.ok('CLOSE');
        // It removes a folder that has been emptied, and no other.
        await b.run(await configure(b, { me, service: 'imap', tls: 'STARTTLS' }));
        await imap.ok('DELETE Gone');
        await b.run(await configure(b, { me, service: 'imaps', tls: 'IMAPS' }));
        await b.run(await configure(b, { me, service: 'imaps', tls: 'IMAPS', mech: 'PLAIN' }));
        const names = (await imap.names()).filter((n) => n.includes('/') || n === 'Gone');
        same('folders there', names, ['Far one/below it', 'Near one/below it']);
        await inStep(imap, 'Near one/below it', near);
        await inStep(imap, 'Far one/below it', new Maildir(b, 'mail/Far one/below it'));
        that(!(await b.list('mail')).includes('Gone'), 'the folder that was removed there is still here');
      },
    },
    {
      name: '5,000 messages, broken off twice',
      what: '1,000 of them here and the rest there; the connection is broken in the middle of two runs; in the end each is there once',
      async run(b) {
        const me = b.account();
        const near = new Maildir(b, 'mail/INBOX');
        const argv = await configure(b, { me, patterns: 'INBOX' });
        await near.make();
        for (let i = 0; i < HERE; i++) await near.add(asLf(plain(`near.${i}`)), i % 3 === 0 ? 'S' : '');
        await b.deliverMany(
          me,
          Array.from({ length: MANY - HERE }, (_, i) => plain(`far.${i}`)),
        );
        for (const at of [200, 600]) {
          const running = b.start(argv);
          await b.until('it is in the middle', () => running.ended() || b.asked('imap', /^APPEND/) > at, 60_000);
          b.cut('imap');
          await b.until('it has ended', () => running.ended());
        }
        await b.run(argv, { ms: 120_000 });
        using imap = await b.imap(me);
        same('messages', Object.keys(await inStep(imap, 'INBOX', near)).length, MANY);
      },
    },
    {
      name: 'a mailbox made anew',
      what: 'is told by its UIDVALIDITY: mbsync does not take new messages for old ones',
      async run(b) {
        const me = b.account();
        const imap = await b.imap(me);
        await imap.ok('CREATE Box');
        for (const m of corpus('old')) await imap.append('Box', m);
        const argv = await configure(b, { me, patterns: 'Box' });
        await b.run(argv);
        const near = new Maildir(b, 'mail/Box');
        const before = await near.flags();
        await imap.ok('DELETE Box');
        await imap.ok('CREATE Box');
        for (const m of corpus('new').slice(0, 3)) await imap.append('Box', m);
        const ended = await b.run(argv, { codes: [1] });
        that(/UIDVALIDITY/.test(ended.said), `it did not notice: ${ended.said}`);
        same('what is here', await near.flags(), before);
        same('what is there', (await imap.messages('Box')).length, 3);
      },
    },
  ],
};
