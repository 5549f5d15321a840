import type { Bench } from './kit/bench.ts';
import type { Client, Gap } from './kit/client.ts';
import { endsWith, holds, same, that } from './kit/expect.ts';
import { corpus, message, plain, tokenOf } from './kit/messages.ts';
import { reportsTo } from './kit/notices.ts';
import { sendingFacts } from './kit/sending.ts';
import type { Account, Evidence } from './kit/types.ts';

async function netSmtp(
  b: Bench,
  what: string,
  me: Account,
  to: readonly Account[],
  more: object = {},
): Promise<unknown> {
  const facts = await sendingFacts(b, ['smtp', 'submission', 'submissions'], what, me, to, more);
  return await b.script(['/usr/bin/perl'], 'net-smtp.pl', facts);
}

/** Something the script asks for, and how it is seen that the server has it not. */
function gap(what: string, wanted: string, instead: string, answered: (b: Bench) => Evidence | undefined): Gap {
  return {
    wanted,
    instead,
    async probe(b) {
      const me = b.account();
      await netSmtp(b, what, me, [me]);
      return answered(b);
    },
  };
}

export const netSmtpClient: Client = {
  name: 'Net::SMTP',
  packages: ['perl', 'libio-socket-ssl-perl', 'libauthen-sasl-perl'],
  checks: [
    {
      name: 'four kinds of session',
      what: 'sends hard messages in pieces by smtp, clear and secured submission, with SIZE and 8BITMIME; read back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const kinds = ['smtp', 'clear', 'starttls', 'tls'];
        const sent = kinds.flatMap((kind) => corpus(kind));
        const send: Record<string, string[]> = {};
        for (const [i, m] of sent.entries()) {
          const kind = kinds[Math.floor((i * kinds.length) / sent.length)]!;
          send[kind] ??= [];
          send[kind].push(await b.file(`message${i}`, m));
        }
        await netSmtp(b, 'octets', me, [to], { send });
        await holds(b, to, sent);
      },
    },
    {
      name: 'VRFY, HELP, RSET, bad recipients left out',
      what: 'goes on after a refused recipient; only the good one is served',
      refusals: [/^RCPT TO:<nobody@.*=> 550 /],
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const told = await netSmtp(b, 'some', me, [to]);
        same('what was told', told, { good: [to.address], vrfy: 252, help: 214 });
        same('messages', (await b.pop3(to)).map(tokenOf), ['some']);
      },
    },
    {
      name: 'a notice of delivery',
      what: 'asks with Return, Envelope, Notify and ORcpt; the report says all of it',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const sent = plain('notice');
        await netSmtp(b, 'notices', me, [to], { file: await b.file('message', sent) });
        const reports = await reportsTo(b, me);
        const told = reports.map(([of, one]) => [
          of?.['original-envelope-id'],
          one?.action,
          one?.['original-recipient'],
        ]);
        same('what they say', told, [['x1', 'delivered', `rfc822; ${to.address}`]]);
        await holds(b, to, [sent]);
      },
    },
    {
      name: 'binary messages in chunks',
      what: 'BODY=BINARYMIME and BDAT, with all octets from 0 to 255 but those of line ends, cut anywhere; read back',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const head = message('From: <a@example.org>', 'Message-ID: <binary@client.example.org>', 'MIME-Version: 1.0');
        const type = message('Content-Type: application/octet-stream', 'Content-Transfer-Encoding: binary', '');
        const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((i) => i !== 10 && i !== 13));
        const sent = Buffer.concat([head, type, ...Array.from({ length: 40 }, () => all), message('')]);
        await netSmtp(b, 'binary', me, [to], { file: await b.file('message', sent) });
        that(b.asked('submission', /^BDAT /) > 5, 'there were no chunks');
        // IMAP has no NUL outside of BINARY (RFC 3501 section 9).
        endsWith('what POP3 reads', (await b.pop3(to))[0], sent);
      },
    },
  ],
  gaps: [gap('turn', 'ETRN (RFC 1985)', 'gives up', (b) => b.refusal(/^ETRN/) ?? b.unannounced('EHLO', 'ETRN'))],
};
