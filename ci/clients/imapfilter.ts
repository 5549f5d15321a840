import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { same } from './kit/expect.ts';
import { corpus, HARD_NAME, plain, tokenOf } from './kit/messages.ts';
import type { Account, Service } from './kit/types.ts';

async function imapfilter(b: Bench, me: Account, service: Service, script: string): Promise<string> {
  const { port } = await b.place(service);
  const ssl = service === 'imaps' ? "ssl = 'auto'," : '';
  const config = await b.file(
    'config.lua',
    [
      `options.timeout = 30`,
      `options.certificates = true`,
      `options.hostnames = true`,
      `options.starttls = false`,
      `me = IMAP { server = 'localhost', port = ${port}, username = '${me.address}', password = '${me.password}', ${ssl} }`,
      script,
      '',
    ].join('\n'),
  );
  return (await b.run(['imapfilter', '-c', config, '-t', b.ca])).said;
}

export const imapfilterClient: Client = {
  name: 'imapfilter',
  packages: ['imapfilter'],
  checks: [
    {
      name: 'sorts mail into folders',
      what: 'searches by subject, size, date and flags, copies, moves, flags with keywords, deletes; in clear and by imaps',
      async run(b) {
        for (const service of ['imap', 'imaps'] as const) {
          const me = b.account();
          await b.deliver(me, [...corpus('in'), plain('plain.1', 'ticket 17'), plain('plain.2', 'ticket 18')]);
          await imapfilter(
            b,
            me,
            service,
            `
            me:create_mailbox('Two words')
            me:create_mailbox('${HARD_NAME.text}')
            tickets = me.INBOX:contain_subject('ticket')
            assert(#tickets == 2, 'tickets')
            tickets:add_flags({ 'Ticket', '\\\\Flagged' })
            assert(#(me.INBOX:is_flagged() * me.INBOX:has_keyword('Ticket')) == 2, 'keywords')
            tickets:move_messages(me['Two words'])
            assert(#me.INBOX:contain_subject('ticket') == 0, 'moved')
            large = me.INBOX:is_larger(5000) + me.INBOX:match_body('3,000')
            large:copy_messages(me['${HARD_NAME.text}'])
            me.INBOX:contain_from('sender@example.org'):mark_seen()
            old = me.INBOX:sent_before('01-Jan-2027') * me.INBOX:contain_subject('Dots')
            old:delete_messages()
            exist, unread, unseen, uidnext = me.INBOX:check_status()
            assert(exist == 8, 'exist ' .. exist)
            assert(unread == 0, 'unread ' .. unread)
            `,
          );
          const imap = await b.imap(me);
          const tokens = async (name: string): Promise<string[]> =>
            (await imap.messages(name)).map((m) => tokenOf(m.body));
          same('in the folder', await tokens('Two words'), ['plain.1', 'plain.2']);
          const flags = (await imap.messages('Two words')).map((m) => m.flags.sort());
          same('flags', flags, [
            ['Ticket', '\\Flagged'],
            ['Ticket', '\\Flagged'],
          ]);
          same('copied', (await tokens(HARD_NAME.wire)).sort(), ['in.long', 'in.parts']);
          same(
            'left',
            await tokens('INBOX'),
            corpus('in')
              .map(tokenOf)
              .filter((t) => t !== 'in.dots'),
          );
        }
      },
    },
  ],
};
