import type { Bench } from './kit/bench.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, tokenOf } from './kit/messages.ts';
import { sendingFacts } from './kit/sending.ts';
import type { Account, Client, Evidence, Gap } from './kit/types.ts';

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
  ],
  gaps: [
    gap('notices', 'DSN (RFC 3461)', 'sends without asking for notices', (b) => b.unannounced('EHLO', 'DSN')),
    gap('binary', 'BINARYMIME (RFC 3030)', 'DATA serves; it uses BDAT for binary messages alone', (b) =>
      b.unannounced('EHLO', 'BINARYMIME'),
    ),
    gap('turn', 'ETRN (RFC 1985)', 'gives up', (b) => b.refusal(/^ETRN/) ?? b.unannounced('EHLO', 'ETRN')),
  ],
};
