import { createHash } from 'node:crypto';
import type { Bench } from './kit/bench.ts';
import type { Client, Gap } from './kit/client.ts';
import { holds, same, that } from './kit/expect.ts';
import { corpus, HARD_NAME, plain, tokenOf } from './kit/messages.ts';
import type { Account } from './kit/types.ts';

async function imaplib(b: Bench, what: string, me: Account, more: object = {}): Promise<unknown> {
  const ports = { imap: (await b.place('imap')).port, imaps: (await b.place('imaps')).port };
  const facts = { do: what, ca: b.ca, ports, user: me.address, password: me.password, ...more };
  return await b.script(['/usr/bin/python3'], 'imap_lib.py', facts);
}

interface Looked {
  count: number;
  digests: string[];
  half: number;
  dates: number[][];
  flags: string[][];
  structure: number;
  status: string;
  [search: string]: unknown;
}

const MANY = 5_000;

/** Extensions that the library has a method for. */
const WANTS: Record<string, [wanted: string, instead: string]> = {
  MOVE: ['MOVE (RFC 6851)', 'COPY, STORE and EXPUNGE serve'],
  SORT: ['SORT (RFC 5256)', 'the client has to sort'],
  THREAD: ['THREAD (RFC 5256)', 'the client has to thread'],
  GETQUOTAROOT: ['QUOTA (RFC 9208)', 'none is shown'],
  GETACL: ['ACL (RFC 4314)', 'none are shown'],
  MYRIGHTS: ['ACL, MYRIGHTS (RFC 4314)', 'none are shown'],
  GETANNOTATION: ['annotations (today METADATA, RFC 5464)', 'none are shown'],
};

export const imaplibClient: Client = {
  name: 'imaplib',
  packages: ['python3'],
  checks: [
    {
      name: 'appends and reads back',
      what: 'hard messages with flags, keywords and dates into a folder with a hard name; octets, dates, flags and searches agree',
      async run(b) {
        const me = b.account();
        const sent = corpus('append');
        const files = await Promise.all(sent.map((m, i) => b.file(`message${i}`, m)));
        await imaplib(b, 'append', me, { mailbox: HARD_NAME.wire, files });
        for (const kind of ['clear', 'starttls', 'tls']) {
          const found = (await imaplib(b, 'look', me, { mailbox: HARD_NAME.wire, kind })) as Looked;
          const { count, digests, half, dates, flags, structure, status, ...searches } = found;
          same('messages', [count, structure], [sent.length, sent.length]);
          same(
            'digests',
            digests,
            sent.map((m) => createHash('sha256').update(m).digest('hex')),
          );
          same('octets of a part', half, 20);
          same(
            'days',
            dates.map((d) => d.join('-')),
            sent.map((_, i) => `2026-3-${i + 1}`),
          );
          same(
            'flags',
            flags.map((f) => f.filter((x) => x !== '\\Recent').sort()),
            sent.map((_, i) => [`$Label${i}`, '\\Seen'].sort()),
          );
          const uids = sent.map((_, i) => i + 1);
          const wanted = { subject: [2], label: [3], since: [3, 4], larger: [1, 8], utf8: [3, 4], uids };
          same('searches', searches, wanted);
          that(status.includes(`MESSAGES ${count}`) && status.includes('UNSEEN 0'), `status: ${status}`);
        }
        using imap = await b.imap(me);
        same('names', (await imap.names()).includes(HARD_NAME.wire), true);
      },
    },
    {
      name: 'changes and a second session',
      what: 'flags, copies, deletions, a renamed folder; another session is told of all in its next NOOP',
      refusals: [/^STORE 1 \+FLAGS .*=> NO /],
      async run(b) {
        const me = b.account();
        await b.deliver(
          me,
          Array.from({ length: 5 }, (_, i) => plain(`m${i}`)),
        );
        const told = (await imaplib(b, 'change', me)) as Record<string, unknown>;
        const flagged = (told.flagged as string[]).map((f) => f.replace(/ ?\\Recent/, ''));
        same(
          'told',
          { ...told, flagged, permanent: '' },
          {
            gone: [3],
            expunged: ['3'],
            flagged: ['1 (FLAGS (\\Flagged $Own))', '2 (FLAGS ($Own))'],
            exists: 5,
            lsub: ['() "/" Target'],
            namespace: '(("" "/")) NIL NIL',
            renamed: 3,
            permanent: '',
            readonly: 'OK',
            refused: 'NO',
          },
        );
        that(String(told.permanent).includes('\\*'), 'keywords may not be made');
        using imap = await b.imap(me);
        same(
          'copied',
          (await imap.messages('Renamed/below')).map((m) => tokenOf(m.body)),
          ['m0', 'm1', 'm2'],
        );
        await holds(b, me, [plain('m0'), plain('m1'), plain('m3'), plain('m4'), (await imap.messages()).at(-1)!.body]);
      },
    },
    {
      name: 'UIDVALIDITY grows',
      what: 'a mailbox made again never has the UIDVALIDITY of an earlier one',
      async run(b) {
        const seen = (await imaplib(b, 'anew', b.account())) as number[];
        that(
          seen.every((v, i) => i === 0 || v > seen[i - 1]!),
          `UIDVALIDITY was ${seen.join(', ')}`,
        );
      },
    },
    {
      name: 'refusals',
      what: 'NUL in a message, folders missing or there already, INBOX deleted, a long line; the session goes on after each',
      refusals: [
        /^APPEND "?INBOX.*=> NO \[CANNOT\]/,
        /"?Missing"? .*=> NO /,
        /^SELECT Missing => NO/,
        /^CREATE Twice => NO/,
        /^DELETE INBOX => NO/,
      ],
      async run(b) {
        const me = b.account();
        const told = (await imaplib(b, 'refusals', me)) as Record<string, unknown>;
        that(String(told.trycreate).startsWith('[TRYCREATE]'), `APPEND was answered ${String(told.trycreate)}`);
        const { nul, again, inbox, after, long } = told;
        same(
          'answers',
          { nul, again, inbox, after, long },
          { nul: 'NO', again: ['OK', 'NO'], inbox: 'NO', after: '0', long: 'OK' },
        );
        await holds(b, me, []);
      },
    },
    {
      name: '5,000 messages in a folder',
      what: 'flags every second one by a list of numbers of 13 KB, searches, and fetches all envelopes',
      async run(b) {
        const me = b.account();
        await b.deliverMany(
          me,
          Array.from({ length: MANY }, (_, i) => plain(`many.${i}`)),
        );
        const told = await imaplib(b, 'many', me);
        same('told', told, { count: MANY, seen: MANY / 2, uids: MANY, sizes: MANY });
        using imap = await b.imap(me);
        const found = await imap.messages('INBOX', false);
        same('seen', found.filter((m) => m.flags.includes('\\Seen')).length, MANY / 2);
      },
    },
    {
      name: 'gone in the middle of answers',
      what: '20 sessions end without a word while 500 messages are sent to them, 4 within a message of theirs; nothing is lost, nothing added',
      async run(b) {
        const me = b.account();
        const sent = Array.from({ length: 500 }, (_, i) => plain(`vanish.${i}`));
        await b.deliverMany(me, sent);
        await imaplib(b, 'vanish', me);
        await holds(b, me, sent);
      },
    },
  ],
  gaps: [
    ...Object.entries(WANTS).map(
      ([want, [wanted, instead]]): Gap => ({
        wanted,
        instead,
        async probe(b) {
          const me = b.account();
          await b.deliver(me, [plain('want')]);
          await imaplib(b, 'wants', me, { want });
          return b.refusal(new RegExp(`^(?:UID )?${want}`));
        },
      }),
    ),
    {
      wanted: 'UTF8=ACCEPT (RFC 9755)',
      instead: 'stays with modified UTF-7',
      async probe(b) {
        const { enabled } = (await imaplib(b, 'wants', b.account(), { want: 'UTF8' })) as { enabled: boolean };
        return enabled ? undefined : b.unannounced('CAPABILITY', 'UTF8=ACCEPT');
      },
    },
    {
      wanted: 'AUTHENTICATE CRAM-MD5 (RFC 2195)',
      instead: 'gives up; LOGIN over TLS serves',
      async probe(b) {
        await imaplib(b, 'cram', b.account());
        return b.refusal(/^AUTHENTICATE CRAM-MD5/);
      },
    },
  ],
};
