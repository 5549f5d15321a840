import { createHash } from 'node:crypto';

/** One message of lines with CRLF; characters beyond ASCII become UTF-8. */
export function message(...lines: string[]): Buffer {
  return Buffer.from(lines.map((l) => `${l}\r\n`).join(''));
}

/** Octets that look random and are the same in every run. */
export function octets(size: number, seed: string): Buffer {
  const out: Buffer[] = [];
  for (let i = 0, have = 0; have < size; i++) {
    const block = createHash('sha512').update(`${seed} ${i}`).digest();
    out.push(block);
    have += block.length;
  }
  return Buffer.concat(out).subarray(0, size);
}

const head = (token: string, ...more: string[]): string[] => [
  'From: A Sender <sender@example.org>',
  'To: A Recipient <recipient@example.test>',
  'Date: Tue, 3 Mar 2026 12:00:00 +0000',
  `Message-ID: <${token}@client.example.org>`,
  ...more,
];

/** A small text whose subject is `subject`. */
export function plain(token: string, subject = token): Buffer {
  return message(...head(token, `Subject: ${subject}`), '', 'A text of one line.');
}

/** What is hard to carry, each with a token of its own in its Message-ID: `<token.name@client.example.org>`. */
export function corpus(token: string): Buffer[] {
  const at = (name: string, ...more: string[]): string[] => head(`${token}.${name}`, ...more);
  const mime = 'MIME-Version: 1.0';
  const base64 =
    octets(6_000, token)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return [
    message(...at('plain', 'Subject: Plain'), '', 'A text of one line.'),
    message(...at('dots', 'Subject: Dots'), '', '.', '..', '.a line', '...', 'end.', '.'),
    message(
      ...at('words', 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?5pel5pys6Kqe?=', mime),
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      'Grüße aus Köln, привет, 日本語, 🙂.',
    ),
    message(...at('raw', 'Subject: Grüße, unencoded', 'X-Note: 日本語'), '', 'A header of UTF-8.'),
    message(
      ...at('folded', 'Subject: A subject', ' that is folded', '\tmore than once'),
      `References: ${Array.from({ length: 40 }, (_, i) => `<r${i}@client.example.org>`).join('\r\n ')}`,
      '',
      'From here on a line that begins as in a mailbox of one file.',
      '>From quoted',
      'trailing blanks   ',
      '\ta tab',
    ),
    message(...at('long', 'Subject: A long line'), '', 'x'.repeat(998), 'and one of 3,000', 'y'.repeat(3_000)),
    message(...at('empty', 'Subject: An empty body'), ''),
    message(
      ...at('parts', 'Subject: Parts', mime),
      'Content-Type: multipart/mixed; boundary="=-outer"',
      '',
      'A preamble.',
      '--=-outer',
      'Content-Type: multipart/alternative; boundary="=-inner"',
      '',
      '--=-inner',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=C3=BC=C3=9Fe=20',
      '--=-inner',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Gr&uuml;&szlig;e</p>',
      '--=-inner--',
      '--=-outer',
      'Content-Type: application/octet-stream; name="octets.bin"',
      'Content-Transfer-Encoding: base64',
      "Content-Disposition: attachment; filename*=utf-8''r%C3%A9sum%C3%A9%20%E6%97%A5.bin",
      '',
      ...base64,
      '--=-outer',
      'Content-Type: message/rfc822',
      '',
      ...head(`${token}.inside`, 'Subject: Inside'),
      '',
      'A message within a message.',
      '--=-outer--',
      'An epilogue.',
    ),
    message('From: <sender@example.org>', `Message-ID: <${token}.few@client.example.org>`, '', 'Few fields.'),
  ];
}

/** The part of the Message-ID before the `@`, which tells messages of one check apart. */
export function tokenOf(octets: Buffer): string {
  const text = octets.subarray(0, 64 * 1024).toString('latin1');
  return /^Message-ID:\s*<([^@>]+)@/im.exec(text)?.[1] ?? '';
}

/** The same with LF alone, as files have it. */
export const asLf = (b: Buffer): Buffer => Buffer.from(b.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
/** The same with CRLF, as it goes over the wire. */
export const asCrlf = (b: Buffer): Buffer => Buffer.from(b.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');

/** A mailbox name that is hard to carry, as a person sees it and as it goes over the wire (RFC 3501 section 5.1.3). */
export const HARD_NAME = { text: '日本 Größe & Co', wire: '&ZeVnLA- Gr&APYA3w-e &- Co' } as const;
