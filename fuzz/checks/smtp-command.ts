import { isDeepStrictEqual } from 'node:util';
import { isMalformed, parseCommandLine, printCommandLine } from '../../reference-server/smtp/grammar.ts';
import { Finding } from '../finding.ts';

/** No error may leave the parser, and what it understood can be printed and read back the same. */
export function check(input: Uint8Array): void {
  const first = parseCommandLine(Buffer.from(input).toString('latin1'));
  if (isMalformed(first)) return;
  const printed = printCommandLine(first);
  const again = parseCommandLine(printed);
  if (!isDeepStrictEqual(again, first)) {
    throw new Finding(
      `read as ${JSON.stringify(first)}, printed as ${JSON.stringify(printed)}, read back as ${JSON.stringify(again)}`,
    );
  }
}
