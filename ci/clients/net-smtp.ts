import type { Bench } from './kit/bench.ts';
import { holds, same } from './kit/expect.ts';
import { corpus, tokenOf } from './kit/messages.ts';
import type { Account, Client } from './kit/types.ts';

async function netSmtp(
  b: Bench,
  what: string,
  me: Account,
  to: readonly Account[],
  more: object = {},
): Promise<unknown> {
  const ports = {
    smtp: (await b.place('smtp')).port,
    submission: (await b.place('submission')).port,
    submissions: (await b.place('submissions')).port,
  };
  const facts = {
    do: what,
    ca: b.ca,
    ports,
    user: me.address,
    password: me.password,
    to: to.map((t) => t.address),
    ...more,
  };
  return await b.script(['/usr/bin/perl'], 'net-smtp.pl', facts);
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
    {
      wanted: 'DSN (RFC 3461)',
      instead: 'sends without asking for notices',
      async probe(b) {
        const me = b.account();
        await netSmtp(b, 'notices', me, [me]);
        return b.unannounced('EHLO', 'DSN');
      },
    },
    {
      wanted: 'BINARYMIME (RFC 3030)',
      instead: 'DATA serves; it uses BDAT for binary messages alone',
      async probe(b) {
        const me = b.account();
        await netSmtp(b, 'binary', me, [me]);
        return b.unannounced('EHLO', 'BINARYMIME');
      },
    },
    {
      wanted: 'ETRN (RFC 1985)',
      instead: 'gives up',
      async probe(b) {
        const me = b.account();
        await netSmtp(b, 'turn', me, [me]);
        return b.refusal(/^ETRN/) ?? b.unannounced('EHLO', 'ETRN');
      },
    },
  ],
};
