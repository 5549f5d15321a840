import * as kit from './kit.ts';
import { combinators } from './testing-talk.ts';

const imap = 'imap' as const;
const pop3 = 'pop3' as const;

combinators('combinators for answers', [
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
]);
