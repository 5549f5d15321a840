import { Talk } from './talk.ts';

/** Puts messages into the INBOX of an address, in their order, by plain LMTP. */
export async function deliver(endpoint: string, address: string, messages: readonly Buffer[]): Promise<void> {
  using talk = await Talk.to(endpoint);
  const reply = async (code: string): Promise<void> => {
    let line = await talk.line();
    while (line[3] === '-') line = await talk.line();
    if (!line.startsWith(code)) throw new Error(`LMTP answered ${line}`);
  };
  await reply('220');
  talk.write('LHLO seed.example.test\r\n');
  await reply('250');
  for (const message of messages) {
    talk.write(`MAIL FROM:<seed@example.org> BODY=8BITMIME\r\nRCPT TO:<${address}>\r\nDATA\r\n`);
    for (const code of ['250', '250', '354']) await reply(code);
    const text = message.toString('latin1').replace(/(^|\r\n)\./g, '$1..');
    talk.write(Buffer.from(text, 'latin1'));
    talk.write(text.endsWith('\r\n') ? '.\r\n' : '\r\n.\r\n');
    await reply('250');
  }
  talk.write('QUIT\r\n');
  await reply('221');
}
