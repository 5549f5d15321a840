import fc from 'fast-check';
import { printCommand } from '../../reference-server/imap/grammar/command.ts';
import { check } from '../checks/imap-command.ts';
import { imapRequest } from '../grammar/imap.ts';
import { type FuzzTarget, repeat } from '../target.ts';

/** The server's IMAP command parser. */
export const imapCommand: FuzzTarget = {
  name: 'imap-command',
  about: 'the IMAP command parser: own errors only, print and parse are inverse, linear time',
  grammar: fc
    .tuple(fc.stringMatching(/^[a-z0-9]{1,4}$/), imapRequest)
    .map(([tag, r]) => Buffer.from(printCommand(tag, r), 'latin1')),
  shapes: {
    'sequence set': repeat('a FETCH 1', ',2:3', ' FLAGS'),
    'flag list': repeat('a STORE 1 FLAGS (x', ' y', ')'),
    'nested search': repeat('a SEARCH ', 'NOT '),
    'open parentheses': repeat('a SEARCH ', '('),
    'search keys': repeat('a SEARCH ALL', ' SEEN'),
    'quoted string': repeat('a LOGIN "', '\\"', '" x'),
    'header fields': repeat('a FETCH 1 BODY[HEADER.FIELDS (a', ' b', ')]'),
    'part numbers': repeat('a FETCH 1 BODY[1', '.1', ']'),
    'one long atom': repeat('a SELECT ', 'x'),
  },
  check,
  instrumented: 'imap-command',
};
