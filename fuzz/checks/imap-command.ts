import { isDeepStrictEqual } from 'node:util';
import { parseCommand, printCommand } from '../../reference-server/imap/grammar/command.ts';
import { SyntaxFault } from '../../reference-server/imap/grammar/cursor.ts';
import { Finding } from '../finding.ts';

function parse(text: string): ReturnType<typeof parseCommand> | undefined {
  try {
    return parseCommand(text);
  } catch (e) {
    if (e instanceof SyntaxFault) return undefined;
    throw e;
  }
}

/** Only the parser's own error may leave it, and what it understood can be printed and read back the same. */
export function check(input: Uint8Array): void {
  const first = parse(Buffer.from(input).toString('latin1'));
  if (first === undefined) return;
  const printed = printCommand(first.tag, first.request);
  const again = parse(printed);
  if (!isDeepStrictEqual(again, first)) {
    throw new Finding(
      `read as ${JSON.stringify(first)}, printed as ${JSON.stringify(printed)}, read back as ${JSON.stringify(again)}`,
    );
  }
}
