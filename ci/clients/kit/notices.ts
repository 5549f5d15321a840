import type { Bench } from './bench.ts';
import type { Account } from './types.ts';

/** What a report of delivery says (RFC 3464): fields by their names in small letters, those of the message first, then those of each recipient. */
export type Report = Record<string, string>[];

const STATUS = /^Content-Type: message\/(?:global-)?delivery-status\b/im;

/** The report that a message is, if it is one. */
export function reportIn(message: Buffer): Report | undefined {
  const text = message.toString('utf8');
  const found = STATUS.exec(text);
  if (found === null) return undefined;
  const part = text.slice(found.index);
  const from = part.indexOf('\r\n\r\n') + 4;
  const groups = part.slice(from, part.indexOf('\r\n--', from)).trim().split('\r\n\r\n');
  return groups.map((group) =>
    Object.fromEntries(
      group.split('\r\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    ),
  );
}

/** Waits until the INBOX of an account holds reports of delivery. @returns all it holds then */
export async function reportsTo(b: Bench, account: Account): Promise<Report[]> {
  let found: Report[] = [];
  await b.until(`a report reaches ${account.address}`, async () => {
    found = (await b.pop3(account)).map(reportIn).filter((r) => r !== undefined);
    return found.length > 0;
  });
  return found;
}
