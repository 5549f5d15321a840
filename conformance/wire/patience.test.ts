import { createServer } from 'node:net';
import { expect, it, vi } from 'vitest';
import { Inbox, within } from './inbox.ts';
import { patiently } from './patience.ts';

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('rings once, unless it was ended', async () => {
  const [rung, ended] = [vi.fn(), vi.fn()];
  patiently(1, rung);
  patiently(1, ended)();
  await vi.waitFor(() => expect(rung).toHaveBeenCalledOnce());
  expect(ended).not.toHaveBeenCalled();
});

it('finds what came while this process was busy past the deadline', async () => {
  const server = createServer((socket) => socket.end('220 there\r\n'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { connect } = await import('node:net');
  const at = server.address();
  const socket = connect(typeof at === 'object' && at ? at.port : 0, '127.0.0.1');
  const inbox = new Inbox('smtp');
  socket.on('data', (b) => inbox.receive(b));
  const deadline = within(100);
  const waiting = inbox.next(deadline);
  busy(300);
  expect((await waiting).raw.toString()).toBe('220 there\r\n');
  socket.destroy();
  server.close();
});
