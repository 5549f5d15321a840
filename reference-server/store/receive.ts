import { StoreFault } from './store.ts';

/** Where octets go beyond what is kept in memory. */
export interface Spill {
  write(chunk: Uint8Array): Promise<void>;
  /** Durable under its name when this resolves. */
  keep(): Promise<void>;
  drop(): Promise<void>;
}

export type Received = { got: 'small'; bytes: Uint8Array } | { got: 'spilled'; size: number } | { got: 'too-large' };

/**
 * Reads a source to its end: up to `inline` octets stay in memory, more go to the spill.
 * Past `limit`, or after a fault of the spill, the rest is read and dropped, so that the reader of the source stays in step.
 * @throws StoreFault of the spill once the source has ended; what the source throws, at once. Nothing is kept in either case.
 */
export async function receive(
  source: AsyncIterable<Uint8Array>,
  limit: number,
  inline: number,
  open: () => Promise<Spill>,
): Promise<Received> {
  let held: Uint8Array[] = [];
  let size = 0;
  let spill: Spill | undefined;
  let fault: Error | undefined;
  const drop = async (): Promise<void> => {
    const gone = spill;
    spill = undefined;
    held = [];
    await gone?.drop();
  };
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (fault !== undefined) continue;
      if (size > limit) {
        await drop();
        continue;
      }
      try {
        if (spill === undefined && size <= inline) held.push(chunk);
        else if (spill === undefined) {
          spill = await open();
          for (const part of held) await spill.write(part);
          held = [];
          await spill.write(chunk);
        } else await spill.write(chunk);
      } catch (e) {
        fault = e instanceof Error ? e : new StoreFault('down', String(e));
        await drop();
      }
    }
    if (fault !== undefined) throw fault;
    if (size > limit) return { got: 'too-large' };
    if (spill !== undefined) {
      await spill.keep();
      return { got: 'spilled', size };
    }
  } catch (e) {
    await drop();
    throw e;
  }
  // Exactly its own memory: a slice of a pool would take the whole pool with it to a worker.
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of held) {
    bytes.set(part, at);
    at += part.length;
  }
  return { got: 'small', bytes };
}
