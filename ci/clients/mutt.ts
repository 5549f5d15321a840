import type { Bench } from './kit/bench.ts';
import type { Check, Client, Gap } from './kit/client.ts';
import { holds, same, sameMeaning, that } from './kit/expect.ts';
import { parsed } from './kit/mailparser.ts';
import { corpus, HARD_NAME, octets, plain, tokenOf } from './kit/messages.ts';
import { reportsTo } from './kit/notices.ts';
import type { Account } from './kit/types.ts';

/** Lines that both mutt and neomutt know. */
async function configure(b: Bench, me: Account, secured: boolean, more: readonly string[] = []): Promise<string[]> {
  const [submission, submissions] = [await b.place('submission'), await b.place('submissions')];
  const smtp = secured ? `smtps://localhost:${submissions.port}/` : `smtp://localhost:${submission.port}/`;
  const scheme = secured ? 'imaps' : 'imap';
  const { port } = await b.place(scheme);
  const login = ['imap', 'pop', 'smtp'].flatMap((p) => [
    ...(p === 'smtp' ? [] : [`set ${p}_user="${me.address}"`]),
    `set ${p}_pass="${me.password}"`,
  ]);
  const config = await b.file(
    'muttrc',
    [
      ...['set sleep_time=0 wait_key=no confirmappend=no confirmcreate=no delete=yes quit=yes resolve=no beep=no'],
      ...['set mbox_type=mbox copy=no mark_old=no mail_check=5 timeout=5 print=no read_inc=0 write_inc=0 suspend=no'],
      ...[`set realname="Jörg Müller" from="${me.address}" use_from=yes use_envelope_from=yes charset=utf-8`],
      ...[`set send_charset="us-ascii:utf-8" hostname=client.example.org allow_8bit=yes`],
      ...[`set ssl_starttls=yes ssl_ca_certificates_file="${b.ca}" ssl_verify_host=yes`],
      ...[...login, `set smtp_url="${smtp.replace('//', `//${me.address.replace('@', '%40')}@`)}"`],
      ...[`set folder="${scheme}://localhost:${port}/" spoolfile="${scheme}://localhost:${port}/INBOX"`],
      ...[`set tmpdir="${b.home}" header_cache="${b.home}/cache"`, ...more, ''],
    ].join('\n'),
  );
  return ['-n', '-F', config];
}

/** Messages of a file in the mbox format. */
function inMbox(text: Buffer): Buffer[] {
  return text
    .toString('latin1')
    .split(/^(?=From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} )/m)
    .filter((m) => m !== '')
    .map((m) =>
      Buffer.from(
        m.replace(/^From .*\n/, '').replace(/^(?:Status|X-Status|Lines|Content-Length): .*\n/gm, ''),
        'latin1',
      ),
    );
}

/** A name at a prompt, where a blank alone completes. */
const typed = (name: string): string => name.replaceAll(' ', '<quote-char> ');

const SUBJECT = 'Grüße, 日本語 and 🙂: a subject that is long enough to be folded at least once before it ends';
/** No STARTTLS where the relay reads along. */
const CLEAR = ['set ssl_starttls=no ssl_force_tls=no'];

/** What mutt and its kin do, by the name of the program. */
export function muttChecks(program: string): Check[] {
  return [
    {
      name: 'sends with a file',
      what: 'names and a subject in many scripts, a file; by submission with STARTTLS and by TLS; a parser reads it back',
      async run(b) {
        for (const secured of [false, true]) {
          const [me, to] = [b.account(), b.account()];
          const argv = await configure(b, me, secured);
          const attached = await b.file('octets.bin', octets(50_000, 'mutt'));
          const text = 'Grüße aus Köln,\n.\n.a dot\nFrom here on 日本語 🙂.\n';
          const send = ['-s', SUBJECT, '-a', attached, '--', to.address];
          await b.run([program, ...argv, ...send], { input: text });
          const [found, ...more] = await b.pop3(to);
          that(found !== undefined && more.length === 0, `${more.length + 1} messages arrived`);
          const read = await parsed(found);
          same('subject and sender', [read.subject, read.from?.text], [SUBJECT, `"Jörg Müller" <${me.address}>`]);
          same('text', read.text?.replaceAll('\r\n', '\n').trimEnd(), text.trimEnd());
          that(read.attachments[0]?.content.equals(octets(50_000, 'mutt')) === true, 'the file is another');
        }
      },
    },
    {
      name: 'a notice of delivery',
      what: 'asks for one by its settings, by submission with STARTTLS; it arrives, with the header of the message alone',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const argv = await configure(b, me, false, ['set dsn_notify="success,failure" dsn_return=hdrs']);
        await b.run([program, ...argv, '-s', 'notice', '--', to.address], { input: 'A text of one line.\n' });
        const reports = await reportsTo(b, me);
        same(
          'what they say',
          reports.map(([, one]) => [one?.action, one?.['final-recipient']]),
          [['delivered', `rfc822; ${to.address}`]],
        );
        const [found] = await b.pop3(me);
        that(found?.includes('A text of one line.') === false, 'the whole message came back');
      },
    },
    {
      name: 'reads and sorts by IMAP',
      what: 'opens INBOX on a terminal, copies hard messages to a file and to a folder with a hard name, flags, moves, deletes; in clear and by imaps',
      async run(b) {
        for (const secured of [false, true]) {
          const me = b.account();
          const sent = corpus(`imap${secured}`);
          await b.deliver(me, sent);
          const imap = await b.imap(me);
          for (const name of ['Two words', HARD_NAME.wire]) await imap.ok(`CREATE "${name}"`);
          const keys = [
            `<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>${b.home}/out<enter>`,
            `<tag-prefix><copy-message><kill-line>=${typed(HARD_NAME.text)}<enter><untag-pattern>~A<enter>`,
            `<tag-pattern>~s Dots<enter><tag-prefix><save-message><kill-line>=${typed('Two words')}<enter>`,
            '<tag-pattern>~s "long line"<enter><tag-prefix><flag-message><untag-pattern>~A<enter>',
            '<delete-pattern>~s Plain<enter><sync-mailbox><quit>',
          ];
          const argv = await configure(b, me, secured, secured ? [] : CLEAR);
          const push = `push '${keys.join('')}'`;
          await b.runOnTerminal([program, ...argv, '-e', push], { ms: 40_000 });
          await sameMeaning('the file', inMbox(await b.read('out')), sent);
          await b.file('out', '');
          const tokens = async (name: string): Promise<string[]> =>
            (await imap.messages(name)).map((m) => tokenOf(m.body)).sort();
          same('the folder with a hard name', await tokens(HARD_NAME.wire), sent.map(tokenOf).sort());
          same('moved', await tokens('Two words'), [tokenOf(sent[1]!)]);
          await holds(b, me, sent.slice(2));
          const flagged = (await imap.messages()).filter((m) => m.flags.includes('\\Flagged'));
          same(
            'flagged',
            flagged.map((m) => tokenOf(m.body)),
            [tokenOf(sent[5]!)],
          );
        }
      },
    },
    {
      name: 'is told of new mail by IDLE',
      what: 'on a terminal: a message that arrives while it idles appears in the index, and is there once',
      async run(b) {
        const me = b.account();
        const [first, second] = [plain('first', 'The first'), plain('second', 'The second')];
        await b.deliver(me, [first]);
        const argv = await configure(b, me, false, [...CLEAR, 'set imap_idle=yes mail_check=1 timeout=1']);
        await b.converse(
          [program, ...argv],
          [
            [/The first/, ''],
            async () => {
              await b.until('it idles', () => b.waits('imap', /^IDLE/));
              await b.deliver(me, [second]);
            },
            [/The second/, 'q'],
          ],
        );
        await holds(b, me, [first, second]);
      },
    },
    {
      name: 'reads by POP3',
      what: 'opens a maildrop on a terminal, copies it to a file and deletes two messages',
      async run(b) {
        const me = b.account();
        const sent = corpus('pop');
        await b.deliver(me, sent);
        const { port } = await b.place('pop3');
        const argv = await configure(b, me, false, [...CLEAR, 'set pop_delete=yes']);
        const keys = [
          `<tag-pattern>~A<enter><tag-prefix><copy-message><kill-line>${b.home}/out<enter><untag-pattern>~A<enter>`,
          '<delete-pattern>~s Dots<enter><delete-pattern>~s Parts<enter><sync-mailbox><quit>',
        ];
        await b.runOnTerminal([program, ...argv, '-f', `pop://localhost:${port}/`, '-e', `push '${keys.join('')}'`], {
          ms: 40_000,
        });
        await sameMeaning('the file', inMbox(await b.read('out')), sent);
        await holds(
          b,
          me,
          sent.filter((_, i) => i !== 1 && i !== 7),
        );
      },
    },
  ];
}

/** Extensions that can be switched on. @param deflate whether the program knows the setting */
export function muttGaps(program: string, deflate: boolean): Gap[] {
  const wants: [word: string, wanted: string, line: string, instead: string][] = [
    ['CONDSTORE', 'CONDSTORE (RFC 7162)', 'set imap_condstore=yes', 'fetches all flags anew'],
    ['QRESYNC', 'QRESYNC (RFC 7162)', 'set imap_qresync=yes', 'fetches all flags anew'],
  ];
  if (deflate)
    wants.push(['COMPRESS=DEFLATE', 'COMPRESS=DEFLATE (RFC 4978)', 'set imap_deflate=yes', 'goes on uncompressed']);
  return wants.map(([word, wanted, line, instead]) => ({
    wanted,
    instead,
    async probe(b) {
      const me = b.account();
      await b.deliver(me, [plain('want')]);
      const argv = await configure(b, me, false, [...CLEAR, line]);
      await b.runOnTerminal([program, ...argv, '-e', "push '<quit>'"], { ms: 30_000 });
      return b.unannounced('CAPABILITY', word);
    },
  }));
}

export const muttClient: Client = {
  name: 'mutt',
  packages: ['mutt', 'bsdutils'],
  checks: muttChecks('mutt'),
  gaps: muttGaps('mutt', true),
};
