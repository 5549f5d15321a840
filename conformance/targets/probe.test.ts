import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { greets, reachable } from './probe.ts';

async function listening(greet: (s: Socket) => void): Promise<{ port: number; server: Server }> {
  const server = createServer(greet);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return { port: at.port, server };
}

describe('a server that is waited for', () => {
  test('greets', async () => {
    const { port } = await listening((s) => s.end('220 ready\r\n'));
    expect(await greets('127.0.0.1', port, false)).toBe(true);
  });

  test('accepts and hangs up, as a forwarder does before anybody listens behind it', async () => {
    const { port } = await listening((s) => s.destroy());
    expect(await greets('127.0.0.1', port, false)).toBe(false);
    expect(await greets('127.0.0.1', port, true)).toBe(false);
  });

  test('a port that refuses is reachable all the same', async () => {
    const { port, server } = await listening(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    expect(await greets('127.0.0.1', port, false)).toBe(false);
    expect(await reachable('127.0.0.1', port, 1_000)).toBe(true);
  });
});
