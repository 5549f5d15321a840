import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { tokenOf } from './messages.ts';
import { giveAway } from './program.ts';

interface Kept {
  token: string;
  /** Letters behind `:2,`, sorted. */
  flags: string;
  /** Path below the home. */
  file: string;
  octets: Buffer;
}

/** A Maildir that a client keeps in step with a mailbox, as a person with another program would change it. */
export class Maildir {
  readonly #b: Bench;
  readonly path: string;
  #next = 0;

  /** @param path below the home of the client */
  constructor(b: Bench, path: string) {
    this.#b = b;
    this.path = path;
  }

  async messages(): Promise<Kept[]> {
    const out: Kept[] = [];
    for (const part of ['new', 'cur']) {
      for (const name of await this.#b.list(`${this.path}/${part}`)) {
        const file = `${this.path}/${part}/${name}`;
        const octets = await this.#b.read(file);
        const flags = [...(/:2,([A-Za-z]*)/.exec(name)?.[1] ?? '')].sort().join('');
        out.push({ token: tokenOf(octets), flags, file, octets });
      }
    }
    return out.sort((a, b) => (a.token < b.token ? -1 : 1));
  }

  /** Tokens with their flags. */
  async flags(): Promise<Record<string, string>> {
    return Object.fromEntries((await this.messages()).map((m) => [m.token, m.flags]));
  }

  async #one(token: string): Promise<Kept> {
    const found = (await this.messages()).filter((m) => m.token === token);
    if (found.length !== 1) throw new Error(`${this.path} has ${found.length} of ${token}`);
    return found[0]!;
  }

  async make(): Promise<void> {
    for (const part of ['cur', 'new', 'tmp']) {
      await this.#b.folder(this.path);
      const path = join(this.#b.home, this.path, part);
      await mkdir(path, { recursive: true });
      giveAway(path);
    }
  }

  /** Adds a message with LF. */
  async add(octets: Buffer, flags = ''): Promise<void> {
    const name = `${1_700_000_000 + this.#next}.M${this.#next++}P1.client`;
    const at = flags === '' ? `new/${name}` : `cur/${name}:2,${flags}`;
    const path = join(this.#b.home, this.path, at);
    await writeFile(path, octets, { mode: 0o600 });
    giveAway(path);
  }

  /** Sets the flags of a message. */
  async flag(token: string, flags: string): Promise<void> {
    const { file } = await this.#one(token);
    const name = file.slice(file.lastIndexOf('/') + 1).replace(/:2,.*$/, '');
    await rename(join(this.#b.home, file), join(this.#b.home, `${this.path}/cur/${name}:2,${flags}`));
  }

  async remove(token: string): Promise<void> {
    await rm(join(this.#b.home, (await this.#one(token)).file));
  }
}
