import { returnPath } from '../mail/trace.ts';
import type { Store, Stored } from '../store/store.ts';
import { StoreFault } from '../store/store.ts';
import { octetsOf } from './body.ts';

const NAME = Buffer.from('return-path:');

/**
 * The same message with another reverse-path, as a body of its own: nothing else is changed (rfc5321-3.9-list-leaves-the-header).
 * @param path with its brackets
 * @throws StoreFault
 */
export async function withReturnPath(
  store: Pick<Store, 'put' | 'body'>,
  message: Stored,
  path: string,
): Promise<Stored> {
  const kept = await store.put(redirected(octetsOf(store, message), path), Number.POSITIVE_INFINITY);
  if ('tooLarge' in kept) throw new StoreFault('full', 'the message is too large');
  return kept;
}

/** Its first line is the Return-Path this server has put there, and comes in the first chunk. */
async function* redirected(chunks: AsyncIterable<Uint8Array>, path: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(returnPath(path));
  let first = true;
  for await (const chunk of chunks) {
    const b = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    const isField = first && b.toString('latin1', 0, NAME.length).toLowerCase() === NAME.toString();
    yield isField ? b.subarray(b.indexOf(0x0a) + 1) : b;
    first = false;
  }
}
