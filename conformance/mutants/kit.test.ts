import { describe, expect, it } from 'vitest';
import type { Service } from '../../spec/types.ts';
import { selfSigned } from '../wire/certificate.ts';
import { dial } from '../wire/connection.ts';
import { within } from '../wire/inbox.ts';
import { type Step, script, scriptedServer } from '../wire/scripted-server.ts';
import { createTranscript } from '../wire/transcript.ts';
import { arm, identity } from './filter.ts';
import * as kit from './kit.ts';
import type { Mutant } from './types.ts';

/** What the client says (`>`), what it must hear (else), what the server must have been sent. */
interface Talk {
  service?: Service;
  server: (string | Step)[];
  client: string[];
  sent?: string[];
  /** `false`: the mutant has nothing to do here. */
  touched?: boolean;
}

async function through(mutant: Mutant, t: Talk): Promise<void> {
  await using server = await scriptedServer([script(...t.server)]);
  const armed = arm(mutant);
  const conn = await dial(server.endpoint, {
    name: 'c',
    service: t.service ?? 'smtp',
    transcript: createTranscript(),
    filter: armed.layer(),
    deadline: within(2000),
  });
  for (const step of t.client) {
    if (step === 'TLS') await conn.startTls({});
    else if (step === 'quiet') expect(await conn.idle(within(15))).toBe('quiet');
    else if (step === 'closed') expect((await conn.read(within(2000))).kind).toBe('closed');
    else if (step.startsWith('>')) await conn.write(Buffer.from(`${step.slice(1).replaceAll('\n', '\r\n')}\r\n`));
    else expect((await conn.read(within(2000))).raw.toString('latin1')).toBe(`${step.replaceAll('\n', '\r\n')}\r\n`);
  }
  await conn.close('fin');
  if (t.sent) expect(server.seen[0]?.lines).toEqual(t.sent.map((l) => `${l.replaceAll('\n', '\r\n')}\r\n`));
  expect(armed.interventions > 0).toBe(t.touched ?? true);
}

const mutant = (rules: kit.Rule | kit.Rule[], more: Partial<Mutant> = {}) =>
  kit.m('rfc1-1-x/variant', 'does wrong', rules, more);
const imap = 'imap' as const;
const pop3 = 'pop3' as const;

describe('the filter', () => {
  it('identity changes nothing, bodies, literals and TLS included', async () => {
    const pair = await selfSigned();
    await through(identity, {
      server: ['220 hi\r\n', '<STARTTLS', '220 go\r\n', { tls: pair }, '<DATA', '354 go\r\n', '.', '250 ok\r\n'],
      client: ['220 hi', '>STARTTLS', '220 go', 'TLS', '>DATA', '354 go', '>a\n..b\n.', '250 ok'],
      sent: ['STARTTLS', 'DATA', 'a\n..b\n.'],
      touched: false,
    });
    await through(identity, {
      service: imap,
      server: [
        '* OK hi\r\n',
        '<LOGIN',
        '+ go\r\n',
        { await: { octets: 2 } },
        '<',
        '* 1 FETCH (X {2}\r\n\r\n)\r\na OK x\r\n',
      ],
      client: ['* OK hi', '>a LOGIN {2}', '+ go', '>me pw', '* 1 FETCH (X {2}\n\n)', 'a OK x'],
      touched: false,
    });
  });

  it('works inside TLS as in the clear, and framing begins anew there', async () => {
    const pair = await selfSigned();
    await through(mutant(kit.rewriteReply(/^EHLO/, /in/, 'out')), {
      server: ['220 hi\r\n', '<STARTTLS', '220 go\r\n', { tls: pair }, '<EHLO', '250 in\r\n'],
      client: ['220 hi', '>STARTTLS', '220 go', 'TLS', '>EHLO x', '250 out'],
    });
  });

  it('lets half a line through at once', async () => {
    await through(identity, {
      server: ['220 hi\r\n', { await: { octets: 3 } }, '421 no\r\n'],
      client: ['220 hi', '>bare\rLF'],
      touched: false,
    });
  });

  it('shares state over a scenario only where it says so', async () => {
    const seen: unknown[] = [];
    const rule = kit.rule({
      server: (_u, io) => {
        seen.push(io.state.get('n'));
        io.state.set('n', io.conn.name);
        return false;
      },
    });
    for (const per of ['connection', 'scenario'] as const) {
      const armed = arm(mutant(rule, { per }));
      await using server = await scriptedServer([script('220 hi\r\n', '<')]);
      for (const name of ['a', 'b']) {
        const transcript = createTranscript();
        const c = await dial(server.endpoint, {
          name,
          service: 'smtp',
          transcript,
          filter: armed.layer(),
          deadline: within(2000),
        });
        await c.read(within(2000));
        await c.close('rst');
      }
    }
    expect(seen.filter((s) => s !== undefined)).toContain('a');
    expect(seen.slice(0, 2)).toEqual([undefined, undefined]);
  });

  it('lets pass what a mutant throws at, and says what it threw', async () => {
    const wrong = mutant(
      kit.rule({
        server: () => {
          throw new Error('oh');
        },
      }),
    );
    await using server = await scriptedServer([script('220 hi\r\n', '<')]);
    const armed = arm(wrong);
    const o = { name: 'c', service: 'smtp' as const, transcript: createTranscript(), deadline: within(2000) };
    await using c = await dial(server.endpoint, { ...o, filter: armed.layer() });
    expect((await c.read(within(2000))).raw.toString()).toBe('220 hi\r\n');
    expect(String(armed.error)).toBe('Error: oh');
  });

  it('takes the requirement from the id', () => {
    expect(mutant([]).kills).toBe('rfc1-1-x');
  });
});

const table: [string, kit.Rule | kit.Rule[], Talk][] = [
  [
    'rewriteReply',
    kit.rewriteReply(/^RCPT/i, /^503.*$/s, '250 2.1.5 Ok'),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n', '<', '503-no\r\n503 no\r\n'],
      client: ['220 hi', '>NOOP', '250 a', '>RCPT TO:<x>', '250 2.1.5 Ok'],
    },
  ],
  [
    'rewriteReply, pipelined: each reply belongs to its command',
    kit.rewriteReply(/^RCPT TO:<b>/i, /^250/, '550'),
    {
      server: ['220 hi\r\n', '<', '<', '<', '250 a\r\n250 b\r\n250 c\r\n'],
      client: ['220 hi', '>RCPT TO:<a>\nRCPT TO:<b>\nRCPT TO:<c>', '250 a', '550 b', '250 c'],
    },
  ],
  [
    'rewriteReply of a completion keeps the tag',
    kit.rewriteReply(/^(UID )?FETCH/i, /^OK/, 'NO'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', '* 1 FETCH ()\r\nt1 OK done\r\n'],
      client: ['* OK hi', '>t1 UID FETCH 1 FLAGS', '* 1 FETCH ()', 't1 NO done'],
    },
  ],
  ['rewriteGreeting', kit.rewriteGreeting(/^220/, '554'), { server: ['220 hi\r\n', '<'], client: ['554 hi'] }],
  [
    'rewriteLine',
    kit.rewriteLine(/^UIDL/i, /\S+$/, 'same'),
    {
      service: pop3,
      server: ['+OK hi\r\n', '<', '+OK here\r\n1 a\r\n2 b\r\n.\r\n'],
      client: ['+OK hi', '>UIDL', '+OK here', '1 same', '2 same', 'same'],
    },
  ],
  [
    'rewriteUntagged',
    kit.rewriteUntagged(/^SELECT/i, /^(\d+) EXISTS/, '9$1 EXISTS'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', '* 3 EXISTS\r\nt OK x\r\n'],
      client: ['* OK hi', '>t SELECT INBOX', '* 93 EXISTS', 't OK x'],
    },
  ],
  [
    'rewriteLiteral',
    kit.rewriteLiteral(/FETCH/i, (o) => `${o}!`),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', '* 1 FETCH (BODY[] {2}\r\nab X {0}\r\n)\r\nt OK x\r\n'],
      client: ['* OK hi', '>t FETCH 1 BODY[]', '* 1 FETCH (BODY[] {3}\nab! X {1}\n!)', 't OK x'],
    },
  ],
  ['silent', kit.silent(/^NOOP/i), { server: ['220 hi\r\n', '<', '250 a\r\n'], client: ['220 hi', '>NOOP', 'quiet'] }],
  [
    'repeatReply',
    kit.repeatReply(/^NOOP/i),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n'],
      client: ['220 hi', '>NOOP', '250 a', '250 a'],
    },
  ],
  [
    'dropUntagged',
    kit.dropUntagged(/^SELECT/i, /EXISTS$/),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', '* 3 EXISTS\r\n* 0 RECENT\r\nt OK x\r\n'],
      client: ['* OK hi', '>t SELECT INBOX', '* 0 RECENT', 't OK x'],
    },
  ],
  [
    'dropLine',
    kit.dropLine(/^LIST/i, /^2 /),
    {
      service: pop3,
      server: ['+OK hi\r\n', '<', '+OK\r\n1 5\r\n2 5\r\n.\r\n'],
      client: ['+OK hi', '>LIST', '+OK', '1 5', '.'],
    },
  ],
  [
    'inject behind',
    kit.inject(/^NOOP/i, '250 more', 'after'),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n'],
      client: ['220 hi', '>NOOP', '250 a', '250 more'],
    },
  ],
  [
    'injectUntagged',
    kit.injectUntagged(/^FETCH/i, '1 EXPUNGE', '2 EXISTS'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', 't OK x\r\n'],
      client: ['* OK hi', '>t FETCH 1 FLAGS', '* 1 EXPUNGE', '* 2 EXISTS', 't OK x'],
    },
  ],
  [
    'rewriteCommand',
    kit.rewriteCommand(/^MAIL/i, / SIZE=\d+/i, ''),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n'],
      client: ['220 hi', '>MAIL FROM:<> SIZE=9', '250 a'],
      sent: ['MAIL FROM:<>'],
    },
  ],
  [
    'rewriteCommand keeps the tag',
    kit.rewriteCommand(/^NOOP/i, /^NOOP.*/, 'CHECK'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', 't OK x\r\n'],
      client: ['* OK hi', '>t NOOP', 't OK x'],
      sent: ['t CHECK'],
    },
  ],
  [
    'rewriteBody',
    kit.rewriteBody((b) => `X: y\r\n${b}`),
    {
      server: ['220 hi\r\n', '<', '354 go\r\n', '.', '250 ok\r\n'],
      client: ['220 hi', '>DATA', '354 go', '>a\n.', '250 ok'],
      sent: ['DATA', 'X: y\na\n.'],
    },
  ],
  [
    'stuffTwice',
    kit.stuffTwice(),
    {
      server: ['220 hi\r\n', '<', '354 go\r\n', '.', '250 ok\r\n'],
      client: ['220 hi', '>DATA', '354 go', '>..a\nb.\n...\n.', '250 ok'],
      sent: ['DATA', '...a\nb.\n....\n.'],
    },
  ],
  [
    'swallow',
    kit.swallow(/^NOOP/i),
    {
      server: ['220 hi\r\n', '<', '221 b\r\n'],
      client: ['220 hi', '>NOOP', 'quiet', '>QUIT', '221 b'],
      sent: ['QUIT'],
    },
  ],
  [
    'answerFor',
    kit.answerFor(/^VRFY/i, '250-a\n250 b'),
    {
      server: ['220 hi\r\n', '<', '221 b\r\n'],
      client: ['220 hi', '>VRFY x', '250-a\n250 b', '>QUIT', '221 b'],
      sent: ['QUIT'],
    },
  ],
  [
    'answerFor a command with literals',
    kit.answerFor(/^APPEND/i, '* 1 EXISTS\nOK done'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', 'u OK x\r\n'],
      client: ['* OK hi', '>t APPEND a {3}', '+ go on', '>abc', '* 1 EXISTS', 't OK done', '>u NOOP', 'u OK x'],
      sent: ['u NOOP'],
    },
  ],
  [
    'answerFor with a literal that does not wait',
    kit.answerFor(/^APPEND/i, 'OK done'),
    {
      service: imap,
      server: ['* OK hi\r\n', '<'],
      client: ['* OK hi', '>t APPEND a {3+}\nabc', 't OK done'],
    },
  ],
  [
    'hangUpOn',
    kit.hangUpOn(/^NOOP/i, '421 no'),
    { server: ['220 hi\r\n', '<'], client: ['220 hi', '>NOOP', '421 no', 'closed'] },
  ],
  [
    'loseBody',
    kit.loseBody(),
    {
      server: ['220 hi\r\n', '<', '250 m\r\n', '<', '250 r\r\n', '<RSET', '250 gone\r\n', '<', '250 n\r\n'],
      client: [
        '220 hi',
        '>MAIL FROM:<>',
        '250 m',
        '>RCPT TO:<a>',
        '250 r',
        '>DATA',
        '354 go on',
        '>a\n.',
        '250 2.0.0 Ok',
        '>NOOP',
        '250 n',
      ],
      sent: ['MAIL FROM:<>', 'RCPT TO:<a>', 'RSET', 'NOOP'],
    },
  ],
  [
    'loseBody, LMTP and chunks',
    kit.loseBody(),
    {
      service: 'lmtp',
      server: ['220 hi\r\n', '<', '250 m\r\n', '<', '250 r\r\n', '<', '250 r\r\n', '<RSET', '250 gone\r\n'],
      client: [
        '220 hi',
        '>MAIL FROM:<>',
        '250 m',
        '>RCPT TO:<a>',
        '250 r',
        '>RCPT TO:<b>',
        '250 r',
        '>BDAT 4 LAST\nab',
        '250 2.0.0 Ok',
        '250 2.0.0 Ok',
      ],
    },
  ],
  [
    'acceptAnything',
    kit.acceptAnything(/^(RCPT|FOO)/i),
    {
      server: ['220 hi\r\n', '<', '503-a\r\n503 b\r\n'],
      client: ['220 hi', '>RCPT TO:<x>', '250 2.0.0 Ok'],
    },
  ],
  [
    'acceptAnything in IMAP',
    kit.acceptAnything(/^FOO/i),
    {
      service: imap,
      server: ['* OK hi\r\n', '<', 't BAD no\r\n'],
      client: ['* OK hi', '>t FOO', 't OK done'],
    },
  ],
  [
    'acceptAnything in POP3',
    kit.acceptAnything(/^DELE/i),
    {
      service: pop3,
      server: ['+OK hi\r\n', '<', '-ERR no\r\n'],
      client: ['+OK hi', '>DELE 9', '+OK'],
    },
  ],
  [
    'refuse',
    kit.refuse(/^VRFY/i, '502 5.5.1 no'),
    {
      server: ['220 hi\r\n', '<', '250 x\r\n'],
      client: ['220 hi', '>VRFY x', '502 5.5.1 no'],
    },
  ],
  [
    'withoutKeyword, EHLO',
    kit.withoutKeyword('PIPELINING'),
    {
      server: ['220 hi\r\n', '<', '250-me\r\n250-SIZE 9\r\n250 PIPELINING\r\n'],
      client: ['220 hi', '>EHLO x', '250-me\n250 SIZE 9'],
    },
  ],
  [
    'withoutKeyword, CAPABILITY in a code too',
    kit.withoutKeyword('IDLE'),
    {
      service: imap,
      server: ['* OK [CAPABILITY IMAP4rev1 IDLE] hi\r\n', '<', '* CAPABILITY IMAP4rev1 IDLE X\r\nt OK x\r\n'],
      client: ['* OK [CAPABILITY IMAP4rev1] hi', '>t CAPABILITY', '* CAPABILITY IMAP4rev1 X', 't OK x'],
    },
  ],
  [
    'withoutKeyword, CAPA',
    kit.withoutKeyword('UIDL'),
    {
      service: pop3,
      server: ['+OK hi\r\n', '<', '+OK\r\nTOP\r\nUIDL\r\n.\r\n'],
      client: ['+OK hi', '>CAPA', '+OK', 'TOP', '.'],
    },
  ],
  [
    'withKeyword, EHLO',
    kit.withKeyword('ETRN'),
    {
      server: ['220 hi\r\n', '<', '250 me\r\n'],
      client: ['220 hi', '>EHLO x', '250-me\n250 ETRN'],
    },
  ],
  [
    'withKeyword, CAPA',
    kit.withKeyword('EXPIRENEVER'),
    {
      service: pop3,
      server: ['+OK hi\r\n', '<', '+OK\r\nTOP\r\n.\r\n'],
      client: ['+OK hi', '>CAPA', '+OK', 'TOP', 'EXPIRENEVER', '.'],
    },
  ],
  [
    'delayUntil',
    kit.delayUntil(/^RCPT/i, /^DATA/i),
    {
      server: ['220 hi\r\n', '<', '250 r\r\n', '<', '354 go\r\n'],
      client: ['220 hi', '>RCPT TO:<a>', 'quiet', '>DATA', '250 r', '354 go'],
    },
  ],
  [
    'reorder',
    kit.reorder(/^RCPT TO:<a>/i),
    {
      server: ['220 hi\r\n', '<', '<', '250 a\r\n550 b\r\n'],
      client: ['220 hi', '>RCPT TO:<a>\nRCPT TO:<b>', '550 b', '250 a'],
    },
  ],
  [
    'after',
    kit.after(/^RSET/i, kit.rewriteReply(/^NOOP/i, /^250/, '500')),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n', '<', '250 b\r\n', '<', '250 c\r\n'],
      client: ['220 hi', '>NOOP', '250 a', '>RSET', '250 b', '>NOOP', '500 c'],
    },
  ],
  [
    'nth',
    kit.nth(2, /^NOOP/i, kit.rewriteReply(/^NOOP/i, /^250/, '500')),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n', '<', '250 b\r\n', '<', '250 c\r\n'],
      client: ['220 hi', '>NOOP', '250 a', '>NOOP', '500 b', '>NOOP', '250 c'],
    },
  ],
  [
    'when',
    kit.when((io) => !io.conn.secured, kit.silent(/^NOOP/i)),
    {
      server: ['220 hi\r\n', '<', '250 a\r\n'],
      client: ['220 hi', '>NOOP', 'quiet'],
    },
  ],
  [
    'the first rule that deals with a unit wins',
    [kit.refuse(/^VRFY/i, '502 a'), kit.refuse(/^VRFY/i, '500 b')],
    {
      server: ['220 hi\r\n', '<', '250 x\r\n'],
      client: ['220 hi', '>VRFY x', '502 a'],
    },
  ],
];

describe('combinators', () => {
  it.each(table)('%s', async (_name, rules, talk) => {
    await through(mutant(rules), talk);
  });

  it.each(table)('%s: nothing done where nothing matches', async (_name, rules) => {
    await through(mutant(rules), {
      server: ['299 hi\r\n', '<QUIT', '299 bye\r\n'],
      client: ['299 hi', '>QUIT', '299 bye'],
      sent: ['QUIT'],
      touched: false,
    });
  });

  it('replayAfterTls, with answers that other rules can tell apart', async () => {
    const pair = await selfSigned();
    await through(mutant([kit.replayAfterTls(), kit.acceptAnything(/^MAIL/i)]), {
      server: ['220 hi\r\n', '<STARTTLS', '220 go\r\n', { tls: pair }, '<MAIL', '503 x\r\n', '<EHLO', '503 y\r\n'],
      client: ['220 hi', '>STARTTLS\nMAIL FROM:<>', '220 go', 'TLS', '>EHLO x', '250 2.0.0 Ok', '503 y'],
    });
  });

  it('replayAfterTls', async () => {
    const pair = await selfSigned();
    await through(mutant(kit.replayAfterTls()), {
      server: [
        '220 hi\r\n',
        '<STARTTLS',
        '220 go\r\n',
        { tls: pair },
        '<NOOP',
        '250 injected\r\n',
        '<EHLO',
        '250 in\r\n',
      ],
      client: ['220 hi', '>STARTTLS\nNOOP', '220 go', 'TLS', '>EHLO x', '250 injected', '250 in'],
    });
  });
});
