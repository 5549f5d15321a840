import * as kit from './kit.ts';
import { combinators } from './testing-talk.ts';

const imap = 'imap' as const;
const pop3 = 'pop3' as const;

combinators('combinators for replies', [
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
]);
