import { type FileHandle, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../folder.ts';
import type { Spill } from '../receive.ts';
import { StoreFault } from '../store.ts';

/** Octets of one chunk that is read. */
const CHUNK = 256 * 1024;
/** Octets gathered before a write. */
const WRITE = 128 * 1024;
/** Folders bodies are spread over, by the last characters of their id. */
const FAN = 2;

function code(e: unknown): string {
  return e instanceof Error && 'code' in e ? String(e.code) : '';
}

/** An error of the file system as the store's own. */
export function fileFault(e: unknown): StoreFault {
  const why = e instanceof Error ? e.message : String(e);
  if (code(e) === 'ENOENT') return new StoreFault('gone', why);
  return new StoreFault(['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code(e)) ? 'full' : 'down', why);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Bodies as files: written aside, synced, renamed, and the folder synced before `keep` resolves. A body never changes. */
export class FileBodies {
  readonly #root: string;
  readonly #aside: string;
  readonly #made = new Set<string>();

  /** @param root folder of the bodies; made when missing */
  constructor(root: string) {
    this.#root = root;
    this.#aside = join(root, 'incoming');
  }

  async open(): Promise<void> {
    await makeFolder(this.#aside);
  }

  /** @throws StoreFault */
  async create(id: string): Promise<Spill> {
    const temporary = join(this.#aside, id);
    let file: FileHandle | undefined;
    // Filled and written again and again: what has come is free at once, however large the body.
    const gathered = Buffer.allocUnsafeSlow(WRITE);
    let size = 0;
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (e) {
        throw fileFault(e);
      }
    };
    const write = async (): Promise<void> => {
      if (size > 0) await file?.writeFile(gathered.subarray(0, size));
      size = 0;
    };
    await attempt(async () => {
      file = await open(temporary, 'wx', 0o600);
    });
    return {
      write: (chunk) =>
        attempt(async () => {
          for (let at = 0; at < chunk.length; ) {
            const part = chunk.subarray(at, at + WRITE - size);
            gathered.set(part, size);
            size += part.length;
            at += part.length;
            if (size === WRITE) await write();
          }
        }),
      keep: () =>
        attempt(async () => {
          await write();
          await file?.sync();
          await file?.close();
          file = undefined;
          const folder = await this.#folder(id);
          await rename(temporary, join(folder, id));
          await syncFolder(folder);
        }),
      drop: () =>
        attempt(async () => {
          await file?.close();
          file = undefined;
          await rm(temporary, { force: true });
        }),
    };
  }

  /** @throws StoreFault */
  async *read(id: string, from: number, to: number): AsyncIterable<Uint8Array> {
    let file: FileHandle;
    try {
      file = await open(this.#path(id), 'r');
    } catch (e) {
      throw fileFault(e);
    }
    try {
      for (let at = from; at < to; ) {
        const chunk = Buffer.allocUnsafe(Math.min(CHUNK, to - at));
        const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
        if (bytesRead === 0) return;
        at += bytesRead;
        yield chunk.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await unlink(this.#path(id));
    } catch (e) {
      if (code(e) !== 'ENOENT') throw fileFault(e);
    }
  }

  /** Folders that `older` can be asked for, the one of unfinished files among them. */
  async folders(): Promise<string[]> {
    return readdir(this.#root);
  }

  /** Files of a folder that were written before a time (milliseconds since the epoch). */
  async older(folder: string, before: number): Promise<string[]> {
    const found: string[] = [];
    for (const name of await readdir(join(this.#root, folder))) {
      const { mtimeMs } = await stat(join(this.#root, folder, name));
      if (mtimeMs < before) found.push(name);
    }
    return found;
  }

  /** Removes a file that `older` found. */
  async discard(folder: string, name: string): Promise<void> {
    await rm(join(this.#root, folder, name), { force: true });
  }

  #path(id: string): string {
    return join(this.#root, id.slice(-FAN), id);
  }

  async #folder(id: string): Promise<string> {
    const folder = join(this.#root, id.slice(-FAN));
    if (!this.#made.has(folder)) {
      await makeFolder(folder);
      await syncFolder(this.#root);
      this.#made.add(folder);
    }
    return folder;
  }
}
