import type { Bench } from './kit/bench.ts';
import type { Client } from './kit/client.ts';
import { allThere, same, that } from './kit/expect.ts';
import { corpus } from './kit/messages.ts';
import type { Service } from './kit/types.ts';

const PROTOCOLS: Partial<Record<Service, string>> = {
  smtp: 'smtp',
  submission: 'smtp',
  lmtp: 'lmtp',
  imap: 'imap',
  pop3: 'pop3',
};

async function connect(b: Bench, service: Service, ...more: string[]): Promise<string[]> {
  const { at } = await b.place(service);
  const protocol = PROTOCOLS[service];
  const start = protocol === undefined ? [] : ['-starttls', protocol];
  const trust = ['-CAfile', b.ca, '-verify_return_error', '-verify_hostname', 'localhost'];
  return ['openssl', 's_client', '-connect', at.replace('127.0.0.1', 'localhost'), ...start, ...trust, ...more];
}

const SERVICES: readonly Service[] = ['smtp', 'submission', 'submissions', 'lmtp', 'imap', 'imaps', 'pop3', 'pop3s'];

/** A session said at once: the answers that came by its end. */
async function say(b: Bench, service: Service, lines: readonly string[]): Promise<string> {
  const input = lines.map((l) => `${l}\r\n`).join('');
  const ended = await b.run([...(await connect(b, service)), '-quiet', '-ign_eof'], {
    input: Buffer.from(input, 'latin1'),
  });
  return ended.stdout.toString('latin1');
}

export const opensslClient: Client = {
  name: 'openssl s_client',
  packages: ['openssl'],
  checks: [
    {
      name: 'handshakes',
      what: 'TLS 1.2 and 1.3 with a certificate that is verified, on all eight listeners',
      async run(b) {
        for (const service of SERVICES) {
          for (const version of ['-tls1_2', '-tls1_3']) {
            const ended = await b.run([...(await connect(b, service)), version, '-brief'], { codes: [0, 1] });
            that(/Verification: OK/.test(ended.said), `${service} ${version}: ${ended.said}`);
            that(ended.said.includes(`Protocol version: TLSv1.${version.slice(-1)}`), `${service}: not ${version}`);
          }
        }
      },
    },
    {
      name: 'older TLS is refused',
      what: 'TLS 1.0 and 1.1 come to no session, with STARTTLS and without',
      async run(b) {
        for (const service of ['smtp', 'imap', 'pop3', 'submissions', 'imaps', 'pop3s'] as const) {
          for (const version of ['-tls1', '-tls1_1']) {
            const weak = ['-cipher', 'ALL:@SECLEVEL=0'];
            const ended = await b.run([...(await connect(b, service, ...weak)), version, '-brief'], { codes: [1] });
            that(/alert protocol version/.test(ended.said), `${service} ${version}: ${ended.said}`);
          }
        }
      },
    },
    {
      name: 'sessions by hand',
      what: 'hands in messages by BDAT over STARTTLS, all commands in one write, and reads them by imaps and pop3s',
      async run(b) {
        const [me, to] = [b.account(), b.account()];
        const sent = corpus('hand');
        const plain = Buffer.from(`\0${me.address}\0${me.password}`).toString('base64');
        const pieces = sent.flatMap((m) => {
          const cut = Math.floor(m.length / 2);
          const text = m.toString('latin1');
          const chunks = `BDAT ${cut}\r\n${text.slice(0, cut)}BDAT ${m.length - cut} LAST\r\n${text.slice(cut)}`;
          return [`MAIL FROM:<${me.address}>`, `RCPT TO:<${to.address}>`, chunks.replace(/\r\n$/, '')];
        });
        const said = await say(b, 'submission', ['EHLO client.example.org', `AUTH PLAIN ${plain}`, ...pieces, 'QUIT']);
        same('messages taken', said.match(/^250 2\.0\.0 .*delivered as/gm)?.length, sent.length);
        const login = (a: string): string => `a LOGIN ${to.address} "${to.password}"\r\n${a}`;
        const read = await say(b, 'imaps', [login('b SELECT INBOX'), 'c UID FETCH 1:* (BODY.PEEK[])', 'd LOGOUT']);
        const bodies = [...read.matchAll(/BODY\[\] \{(\d+)\}\r\n/g)].map((m) => {
          const from = m.index + m[0].length;
          return Buffer.from(read.slice(from, from + Number(m[1])), 'latin1');
        });
        allThere('by imaps', bodies, sent);
        const pop = [`USER ${to.address}`, `PASS ${to.password}`, ...sent.map((_, i) => `RETR ${i + 1}`), 'QUIT'];
        const parts = (await say(b, 'pop3s', pop)).split(/^\+OK .*\r\n/m).map((p) => p.replace(/\r\n\.\r\n$/, '\r\n'));
        const found = parts.filter((p) => /^Return-Path|^Received/.test(p)).map((p) => p.replace(/^\.\./gm, '.'));
        allThere(
          'by pop3s',
          found.map((p) => Buffer.from(p, 'latin1')),
          sent,
        );
      },
    },
  ],
};
