import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { parseCommand, printCommand } from '../../reference-server/imap/grammar/command.ts';
import { SyntaxFault } from '../../reference-server/imap/grammar/cursor.ts';
import { imapRequest } from '../grammar/imap.ts';
import { Finding, type FuzzTarget } from '../target.ts';

function parse(text: string): ReturnType<typeof parseCommand> | undefined {
  try {
    return parseCommand(text);
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}

const repeat = (head: string, unit: string, tail = ''): ((n: number) => Buffer) => {
  return (n) => Buffer.from(head + unit.repeat(Math.max(1, Math.floor(n / unit.length))) + tail, 'latin1');
};

/** The server's IMAP command parser: only its own error, and what it understood can be printed and read back the same. */
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
  check(input) {
    const first = parse(input.toString('latin1'));
    if (first === undefined) return;
    const printed = printCommand(first.tag, first.request);
    const again = parse(printed);
    if (!isDeepStrictEqual(again, first)) {
      throw new Finding(
        `read as ${JSON.stringify(first)}, printed as ${JSON.stringify(printed)}, read back as ${JSON.stringify(again)}`,
      );
    }
  },
};
