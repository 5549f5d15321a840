import { randomUUID } from 'node:crypto';
import { answerWith, applyWith } from './dispatch.ts';
import { Feed } from './feed.ts';
import { MemoryState } from './memory-state.ts';
import { receive } from './receive.ts';
import type { AnswerOf, Change, Command, MailboxId, Query, ResultOf, Store, Stored } from './store.ts';
import { StoreFault } from './store.ts';

const CHUNK = 256 * 1024;

/** A Store that forgets: the model the others are tested against, and what protocol tests run on. Same answers, nothing durable. */
export function memoryStore(options: { now?: () => number; token?: () => string; inlineBody?: number } = {}): Store {
  const now = options.now ?? Date.now;
  const token = options.token ?? randomUUID;
  const inlineBody = options.inlineBody ?? 32 * 1024;
  const state = new MemoryState(now);
  const feed = new Feed();
  const spilled = new Map<string, Uint8Array>();

  return {
    async put(bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Stored | { tooLarge: true }> {
      const id = token();
      const parts: Uint8Array[] = [];
      const got = await receive(bytes, limit, inlineBody, async () => ({
        async write(chunk) {
          parts.push(new Uint8Array(chunk));
        },
        async keep() {
          spilled.set(id, Buffer.concat(parts));
        },
        async drop() {
          parts.length = 0;
        },
      }));
      if (got.got === 'too-large') return { tooLarge: true };
      return got.got === 'small' ? { id, size: got.bytes.length, inline: got.bytes } : { id, size: got.size };
    },

    async commit<C extends Command>(c: C): Promise<ResultOf<C>> {
      // What a command holds is copied, as it is on its way to a worker.
      const result = structuredClone(applyWith(state.writers, structuredClone(c)));
      for (const [mailbox, highest] of state.takeTouched()) feed.touch(mailbox, highest);
      return result as ResultOf<C>;
    },

    async read<Q extends Query>(q: Q): Promise<AnswerOf<Q>> {
      return structuredClone(answerWith(state.readers, q)) as AnswerOf<Q>;
    },

    async *body(id: string, from = 0, to = Number.POSITIVE_INFINITY): AsyncIterable<Uint8Array> {
      const bytes = state.bodies.get(id) ?? spilled.get(id);
      if (bytes === undefined) throw new StoreFault('gone', `no body ${id}`);
      const end = Math.min(to, bytes.length);
      for (let at = from; at < end; at += CHUNK) yield bytes.slice(at, Math.min(at + CHUNK, end));
    },

    async changes(m: MailboxId, since: number): Promise<Change[]> {
      return structuredClone(state.changes(m, since));
    },

    watch(m: MailboxId, wake: (highest: number) => void): Disposable {
      return feed.watch(m, wake);
    },

    async [Symbol.asyncDispose](): Promise<void> {
      spilled.clear();
    },
  };
}
