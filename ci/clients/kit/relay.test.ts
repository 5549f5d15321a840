import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { relay } from './relay.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const s of servers.splice(0)) s.close();
});

async function serve(onConnection: (s: Socket) => void): Promise<string> {
  const server = createServer(onConnection);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return address !== null && typeof address === 'object' ? `127.0.0.1:${address.port}` : '';
}

async function whole(s: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of s) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

it('passes octets on unchanged in both directions, and reads along', async () => {
  const all = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256));
  const got = Promise.withResolvers<Buffer>();
  const at = await serve((s) => {
    s.write('+OK ready\r\n');
    void whole(s).then(got.resolve, got.reject);
    s.write(Buffer.concat([Buffer.from('-ERR no\r\n'), all]));
    s.end();
  });
  await using between = await relay('pop3', at);
  const client = connect(between.port, between.host);
  const sent = Buffer.concat([Buffer.from('NOOP\r\n'), all]);
  client.end(sent);
  const answer = await whole(client);
  expect(answer.subarray(-all.length).equals(all)).toBe(true);
  expect((await got.promise).equals(sent)).toBe(true);
  expect(between.connections).toBe(1);
});

it('tells what is refused, connection after connection', async () => {
  const at = await serve((s) => {
    s.write('+OK ready\r\n');
    s.once('data', () => s.end('-ERR unknown\r\n'));
  });
  await using between = await relay('pop3', at);
  for (const word of ['ONE', 'TWO']) {
    const client = connect(between.port, between.host);
    client.write(`${word}\r\n`);
    await whole(client);
  }
  expect(between.exchanges().map((e) => [e.asked, e.refused])).toEqual([
    ['ONE', true],
    ['TWO', true],
  ]);
});

it('breaks connections off on both sides', async () => {
  const gone = Promise.withResolvers<void>();
  const at = await serve((s) => {
    s.on('error', () => undefined);
    s.once('close', () => gone.resolve());
  });
  await using between = await relay('imap', at);
  const client = connect(between.port, between.host);
  client.on('error', () => undefined);
  await once(client, 'connect');
  client.write('x');
  while (between.connections === 0) await new Promise((r) => setTimeout(r, 5));
  between.cut();
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  await Promise.all([closed, gone.promise]);
  expect(client.destroyed).toBe(true);
});
