import type { Account, Lease, Need } from './types.ts';
import { NotRun } from './types.ts';

export interface LeaseOptions {
  /** Scenarios that may share one account at once. */
  sharers: number;
  /** Unique within the run; the first characters of every mailbox prefix. */
  run: string;
  /** Empties an account before it is given out whole. Absent: accounts need no emptying. */
  empty?: (a: Account) => Promise<void>;
  /** Removes what a shared scenario left below its prefix. */
  tidy?: (a: Account, root: string) => Promise<void>;
}

interface Held {
  account: Account;
  users: number;
  alone: boolean;
  /** Something may have been left in it. */
  used: boolean;
}

interface Waiting {
  need: Need;
  take: (held: Held[]) => void;
}

/**
 * Who may use which account now. All accounts a scenario needs are given at once and in order of asking, so that no two
 * scenarios wait for each other.
 */
export class Leases {
  #held: Held[];
  #queue: Waiting[] = [];
  #options: LeaseOptions;
  #serial = 0;

  constructor(accounts: readonly Account[], options: LeaseOptions) {
    this.#held = accounts.map((account) => ({ account, users: 0, alone: false, used: false }));
    this.#options = options;
  }

  /**
   * Waits until the accounts are free. Disposing the lease gives them back.
   * @throws NotRun where they never will be: too few accounts, or none that may be emptied.
   */
  async lease(need: Need, signal: AbortSignal): Promise<Lease> {
    const able = this.#held.filter((h) => need.each === 'shared' || h.account.disposable);
    if (this.#held.length < need.accounts) {
      const have = this.#held.length === 0 ? 'no account' : `${this.#held.length} account(s)`;
      throw new NotRun(`needs ${need.accounts} account(s), the target has ${have}`);
    }
    if (able.length < need.accounts) throw new NotRun('needs a disposable account');
    signal.throwIfAborted();
    const held = await new Promise<Held[]>((resolve, reject) => {
      const waiting: Waiting = {
        need,
        take: (h) => {
          signal.removeEventListener('abort', abort);
          resolve(h);
        },
      };
      const abort = () => {
        this.#queue = this.#queue.filter((w) => w !== waiting);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#queue.push(waiting);
      this.#serve();
    });
    const root = `${this.#options.run}${(++this.#serial).toString(36)}x`;
    try {
      if (need.each === 'own') await this.#clean(held);
    } catch (e) {
      this.#giveBack(held);
      throw e;
    }
    let open = true;
    return {
      accounts: held.map((h) => h.account),
      root,
      [Symbol.asyncDispose]: async () => {
        if (!open) return;
        open = false;
        try {
          if (need.each === 'shared' && this.#options.tidy) {
            for (const h of held) if (!h.account.disposable) await this.#options.tidy(h.account, root);
          }
        } finally {
          this.#giveBack(held);
        }
      },
    };
  }

  async #clean(held: Held[]): Promise<void> {
    const { empty } = this.#options;
    for (const h of held) {
      // An account nobody has used in this run is emptied too, unless the target started with it empty.
      if (h.used && empty) await empty(h.account);
      h.used = true;
    }
  }

  /** Accounts of a target that was not started by us may hold anything. */
  markUsed(): void {
    for (const h of this.#held) h.used = true;
  }

  #giveBack(held: Held[]): void {
    for (const h of held) {
      h.users--;
      h.alone = false;
    }
    this.#serve();
  }

  #serve(): void {
    for (let first = this.#queue[0]; first; first = this.#queue[0]) {
      const held = this.#pick(first.need);
      if (!held) return;
      this.#queue.shift();
      for (const h of held) {
        h.users++;
        h.alone = first.need.each === 'own' || first.need.alone === true;
        if (first.need.each === 'shared') h.used = true;
      }
      first.take(held);
    }
  }

  #pick(need: Need): Held[] | undefined {
    const whole = need.each === 'own' || need.alone === true;
    const free = this.#held
      .filter((h) => (need.each === 'own' ? h.account.disposable : true))
      .filter((h) => !h.alone && h.users < (whole ? 1 : this.#options.sharers))
      // The least used first; unused accounts go to those who would otherwise have to empty one.
      .sort((a, b) => a.users - b.users || Number(a.used) - Number(b.used));
    return free.length >= need.accounts ? free.slice(0, need.accounts) : undefined;
  }
}
