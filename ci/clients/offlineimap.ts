import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { same } from './kit/expect.ts';
import { Maildir } from './kit/maildir.ts';
import { asLf, HARD_NAME, plain } from './kit/messages.ts';
import { bothSides, inStep } from './kit/mirror.ts';
import type { Account, Service } from './kit/types.ts';

interface Rc {
  me: Account;
  service?: Service;
  more?: readonly string[];
}

async function configure(b: Bench, rc: Rc): Promise<string[]> {
  const { port } = await b.place(rc.service ?? 'imap');
  await b.folder('mail');
  const config = await b.file(
    'offlineimaprc',
    [
      ...['[general]', `metadata = ${b.home}/meta`, 'accounts = one', 'fsync = False', 'socktimeout = 30'],
      ...['[Account one]', 'localrepository = near', 'remoterepository = far', 'utf8foldernames = yes'],
      ...['[Repository near]', 'type = Maildir', `localfolders = ${b.home}/mail`, 'sep = /'],
      ...['[Repository far]', 'type = IMAP', 'remotehost = localhost', `remoteport = ${port}`],
      ...[`remoteuser = ${rc.me.address}`, `remotepass = ${rc.me.password}`, 'expunge = yes', 'maxconnections = 2'],
      ...[
        'auth_mechanisms = PLAIN, LOGIN',
        `sslcacertfile = ${b.ca}`,
        ...(rc.more ?? ['ssl = no', 'starttls = no']),
        '',
      ],
    ].join('\n'),
  );
  return ['offlineimap', '-c', config, '-o', '-u', 'basic'];
}

export const offlineimapClient: Client = {
  name: 'offlineimap',
  packages: ['offlineimap3', 'ca-certificates'],
  checks: [
    {
      name: 'both sides change',
      what: 'additions, deletions and flags on both sides of INBOX and of a folder with a hard name; then there is nothing to do',
      async run(b) {
        const me = b.account();
        const imap = await b.imap(me);
        await imap.ok(`CREATE "${HARD_NAME.wire}"`);
        const argv = await configure(b, { me });
        await bothSides(b, imap, 'INBOX', new Maildir(b, 'mail/INBOX'), () => b.run(argv), 'meaning');
        await bothSides(
          b,
          imap,
          HARD_NAME.wire,
          new Maildir(b, `mail/${HARD_NAME.text}`),
          () => b.run(argv),
          'meaning',
        );
      },
    },
    {
      name: 'folders of both sides, secured',
      what: 'makes folders on either side over STARTTLS and imaps',
      async run(b) {
        const me = b.account();
        const imap = await b.imap(me);
        await imap.ok('CREATE "Far one"');
        await imap.append('Far one', plain('far'));
        await b.run(await configure(b, { me, more: ['ssl = no', 'starttls = yes'] }));
        const near = new Maildir(b, 'mail/Near one');
        await near.make();
        await near.add(asLf(plain('near')));
        await b.run(await configure(b, { me, service: 'imaps', more: ['ssl = yes', 'ssl_version = tls1_2'] }));
        same(
          'folders there',
          (await imap.names()).filter((n) => n.endsWith(' one')),
          ['Far one', 'Near one'],
        );
        await inStep(imap, 'Near one', near, 'meaning');
        await inStep(imap, 'Far one', new Maildir(b, 'mail/Far one'), 'meaning');
      },
    },
  ],
  gaps: [
    {
      wanted: 'COMPRESS=DEFLATE (RFC 4978)',
      instead: 'goes on uncompressed',
      async probe(b) {
        await b.run(
          await configure(b, { me: b.account(), more: ['ssl = no', 'starttls = no', 'usecompression = yes'] }),
          { codes: [0, 1] },
        );
        return b.unannounced('CAPABILITY', 'COMPRESS=DEFLATE');
      },
    },
  ],
};
