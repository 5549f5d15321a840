import { describe, expect, it } from 'vitest';
import { type Exchange, type Protocol, watch } from './watch.ts';

/** A conversation: lines of the client begin with `C: `, those of the server with `S: `. Cut into single octets where asked. */
function read(protocol: Protocol, text: string, octets = false): { exchanges: readonly Exchange[]; waiting: string[] } {
  const w = watch(protocol);
  for (const line of text.trim().split('\n')) {
    const b = Buffer.from(`${line.trim().slice(3)}\r\n`);
    const pieces = octets ? [...b].map((o) => Buffer.from([o])) : [b];
    for (const piece of pieces)
      if (line.trim().startsWith('C')) w.client(piece);
      else w.server(piece);
  }
  return { exchanges: w.exchanges, waiting: w.waiting() };
}

const asked = (e: readonly Exchange[]): string[] => e.map((x) => `${x.asked} => ${x.answered}${x.refused ? ' !' : ''}`);

describe.each([false, true])('octet by octet: %s', (octets) => {
  it('pairs IMAP commands with their answers, literals apart', () => {
    const { exchanges, waiting } = read(
      'imap',
      `
      S: * OK ready
      C: a LOGIN {3}
      S: + go on
      C: bob {6+}
      C: b FETCH
      S: a OK done
      C: b APPEND x {30}
      S: b NO too large
      C: c APPEND x {17}
      S: + go on
      C: c UNKNOWN x y z
      C: 
      S: c OK appended
      C: d FETCH 1 BODY[]
      S: * 1 FETCH (BODY[] {11}
      S: d BAD no )
      S: )
      S: d OK fetched
      C: e NONSENSE
      S: e BAD what
      C: f IDLE
      S: + idling
    `,
      octets,
    );
    expect(asked(exchanges)).toEqual([
      'LOGIN {3} => OK done',
      'APPEND x {30} => NO too large !',
      'APPEND x {17} => OK appended',
      'FETCH 1 BODY[] => OK fetched',
      'NONSENSE => BAD what !',
    ]);
    expect(waiting).toEqual(['IDLE']);
  });

  it('takes no response to a challenge and no DONE for a command', () => {
    const { exchanges } = read(
      'imap',
      `
      C: a AUTHENTICATE LOGIN
      S: + VXNlcm5hbWU6
      C: Ym9i OK x
      S: + UGFzc3dvcmQ6
      C: c2VjcmV0
      S: a NO no
      C: b IDLE
      S: + idling
      S: * 1 EXISTS
      C: DONE
      S: b OK done
      C: c CAPABILITY
      S: * CAPABILITY IMAP4rev1 IDLE
      S: c OK done
    `,
      octets,
    );
    expect(asked(exchanges)).toEqual([
      'AUTHENTICATE LOGIN => NO no !',
      'IDLE => OK done',
      'CAPABILITY => * CAPABILITY IMAP4rev1 IDLE',
    ]);
  });

  it('pairs pipelined SMTP commands with their replies, mail apart', () => {
    const { exchanges } = read(
      'smtp',
      `
      S: 220 ready
      C: EHLO x
      S: 250-one
      S: 250 TWO
      C: MAIL FROM:<a@b>
      C: RCPT TO:<c@d>
      C: DATA
      S: 250 sender
      S: 550 no
      S: 354 go on
      C: RSET
      C: .
      S: 554 nobody
      C: BDAT 8 LAST
      C: RSET x
      S: 250 taken
      C: AUTH LOGIN
      S: 334 VXNlcm5hbWU6
      C: QUIT
      S: 535 wrong
      C: QUIT
      S: 221 bye
    `,
      octets,
    );
    expect(asked(exchanges)).toEqual([
      'EHLO x => 250-one / 250 TWO',
      'MAIL FROM:<a@b> => 250 sender',
      'RCPT TO:<c@d> => 550 no !',
      'DATA => 354 go on',
      '(end of data) => 554 nobody !',
      'BDAT 8 LAST => 250 taken',
      'AUTH LOGIN => 535 wrong !',
      'QUIT => 221 bye',
    ]);
  });

  it('gives LMTP a reply for each recipient', () => {
    const { exchanges } = read(
      'lmtp',
      `
      S: 220 ready
      C: DATA
      S: 354 go on
      C: x
      C: .
      S: 250 first
      S: 452 second
    `,
      octets,
    );
    expect(asked(exchanges)).toEqual([
      'DATA => 354 go on',
      '(end of data) => 250 first',
      '(end of data) => 452 second !',
    ]);
  });

  it('pairs POP3 commands with their answers, lists and messages apart', () => {
    const { exchanges } = read(
      'pop3',
      `
      S: +OK ready
      C: CAPA
      S: +OK list
      S: TOP
      S: UIDL
      S: .
      C: LIST 1
      C: RETR 1
      C: DELE 9
      S: +OK 1 20
      S: +OK here
      S: -ERR is mail
      S: .
      S: -ERR none
      C: AUTH PLAIN
      S: + 
      C: QUIT
      S: -ERR no
    `,
      octets,
    );
    expect(asked(exchanges)).toEqual([
      'CAPA => TOP / UIDL',
      'LIST 1 => +OK 1 20',
      'RETR 1 => +OK here',
      'DELE 9 => -ERR none !',
      'AUTH PLAIN => -ERR no !',
    ]);
  });

  it.each([
    ['imap', 'C: a STARTTLS\nS: a OK go\nC: b NONSENSE\nS: b BAD what'],
    ['smtp', 'S: 220 hi\nC: STARTTLS\nS: 220 go\nC: NONSENSE\nS: 500 what'],
    ['pop3', 'S: +OK hi\nC: STLS\nS: +OK go\nC: NONSENSE\nS: -ERR what'],
  ] as const)('is blind in %s from TLS on', (protocol, text) => {
    expect(read(protocol, text, octets).exchanges.map((e) => e.refused)).toEqual([false]);
  });
});

it('finds a literal behind a line that is too long to be kept', () => {
  const w = watch('imap');
  w.client(Buffer.from(`a APPEND ${'x'.repeat(50_000)} {4+}\r\nb X\n\r\nc NOOP\r\n`));
  w.server(Buffer.from('a OK done\r\nc OK done\r\n'));
  expect(w.exchanges.map((e) => e.asked)).toContain('NOOP');
});
