import { describe, it } from 'vitest';
import { selfSigned } from '../wire/certificate.ts';
import * as kit from './kit.ts';
import { combinators, mutant, through } from './testing-talk.ts';

const imap = 'imap' as const;

combinators('combinators for commands', [
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
]);

describe('replayAfterTls', () => {
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
