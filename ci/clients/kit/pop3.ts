import { Talk } from './talk.ts';
import type { Account } from './types.ts';

/** All messages of a maildrop, read by plain POP3. */
export async function maildrop(endpoint: string, account: Account): Promise<Buffer[]> {
  using talk = await Talk.to(endpoint);
  const ok = async (command?: string): Promise<string> => {
    if (command !== undefined) talk.write(`${command}\r\n`);
    const line = await talk.line();
    if (!line.startsWith('+OK')) throw new Error(`${command} was answered ${line}`);
    return line;
  };
  await ok();
  await ok(`USER ${account.address}`);
  await ok(`PASS ${account.password}`);
  const count = Number((await ok('STAT')).split(' ')[1]);
  const out: Buffer[] = [];
  for (let n = 1; n <= count; n++) {
    await ok(`RETR ${n}`);
    const lines: string[] = [];
    for (let line = await talk.line(); line !== '.'; line = await talk.line()) {
      lines.push(line.startsWith('.') ? line.slice(1) : line);
    }
    out.push(Buffer.from(lines.map((l) => `${l}\r\n`).join(''), 'latin1'));
  }
  await ok('QUIT');
  return out;
}
