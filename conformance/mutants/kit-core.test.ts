import * as kit from './kit.ts';
import { combinators } from './testing-talk.ts';

combinators('combinators around others', [
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
]);
