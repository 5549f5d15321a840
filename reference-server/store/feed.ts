import type { MailboxId, ModSeq } from './store.ts';

type Wake = (highest: ModSeq) => void;

/** Local wake-ups by mailbox. Touches of one turn become one call a watcher, made in a later microtask with the highest modseq. */
export class Feed {
  readonly #watchers = new Map<MailboxId, Set<{ wake: Wake }>>();
  readonly #touched = new Map<MailboxId, ModSeq>();

  /** @param wake called after touches until the answer is disposed; must not throw */
  watch(mailbox: MailboxId, wake: Wake): Disposable {
    const entry = { wake };
    const all = this.#watchers.get(mailbox) ?? new Set();
    this.#watchers.set(mailbox, all.add(entry));
    return {
      [Symbol.dispose]: () => {
        all.delete(entry);
        if (all.size === 0 && this.#watchers.get(mailbox) === all) this.#watchers.delete(mailbox);
      },
    };
  }

  /** Notes that a mailbox has reached `highest`. */
  touch(mailbox: MailboxId, highest: ModSeq): void {
    if (!this.#watchers.has(mailbox)) return;
    if (this.#touched.size === 0) queueMicrotask(() => this.#emit());
    this.#touched.set(mailbox, Math.max(highest, this.#touched.get(mailbox) ?? 0));
  }

  #emit(): void {
    const touched = [...this.#touched];
    this.#touched.clear();
    for (const [mailbox, highest] of touched) {
      for (const entry of [...(this.#watchers.get(mailbox) ?? [])]) entry.wake(highest);
    }
  }
}
