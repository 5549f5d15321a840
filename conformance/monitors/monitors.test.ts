import { describe, expect, it } from 'vitest';
import type { Service } from '../../spec/types.ts';
import { CLOSED, createTranscript } from '../wire/transcript.ts';
import { MONITORS, watchAll, watchScenario } from './index.ts';

/** A transcript from short lines: `C: `, `S: ` with CRLF added, `TLS` from where everything is secured, `GONE` where the client closed, \n and \x in them as they are. */
function said(service: Service, lines: readonly string[]) {
  const t = createTranscript();
  const conn = t.open('c', service);
  let tls = false;
  for (const line of lines) {
    if (line === 'TLS') tls = true;
    else if (line === 'GONE') t.note(conn, CLOSED);
    else {
      const [, who, raw, text = ''] = /^([CS])(\|?): ?(.*)$/s.exec(line) ?? [];
      const bytes = Buffer.from(raw ? text : `${text.replaceAll('\n', '\r\n')}\r\n`, 'latin1');
      t.add(conn, who === 'C' ? 'C' : 'S', tls, bytes);
    }
  }
  return t;
}

const ehlo = [
  'S: 220 mx.example hi',
  'C: EHLO a',
  'S: 250-mx.example\n250-PIPELINING\n250-SIZE 1000\n250 ENHANCEDSTATUSCODES',
];
const plain = ['S: 220 mx.example hi', 'C: EHLO a', 'S: 250 mx.example'];
const utf8 = ['S: 220 mx.example hi', 'C: EHLO a', 'S: 250-mx.example\n250-8BITMIME\n250 SMTPUTF8'];
const start = ['S: * OK hi', 'C: a SELECT x', 'S: * 3 EXISTS', 'S: a OK [READ-WRITE] ok'];

/** Requirement, service, what breaks it. */
const broken: [string, Service, string[]][] = [
  ['rfc5321-4.2-reply-code-grammar', 'smtp', [...plain, 'C: NOOP', 'S: hello']],
  ['rfc5321-4.2-reply-code-grammar', 'smtp', [...plain, 'C: NOOP', 'S: 290 x']],
  ['rfc5321-4.2-first-digit-2-to-5', 'smtp', [...plain, 'C: NOOP', 'S: 150 x']],
  ['rfc5321-4.2.1-multiline-form', 'smtp', [...plain, 'C: NOOP', 'S: 250-a\n250=b']],
  ['rfc5321-4.2.1-one-code-on-all-lines', 'smtp', [...plain, 'C: NOOP', 'S: 250-a\n251 b']],
  ['rfc5321-4.2.1-space-after-a-code-without-text', 'smtp', [...plain, 'C: NOOP', 'S: 250-a\n250']],
  ['rfc5321-4.2-no-bare-codes', 'smtp', [...plain, 'C: NOOP', 'S: 250 ']],
  ['rfc5321-4.2-reply-text-is-printable-ascii', 'smtp', [...plain, 'C: NOOP', 'S: 250 caf\xe9']],
  ['rfc5321-2.3.8-replies-end-with-crlf', 'smtp', [...plain, 'C: NOOP', 'S|: 250 a\n']],
  ['rfc5321-2.3.8-replies-end-with-crlf', 'smtp', [...plain, 'C: NOOP', 'S|: 250 a\rb\r\n']],
  ['rfc5321-4.5.3.1.5-reply-line-at-most-512', 'smtp', [...plain, 'C: NOOP', `S: 250 ${'x'.repeat(507)}`]],
  ['rfc5321-4.2-greeting-grammar', 'smtp', ['S: 220 *** hi']],
  ['rfc6409-7-reply-521-not-used', 'submission', [...plain, 'C: MAIL FROM:<>', 'S: 521 no']],
  ['rfc5321-4.2-one-reply-a-command', 'smtp', [...plain, 'C: NOOP', 'S: 250 a\n250 b']],
  [
    'rfc5321-4.2-one-reply-a-command',
    'smtp',
    [...plain, 'C: DATA', 'S: 354 go', 'C: text', 'S: 250 yes', 'C: .', 'S: 250 taken'],
  ],
  ['rfc5321-4.2-every-command-is-answered', 'smtp', [...plain, 'C: NOOP\nQUIT', 'S: 221 bye']],
  ['rfc6531-3.1-keyword-without-parameter', 'smtp', [...plain, 'C: EHLO a', 'S: 250-m\n250-8BITMIME\n250 SMTPUTF8 x']],
  ['rfc6531-3.1-with-8bitmime', 'smtp', [...plain, 'C: EHLO a', 'S: 250-m\n250 SMTPUTF8']],
  ['rfc6531-3.7.1-ehlo-domain-is-ldh', 'smtp', [...plain, 'C: EHLO a', 'S: 250-\xce\xb4\n250-8BITMIME\n250 SMTPUTF8']],
  [
    'rfc6531-3.7.4.1-no-utf-8-251-without-the-parameter',
    'smtp',
    [...utf8, 'C: MAIL FROM:<>', 'S: 250 ok', 'C: RCPT TO:<a@b>', 'S: 251 \xce\xb4@b'],
  ],
  ['rfc6531-3.7.4.2-no-utf-8-from-vrfy-without-the-parameter', 'smtp', [...utf8, 'C: VRFY a', 'S: 250 <\xce\xb4@b>']],
  [
    'rfc6531-3.7.4.2-no-utf-8-in-other-replies',
    'smtp',
    [...utf8, 'C: MAIL FROM:<> SMTPUTF8', 'S: 250 ok', 'C: RCPT TO:<\xce\xb4@b>', 'S: 550 no <\xce\xb4@b>'],
  ],
  ['rfc2034-4-every-reply-has-a-code', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 ok']],
  ['rfc2034-4-every-reply-has-a-code', 'lmtp', [ehlo[0]!, 'C: LHLO a', ehlo[2]!, 'C: NOOP', 'S: 250 ok']],
  ['rfc2034-4-code-grammar', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.0 ok']],
  ['rfc2034-4-code-grammar', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.0.1000 ok']],
  ['rfc2034-4-code-agrees-with-class', 'smtp', [...ehlo, 'C: NOOP', 'S: 550 2.0.0 ok']],
  ['rfc3463-2-three-numbers', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.0 ok']],
  ['rfc3463-2-three-numbers', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 3.0.0 ok']],
  ['rfc3463-2-no-leading-zeros', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.00.0 ok']],
  ['rfc3463-2-no-leading-zeros', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.1.05 ok']],
  ['rfc3463-2-registered-codes-only', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.8.0 ok']],
  ['rfc3463-2-registered-codes-only', 'smtp', [...ehlo, 'C: NOOP', 'S: 250 2.1.11 ok']],
  ['rfc2034-4-same-code-on-all-lines', 'smtp', [...ehlo, 'C: NOOP', 'S: 250-2.0.0 a\n250 2.1.0 b']],
  ['rfc5321-4.1.1.1-ehlo-reply-begins-with-the-domain', 'smtp', [plain[0]!, plain[1]!, 'S: 250 (hi)']],
  ['rfc5321-4.1.1.1-ehlo-keyword-grammar', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 X_Y']],
  ['rfc5321-4.1.1.1-ehlo-keyword-grammar', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 AUTH  PLAIN']],
  ['rfc3207-4.2-starttls-not-offered-inside-tls', 'smtp', [plain[0]!, 'TLS', plain[1]!, 'S: 250-mx\n250 STARTTLS']],
  ['rfc3207-2-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 STARTTLS now']],
  ['rfc4954-3-keyword-lists-mechanisms', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 AUTH plain']],
  ['rfc1870-3-parameter-is-a-number', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 SIZE 10M']],
  ['rfc2920-2-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 PIPELINING 3']],
  ['rfc3030-3-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250-CHUNKING\n250 BINARYMIME x']],
  ['rfc3030-3-binarymime-with-chunking', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 BINARYMIME']],
  ['rfc6152-2-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 8BITMIME x']],
  ['rfc2034-3-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 ENHANCEDSTATUSCODES x']],
  ['rfc3461-2-keyword-without-parameter', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 DSN RET']],
  ['rfc6409-7-etrn-not-offered', 'submission', [plain[0]!, plain[1]!, 'S: 250-mx\n250 ETRN']],
  ['rfc6409-7-atrn-not-offered', 'submission', [plain[0]!, plain[1]!, 'S: 250-mx\n250 ATRN']],
  ['rfc5321-2.2.2-keywords-are-registered-or-private', 'smtp', [plain[0]!, plain[1]!, 'S: 250-mx\n250 FANCY']],
  ['rfc5321-4.1.1.1-optional-commands-announced', 'smtp', [...plain, 'C: EXPN a', 'S: 250 <a@b>']],
  ['rfc5321-4.2.2-421-and-then-closed', 'smtp', [...plain, 'C: NOOP\nNOOP', 'S: 421 x\n250 x']],
  ['rfc5321-4.3.1-listed-replies-only', 'smtp', [...plain, 'C: NOOP', 'S: 252 x']],
  ['rfc5321-4.3.1-listed-replies-only', 'smtp', [...plain, 'C: DATA', 'S: 354 x', 'C: a\n.', 'S: 503 x']],
  ['rfc5321-4.3.1-listed-replies-only', 'smtp', [...plain, 'C: MAIL FROM:<a@b>', 'S: 554 x']],
  ['rfc5321-4.2-codes-of-this-document', 'smtp', [...plain, 'C: NOOP', 'S: 259 x']],
  ['rfc1939-3-only-ok-or-err', 'pop3', ['S: +OK', 'C: NOOP', 'S: OK']],
  ['rfc1939-3-status-in-capitals', 'pop3', ['S: +ok']],
  ['rfc1939-3-status-line-within-512-octets', 'pop3', [`S: +OK ${'x'.repeat(507)}`]],
  ['rfc1939-3-responses-end-with-crlf', 'pop3', ['S|: +OK\n']],
  ['rfc1939-3-multi-line-ends-with-dot', 'pop3', ['S: +OK', 'C: LIST', 'S: +OK\n1 5', 'C: NOOP', 'S: +OK']],
  ['rfc1939-3-lines-byte-stuffed', 'pop3', ['S: +OK', 'C: RETR 1', 'S: +OK\n.a\n.']],
  [
    'rfc2449-8-bracket-only-for-codes',
    'pop3',
    ['S: +OK', 'C: CAPA', 'S: +OK\nRESP-CODES\n.', 'C: NOOP', 'S: +OK [not so'],
  ],
  ['rfc2449-3-capability-grammar', 'pop3', ['S: +OK', 'C: CAPA', 'S: +OK\nSASL  PLAIN\n.']],
  ['rfc2449-6.7-expire-argument', 'pop3', ['S: +OK', 'C: CAPA', 'S: +OK\nEXPIRENEVER\n.']],
  ['rfc2595-4-stls-not-offered-inside-tls', 'pop3', ['S: +OK', 'TLS', 'C: CAPA', 'S: +OK\nSTLS\n.']],
  ...[
    'hello',
    '* 1 FETCH (FLAGS (\\Seen)',
    '* 1 FETCH (X "a\xe9")',
    '* 0 EXPUNGE',
    '* 1 EXISTS x',
    '* LIST () / a',
    '* SEARCH 1  2',
    '* SEARCH 0',
    '* FLAGS \\Seen',
    '* CAPABILITY',
    '* OK',
    '* OK [ALERT] ',
    '* OK caf\xe9',
    '+',
  ].map((line): [string, Service, string[]] => [
    'rfc3501-9-responses-follow-the-grammar',
    'imap',
    ['S: * OK hi', 'C: a NOOP', `S: ${line}`],
  ]),
  ['rfc3501-9-responses-follow-the-grammar', 'imap', ['S|: * OK hi\n']],
  ['rfc3501-7.1-codes-stand-first', 'imap', ['S: * OK [ALERT]hi']],
  ['rfc3501-9-no-nul', 'imap', ['S: * OK a\0b']],
  ['rfc3501-2.2.2-each-tag-answered-once', 'imap', ['S: * OK hi', 'C: a NOOP', 'S: a OK x\na OK x']],
  ['rfc3501-2.2.2-each-tag-answered-once', 'imap', ['S: * OK hi', 'C: a NOOP', 'S: b OK x']],
  ['rfc3501-7.3.1-exists-never-falls', 'imap', [...start, 'C: b NOOP', 'S: * 2 EXISTS\nb OK x']],
  ['rfc3501-7.4.1-no-expunge-unasked', 'imap', [...start, 'S: * 1 EXPUNGE']],
  ['rfc3501-7.4.1-no-expunge-unasked', 'imap', [...start, 'S: * VANISHED 4']],
  ['rfc3501-7.4.1-no-expunge-in-fetch-store-search', 'imap', [...start, 'C: b FETCH 1 UID', 'S: * 1 EXPUNGE\nb OK x']],
  [
    'rfc3501-7.4.1-no-expunge-in-fetch-store-search',
    'imap',
    [...start, 'C: b FETCH 1 UID\nc STORE 1 +FLAGS (a)', 'S: * 1 EXPUNGE'],
  ],
  ['rfc3501-7.4.1-expunge-renumbers-at-once', 'imap', [...start, 'C: b NOOP', 'S: * 3 EXPUNGE\n* 3 EXPUNGE\nb OK x']],
  ['rfc9051-6.2.1-starttls-not-offered-inside-tls', 'imap', ['TLS', 'S: * OK [CAPABILITY IMAP4rev2 STARTTLS] hi']],
];

const extended = ['S: 220 mx.example hi', 'C: EHLO a', 'S: 250-mx.example\n250-AUTH LOGIN\n250-XOURS\n250 CHUNKING'];
const body = ['C: DATA', 'S: 354 go', 'C: a\n..b\n.'];

/** What every monitor of the service is content with. */
const clean: [string, Service, string[]][] = [
  [
    'a whole session',
    'smtp',
    [
      ...ehlo,
      'C: MAIL FROM:<>\nRCPT TO:<a>\nRCPT TO:<b>\nDATA',
      'S: 250 2.1.0 a\n250 2.1.5 b\n550 5.1.1 c\n354 go',
      'C: a\n.',
      'S: 250-2.0.0 a\n250 2.0.0 b',
      'C: QUIT',
      'S: 221 2.0.0 bye',
    ],
  ],
  [
    'LMTP answers for each recipient',
    'lmtp',
    [
      'S: 220 mx',
      'C: LHLO a',
      'S: 250 mx',
      'C: MAIL FROM:<>',
      'S: 250 a',
      'C: RCPT TO:<a>\nRCPT TO:<b>\nRCPT TO:<c>',
      'S: 250 a\n250 b\n550 c',
      ...body,
      'S: 250 a\n250 b',
      'C: BDAT 0 LAST',
      'S: 503 x',
      'C: QUIT',
      'S: 221 x',
    ],
  ],
  ['BDAT chunks', 'smtp', [...extended, 'C: BDAT 6\nRSET', 'S: 250 a', 'C: BDAT 0 LAST', 'S: 250 b']],
  [
    'AUTH',
    'smtp',
    [
      ...extended,
      'C: AUTH LOGIN',
      `S: 334 ${'x'.repeat(600)}`,
      'C: dQ==',
      'S: 334 UA==',
      'C: cA==',
      'S: 334 ',
      'C: =',
      'S: 235 ok',
    ],
  ],
  ['a server that says goodbye', 'smtp', [...plain, 'S: 421 mx closing']],
  [
    'TLS in between',
    'submission',
    [
      plain[0]!,
      'C: EHLO a',
      'S: 250-mx.example\n250 STARTTLS',
      'C: STARTTLS\nNOOP',
      'S: 220 go',
      'TLS',
      'C: EHLO a',
      'S: 250-mx\n250-SIZE\n250 AUTH PLAIN',
      'C: QUIT',
      'S: 221 x',
    ],
  ],
  ['no codes for the greeting and EHLO', 'smtp', [...ehlo, ehlo[1]!, ehlo[2]!, 'C: HELO a', 'S: 250 mx.example']],
  ['what is improper in MAIL, refused in submission', 'submission', [...plain, 'C: MAIL FROM:<a@b>', 'S: 554 x']],
  ['UTF-8 where the client said so', 'smtp', [...plain, 'C: MAIL FROM:<> SMTPUTF8', 'S: 250 caf\xc3\xa9']],
  ['UTF-8 from VRFY that asked for it', 'smtp', [...utf8, 'C: VRFY \xce\xb4 SMTPUTF8', 'S: 250 <\xce\xb4@b>']],
  [
    'UTF-8 in 251 after MAIL with SMTPUTF8',
    'smtp',
    [...utf8, 'C: MAIL FROM:<> SMTPUTF8', 'S: 250 ok', 'C: RCPT TO:<a@b>', 'S: 251 \xce\xb4@b'],
  ],
  ['nothing is counted after a bare LF', 'smtp', [...plain, 'C|: NOOP\n', 'S: 250 a\n250 b']],
  ['an address literal', 'smtp', ['S: 220 [127.0.0.1] hi', plain[1]!, 'S: 250 [127.0.0.1]']],
  [
    'lists and messages',
    'pop3',
    [
      'S: +OK hi',
      'C: CAPA',
      'S: +OK\nRESP-CODES\nSASL PLAIN LOGIN\nEXPIRE 60 USER\nIMPLEMENTATION a.b/c\n.',
      'C: LIST',
      'S: +OK\n1 5\n.',
      'C: RETR 1',
      'S: +OK\n+OK in a message\n..\n.',
      'C: NOOP',
      'S: -ERR [SYS/TEMP] x',
      'C: AUTH PLAIN',
      'S: + ',
      'C: eA==',
      'S: -ERR no',
    ],
  ],
  [
    'a list that was asked for before TLS',
    'pop3',
    ['S: +OK', 'C: STLS\nCAPA', 'S: +OK', 'TLS', 'C: STAT', 'S: +OK\nTOP\n.'],
  ],
  [
    'words for a client that left within the data',
    'smtp',
    [...plain, 'C: DATA', 'S: 354 go', 'C|: text\r\n.', 'GONE', 'S: 451 not whole\n421 bye'],
  ],
  [
    'words for a client that left before the data',
    'smtp',
    [...plain, 'C: DATA', 'S: 354 go', 'GONE', 'S: 451 not whole\n421 bye'],
  ],
  ['a reply amid the data', 'smtp', [...plain, 'C: DATA', 'S: 354 go', 'C|: text\n.\n', 'S: 250 taken']],
  [
    'a refusal amid the data, which is the only one',
    'smtp',
    [...plain, 'C: DATA', 'S: 354 go', 'C: text', 'S: 552 too large', 'C: .', 'C: NOOP', 'S: 250 yes'],
  ],
  [
    'a reply behind a period and a blank',
    'smtp',
    [...plain, 'C: DATA', 'S: 354 go', 'C: . ', 'S: 250 taken', 'C: .', 'S: 500 what'],
  ],
  ['CAPA inside TLS', 'pop3', ['S: +OK hi', 'TLS', 'C: CAPA', 'S: +OK\nUIDL\n.']],
  [
    '8BITMIME, and a reply whose last line has no text',
    'smtp',
    [
      plain[0]!,
      plain[1]!,
      'S: 250-mx\n250-BINARYMIME\n250-CHUNKING\n250-DSN\n250 8BITMIME',
      'C: NOOP',
      'S: 250-a\n250 ',
    ],
  ],
  ['IMAP4rev2 inside TLS', 'imap', ['TLS', 'S: * OK [CAPABILITY IMAP4rev1 IMAP4rev2] hi']],
  ['a bracket is text without RESP-CODES', 'pop3', ['S: +OK [hi there']],
  [
    'data',
    'imap',
    [
      'S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi',
      'C: a SELECT x',
      'S: * FLAGS (\\Seen \\*)\n* 3 EXISTS\n* 0 RECENT\n* OK [PERMANENTFLAGS (\\Seen \\*)] x\na OK [READ-WRITE] x',
      'C: b FETCH 1 (BODY[] ENVELOPE)',
      'S: * 1 FETCH (BODY[HEADER.FIELDS ("A" B)] {4}\n"\xe9( ENVELOPE (NIL "a\\"b" ((NIL NIL "x" "y")) NIL))\nb OK x',
      'C: c LIST "" *',
      'S: * LIST (\\Noselect) "/" "a b"\n* LIST () NIL INBOX\n* SEARCH\n* SEARCH 1 2\n* STATUS "a b" (MESSAGES 1 UIDNEXT 2)\n* NAMESPACE (("" "/")) NIL NIL\n* X-ANY thing\nc OK x',
    ],
  ],
  [
    'EXPUNGE where it may come',
    'imap',
    [
      ...start,
      'C: b UID FETCH 1 UID',
      'S: * 3 EXPUNGE\n* 1 EXPUNGE\n* 2 EXISTS\nb OK x',
      'C: c FETCH 1 UID\nd NOOP',
      'S: * 1 EXPUNGE\nc OK x\nd OK x',
      'C: e IDLE',
      'S: + go',
      'S: * 1 EXPUNGE\n* 5 EXISTS',
      'C: DONE',
      'S: e OK x',
    ],
  ],
  ['a smaller mailbox', 'imap', [...start, 'C: b EXAMINE y', 'S: * 1 EXISTS\nb OK x']],
  [
    'text may be missing in IMAP4rev2',
    'imap',
    [
      'S: * OK hi',
      'C: a ENABLE IMAP4rev2',
      'S: * ENABLED IMAP4rev2\na OK x',
      'C: b NOOP',
      'S: * OK [ALERT] \n* 1 FETCH (X "\xc3\xa9")\nb OK x',
    ],
  ],
  [
    'literals, invitations and refusals',
    'imap',
    [
      'S: * OK hi',
      'C: a APPEND x {3}',
      'S: + go',
      'C: abc',
      'S: a OK x',
      'C: b APPEND x {99999}',
      'S: b NO [TOOBIG] x',
      'C: c AUTHENTICATE PLAIN',
      'S: + ',
      'C: eA==',
      'S: c NO x',
      'C: d NOOP',
      'S: d OK x',
    ],
  ],
  [
    'STARTTLS in clear, and inside TLS in rev1',
    'imap',
    [
      'S: * OK [CAPABILITY IMAP4rev2 STARTTLS] hi',
      'TLS',
      'C: a CAPABILITY',
      'S: * CAPABILITY IMAP4rev1 STARTTLS\na OK x',
    ],
  ],
];

describe('monitors', () => {
  it.each(broken.map((b, i) => [`${i} ${b[0]} (${b[1]})`, b] as const))(
    '%s',
    (_name, [requirement, service, lines]) => {
      const found = watchScenario([said(service, lines)]);
      expect(found.map((v) => v.requirement)).toContain(requirement);
      expect(found.find((v) => v.requirement === requirement)?.raw.length).toBeGreaterThan(0);
    },
  );

  it.each(clean.map((c) => [`${c[1]}: ${c[0]}`, c] as const))('are content with %s', (_name, [, service, lines]) => {
    const { violations, asked } = watchAll([said(service, lines)]);
    expect(violations.map((v) => [v.requirement, v.what, v.raw.toString('latin1')])).toEqual([]);
    expect(asked.size).toBeGreaterThan(0);
  });

  it('name each of their requirements in a violating transcript, and ask each in a clean one', () => {
    const all = [...new Set(MONITORS.flatMap((m) => m.requirements))].sort();
    expect([...new Set(broken.map((b) => b[0]))].sort()).toEqual(all);
    const asked = new Set(clean.flatMap(([, service, lines]) => [...watchAll([said(service, lines)]).asked]));
    const never = all.filter((id) => !asked.has(id));
    expect(never).toEqual([]);
  });

  it('say nothing of what was not there', () => {
    expect([...watchAll([said('smtp', plain)]).asked].filter((id) => id.startsWith('rfc2034'))).toEqual([]);
    expect(watchAll([said('pop3', [])]).asked.size).toBe(0);
  });

  it('keep a few violations of a kind', () => {
    const many = Array.from({ length: 100 }, () => ['C: NOOP', 'S: 250']).flat();
    const kinds = Map.groupBy(watchScenario([said('smtp', [...plain, ...many])]), (v) => v.requirement);
    expect([...kinds.values()].map((v) => v.length)).toEqual([5, 5]);
  });
});
