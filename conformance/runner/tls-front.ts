import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { selfSigned } from '../wire/certificate.ts';
import type { Endpoint } from '../wire/types.ts';

export interface Front extends AsyncDisposable {
  endpoint: Endpoint;
  /** Octets carried over from before the handshake. */
  carried: number;
}

const STARTTLS = 'STARTTLS\r\n';

/**
 * A wrong TLS end for SMTP before an endpoint in clear: it answers STARTTLS itself, and whatever came in clear behind it goes on to
 * the server as if it had come inside TLS.
 */
export async function carryingFront(upstream: Endpoint): Promise<Front> {
  const secureContext = createSecureContext(await selfSigned());
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(upstream.port, upstream.host);
    for (const s of [near, far]) {
      sockets.add(s);
      s.on('error', () => s.destroy());
      s.on('close', () => {
        near.destroy();
        far.destroy();
        sockets.delete(s);
      });
    }
    const toNear = (b: Buffer) => {
      // It does its TLS itself, so it has to offer it.
      const text = b.toString('latin1');
      const ehlo = /^250-/.test(text) && !/STARTTLS/.test(text);
      near.write(ehlo ? Buffer.from(text.replace(/^250-/, '250-STARTTLS\r\n250-'), 'latin1') : b);
    };
    far.on('data', toNear);
    near.on('data', function clear(b: Buffer) {
      const at = b.toString('latin1').toUpperCase().indexOf(STARTTLS);
      if (at < 0) {
        far.write(b);
        return;
      }
      far.write(b.subarray(0, at));
      const injected = b.subarray(at + STARTTLS.length);
      near.removeListener('data', clear);
      far.removeListener('data', toNear);
      near.write('220 2.0.0 Ready\r\n', () => {
        const tls = new TLSSocket(near, { isServer: true, secureContext });
        tls.on('error', () => near.destroy());
        tls.on('data', (x: Buffer) => far.write(x));
        far.on('data', (x: Buffer) => tls.write(x));
        front.carried += injected.length;
        far.write(injected);
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const front: Front = {
    endpoint: { host: '127.0.0.1', port, tls: 'starttls' },
    carried: 0,
    [Symbol.asyncDispose]: async () => {
      for (const s of sockets) s.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
  return front;
}
