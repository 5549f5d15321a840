import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, TLSSocket } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { serverTls } from './cert.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'mailspec-cert-'));
afterAll(() => rm(dataDir, { recursive: true }));
const config = { tls: {}, dataDir, hostname: 'mail.example.test', domain: 'example.test' };

test('a certificate is made once, for the names of this server, and a client that trusts its authority connects', async () => {
  const made = await serverTls(config);
  expect((await stat(join(dataDir, 'tls/key.pem'))).mode & 0o777).toBe(0o600);
  const cert = await readFile(join(dataDir, 'tls/cert.pem'), 'latin1');
  const again = await serverTls(config);
  expect(await readFile(join(dataDir, 'tls/cert.pem'), 'latin1')).toBe(cert);

  const ca = await readFile(made.ca!);
  const server = createServer((socket) =>
    new TLSSocket(socket, { isServer: true, secureContext: again.context }).resume(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const servername of ['mail.example.test', 'example.test', 'localhost', undefined]) {
    const name = servername === undefined ? {} : { servername };
    const socket = connect({ port, host: '127.0.0.1', ca, ...name });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  }
  server.close();
});

test('another host name makes another certificate', async () => {
  const before = await readFile(join(dataDir, 'tls/cert.pem'), 'latin1');
  await serverTls({ ...config, hostname: 'mx.example.test' });
  expect(await readFile(join(dataDir, 'tls/cert.pem'), 'latin1')).not.toBe(before);
});

test('files that are missing or no certificate are named', async () => {
  const cert = join(dataDir, 'c.pem');
  await expect(serverTls({ ...config, tls: { cert, key: cert } })).rejects.toThrow('c.pem');
  await writeFile(cert, 'nothing');
  await expect(serverTls({ ...config, tls: { cert, key: cert } })).rejects.toThrow('are no certificate and its key');
});
