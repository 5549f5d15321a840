import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Upgraded } from './peer.ts';
import { wheel as processWheel, type Wheel } from './wheel.ts';

/**
 * Takes the server side of a TLS handshake over a stream that nobody reads any more.
 * @param handshakeMs a client that has not finished by then is dropped
 * @returns undefined when it failed; the stream is destroyed then
 */
export async function serverHandshake(
  stream: Duplex,
  secureContext: SecureContext,
  handshakeMs: number,
  wheel: Wheel = processWheel,
): Promise<Upgraded | undefined> {
  // A client that sends no more does not come to the end of a handshake.
  if (stream.readableEnded || stream.destroyed) {
    stream.destroy();
    return undefined;
  }
  const secure = new TLSSocket(stream, { isServer: true, secureContext });
  const ok = await new Promise<boolean>((done) => {
    const timer = wheel.timer(() => settle(false));
    const settle = (good: boolean): void => {
      timer.clear();
      secure.off('secure', good_);
      secure.off('close', bad);
      secure.off('end', bad);
      stream.off('end', bad);
      secure.off('_tlsError', bad);
      // An error that comes late must have a listener; `close` follows it.
      secure.on('error', () => secure.destroy());
      done(good);
    };
    const good_ = (): void => settle(true);
    const bad = (): void => settle(false);
    secure.once('secure', good_);
    secure.once('close', bad);
    secure.once('end', bad);
    stream.once('end', bad);
    secure.once('_tlsError', bad);
    secure.once('error', bad);
    timer.arm(handshakeMs);
  });
  if (!ok) {
    secure.destroy();
    stream.destroy();
    return undefined;
  }
  const cipher = secure.getCipher();
  return {
    stream: secure,
    tls: { protocol: secure.getProtocol() ?? 'TLS', cipher: cipher.standardName || cipher.name },
  };
}
