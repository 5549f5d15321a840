import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { holds, octetsSame, same, that } from './kit/expect.ts';
import { interopFeatures } from './kit/features.ts';
import { corpus, HARD_NAME, plain, tokenOf } from './kit/messages.ts';
import { versionOf } from './kit/packages.ts';
import type { Account, Service } from './kit/types.ts';

async function connect(b: Bench, me: Account, service: Service = 'imap', secured = false): Promise<ImapFlow> {
  const { port } = await b.place(service);
  const { readFile } = await import('node:fs/promises');
  const client = new ImapFlow({
    host: 'localhost',
    port,
    secure: service === 'imaps',
    doSTARTTLS: secured,
    auth: { user: me.address, pass: me.password },
    tls: { ca: await readFile(b.ca) },
    logger: false,
    socketTimeout: 30_000,
  });
  // An error of a call is thrown by the call.
  client.on('error', () => undefined);
  b.defer(async () => client.close());
  await client.connect();
  return client;
}

const MANY = 5_000;

export const imapflowClient: Client = {
  name: 'imapflow',
  packages: [],
  version: versionOf('imapflow'),
  checks: [
    {
      name: 'features/interop',
      what: 'the scenarios in which libraries compose, send, find, flag and watch mail',
      run: async () => same('scenarios that did not pass', await interopFeatures(), []),
    },
    {
      name: 'a tree of mailboxes',
      what: 'makes, renames, subscribes and deletes nested mailboxes with hard names, over STARTTLS; seen by plain IMAP',
      async run(b) {
        const me = b.account();
        const client = await connect(b, me, 'imap', true);
        const deep = [HARD_NAME.text, 'a "b" \\ %*', '🙂'];
        await client.mailboxCreate(deep);
        await client.mailboxCreate('Plain');
        await client.mailboxRename([HARD_NAME.text], ['Moved & gone']);
        await client.mailboxSubscribe('Plain');
        const tree = (await client.list()).map((l) => l.path).filter((p) => p.startsWith('Moved'));
        same('tree', tree.sort(), ['Moved & gone', 'Moved & gone/a "b" \\ %*', 'Moved & gone/a "b" \\ %*/🙂']);
        await client.append('Moved & gone/a "b" \\ %*/🙂', plain('deep'));
        using imap = await b.imap(me);
        const names = (await imap.names()).filter((n) => n.startsWith('Moved'));
        same('names', names, ['Moved &- gone', 'Moved &- gone/a "b" \\ %*', 'Moved &- gone/a "b" \\ %*/&2D3eQg-']);
        same(
          'in the deepest',
          (await imap.messages(names[2])).map((m) => tokenOf(m.body)),
          ['deep'],
        );
        await client.mailboxDelete('Plain');
        that(!(await imap.names()).includes('Plain'), 'a mailbox that was deleted is still there');
      },
    },
    {
      name: 'two sessions on one mailbox',
      what: 'one idles and is told of messages, flags and deletions that the other makes',
      async run(b) {
        const me = b.account();
        const [watcher, worker] = [await connect(b, me), await connect(b, me, 'imaps')];
        await watcher.mailboxOpen('INBOX');
        const told: string[] = [];
        watcher.on('exists', (e: { count: number }) => told.push(`exists ${e.count}`));
        watcher.on('flags', (e: { seq: number; flags: Set<string> }) =>
          told.push(`flags ${e.seq} ${[...e.flags].filter((f) => f !== '\\Recent').sort()}`),
        );
        watcher.on('expunge', (e: { seq: number }) => told.push(`expunge ${e.seq}`));
        const idling = watcher.idle();
        await b.until('it idles', () => b.waits('imap', /^IDLE/));
        await b.deliver(me, [plain('one'), plain('two')]);
        await b.until('it is told of both', () => told.includes('exists 2'));
        await worker.mailboxOpen('INBOX');
        await worker.messageFlagsAdd('1', ['\\Flagged', '$Own']);
        await b.until('it is told of flags', () => told.includes('flags 1 $Own,\\Flagged'));
        await worker.messageDelete('1');
        await b.until('it is told of the end', () => told.includes('expunge 1'));
        await watcher.noop();
        await idling;
        same('messages', watcher.mailbox === false ? -1 : watcher.mailbox.exists, 1);
        await holds(b, me, [plain('two')]);
      },
    },
    {
      name: '5,000 messages',
      what: 'lists, searches and flags 5,000 messages, copies half of them and empties the mailbox; counted by plain IMAP',
      async run(b) {
        const me = b.account();
        await b.deliverMany(
          me,
          Array.from({ length: MANY }, (_, i) => plain(`many.${i}`, i % 2 === 0 ? 'even' : 'odd')),
        );
        const client = await connect(b, me, 'imaps');
        await client.mailboxOpen('INBOX');
        const all = await client.fetchAll('1:*', { uid: true, envelope: true, flags: true });
        same('different envelopes', new Set(all.map((m) => m.envelope?.messageId)).size, MANY);
        const even = await client.search({ subject: 'even' }, { uid: true });
        that(Array.isArray(even) && even.length === MANY / 2, 'the search finds others');
        await client.messageCopy(even, 'Archive', { uid: true });
        await client.messageFlagsAdd(even, ['\\Answered'], { uid: true });
        await client.messageDelete({ answered: false });
        using imap = await b.imap(me);
        same('copied', (await imap.messages('Archive', false)).length, MANY / 2);
        const left = await imap.messages('INBOX', false);
        same('left', [left.length, left.filter((m) => m.flags.includes('\\Answered')).length], [MANY / 2, MANY / 2]);
      },
    },
    {
      name: 'streams a large message',
      what: 'appends 20 MB and downloads it in pieces; a session that stops reading in the middle does no harm',
      async run(b) {
        const me = b.account();
        const client = await connect(b, me, 'imaps');
        const large = Buffer.concat([plain('large'), Buffer.alloc(20_000_000, 'x'.repeat(70).concat('\r\n'))]);
        await client.append('INBOX', large);
        await client.mailboxOpen('INBOX');
        const stalled = await connect(b, me);
        await stalled.mailboxOpen('INBOX');
        const half = await stalled.download('1', undefined, { chunkSize: 64 * 1024 });
        that(half.content !== undefined, 'nothing to download');
        for await (const _ of half.content) break;
        stalled.close();
        await pause(10);
        const { content } = await client.download('1');
        that(content !== undefined, 'nothing to download again');
        const chunks: Buffer[] = [];
        for await (const chunk of content) chunks.push(Buffer.from(chunk));
        octetsSame('what was downloaded', Buffer.concat(chunks), large);
      },
    },
    {
      name: 'takes hard messages apart',
      what: 'every part by its number is what a parser makes of the whole',
      async run(b) {
        const me = b.account();
        await b.deliver(me, corpus('parts'));
        const client = await connect(b, me);
        await client.mailboxOpen('INBOX');
        const found = await client.fetchOne('8', { bodyParts: ['1.1', '1.2', '2', '3', '3.1', '3.header'] });
        that(typeof found === 'object', 'there is no message 8');
        const text = (part: string): string => found.bodyParts?.get(part)?.toString('latin1') ?? '';
        same(
          'parts',
          [text('1.1'), text('1.2'), text('3.1'), text('3').includes('Subject: Inside')],
          ['Gr=C3=BC=C3=9Fe=20', '<p>Gr&uuml;&szlig;e</p>', 'A message within a message.', true],
        );
        same('octets of the file', Buffer.from(text('2'), 'base64').length, 6_000);
      },
    },
  ],
  gaps: [
    {
      wanted: 'MOVE (RFC 6851)',
      instead: 'COPY, STORE and EXPUNGE, which it did rightly',
      async probe(b) {
        const me = b.account();
        await b.deliver(me, [plain('move')]);
        const client = await connect(b, me);
        await client.mailboxOpen('INBOX');
        await client.messageMove('1', 'Archive');
        using imap = await b.imap(me);
        same('moved', [(await imap.messages('Archive')).length, (await imap.messages('INBOX')).length], [1, 0]);
        return b.unannounced('CAPABILITY', 'MOVE');
      },
    },
    ...(
      [
        ['COMPRESS=DEFLATE', 'COMPRESS=DEFLATE (RFC 4978)', 'goes on uncompressed'],
        ['CONDSTORE', 'CONDSTORE (RFC 7162)', 'fetches all flags anew'],
        ['QRESYNC', 'QRESYNC (RFC 7162)', 'fetches all flags anew'],
        ['OBJECTID', 'OBJECTID (RFC 8474)', 'knows mailboxes by name and UIDVALIDITY'],
        ['LIST-STATUS', 'LIST-STATUS (RFC 5819)', 'asks STATUS of each mailbox'],
      ] as const
    ).map(([word, wanted, instead]) => ({
      wanted,
      instead,
      async probe(b: Bench) {
        const client = await connect(b, b.account());
        await client.mailboxOpen('INBOX');
        await client.list({ statusQuery: { messages: true } });
        return b.unannounced('CAPABILITY', word);
      },
    })),
    {
      wanted: 'QUOTA (RFC 9208)',
      instead: 'shows none',
      async probe(b) {
        const client = await connect(b, b.account());
        return (await client.getQuota()) ? undefined : b.unannounced('CAPABILITY', 'QUOTA');
      },
    },
  ],
};
