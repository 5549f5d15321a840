import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Leases } from './leases.ts';
import { type Account, type Lease, type Need, NotRun } from './types.ts';

const never = new AbortController().signal;

function people(n: number, disposable = true): Account[] {
  return Array.from({ length: n }, (_, i) => ({ login: `u${i}`, address: `u${i}@x`, password: 'p', disposable }));
}

function leases(n: number, disposable = true, more: Partial<ConstructorParameters<typeof Leases>[1]> = {}): Leases {
  return new Leases(people(n, disposable), { sharers: 2, run: 'r', ...more });
}

/** Whether a promise is settled after everything that is ready has run. */
async function settled(p: Promise<unknown>): Promise<boolean> {
  let done = false;
  const mark = () => {
    done = true;
  };
  p.then(mark, mark);
  await new Promise((r) => setImmediate(r));
  return done;
}

describe('what can never be is said at once', () => {
  test('no account, too few, none that may be emptied', async () => {
    await expect(leases(0).lease({ accounts: 1, each: 'shared' }, never)).rejects.toThrow(NotRun);
    await expect(leases(1).lease({ accounts: 2, each: 'shared' }, never)).rejects.toThrow('needs 2 account(s)');
    await expect(leases(3, false).lease({ accounts: 1, each: 'own' }, never)).rejects.toThrow('a disposable account');
  });
});

describe('sharing', () => {
  test('every lease has a prefix of its own', async () => {
    const l = leases(1);
    const [a, b] = [
      await l.lease({ accounts: 1, each: 'shared' }, never),
      await l.lease({ accounts: 1, each: 'shared' }, never),
    ];
    expect(a.root).not.toBe(b.root);
    expect(a.root.startsWith(b.root) || b.root.startsWith(a.root)).toBe(false);
    expect(a.accounts).toEqual(b.accounts);
  });

  test('a third waits until one of two sharers is gone', async () => {
    const l = leases(1);
    const first = await l.lease({ accounts: 1, each: 'shared' }, never);
    await l.lease({ accounts: 1, each: 'shared' }, never);
    const third = l.lease({ accounts: 1, each: 'shared' }, never);
    expect(await settled(third)).toBe(false);
    await first[Symbol.asyncDispose]();
    expect(await settled(third)).toBe(true);
  });

  test('own and alone share with nobody', async () => {
    const l = leases(1);
    for (const need of [
      { accounts: 1, each: 'own' },
      { accounts: 1, each: 'shared', alone: true },
    ] satisfies Need[]) {
      const whole = await l.lease(need, never);
      const other = l.lease({ accounts: 1, each: 'shared' }, never);
      expect(await settled(other)).toBe(false);
      await whole[Symbol.asyncDispose]();
      await (await other)[Symbol.asyncDispose]();
    }
  });
});

describe('giving back', () => {
  test('twice is once', async () => {
    const l = leases(1);
    const a = await l.lease({ accounts: 1, each: 'own' }, never);
    await a[Symbol.asyncDispose]();
    await a[Symbol.asyncDispose]();
    await l.lease({ accounts: 1, each: 'own' }, never);
    expect(await settled(l.lease({ accounts: 1, each: 'own' }, never))).toBe(false);
  });

  test('who gives up waiting leaves the queue', async () => {
    const l = leases(1);
    const a = await l.lease({ accounts: 1, each: 'own' }, never);
    const stop = new AbortController();
    const waiting = l.lease({ accounts: 1, each: 'own' }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await a[Symbol.asyncDispose]();
    expect(await settled(l.lease({ accounts: 1, each: 'own' }, never))).toBe(true);
  });

  test('a lease that cannot be emptied fails and frees the account', async () => {
    let bad = true;
    const l = leases(1, true, { empty: async () => (bad ? Promise.reject(new Error('no')) : undefined) });
    l.markUsed();
    await expect(l.lease({ accounts: 1, each: 'own' }, never)).rejects.toThrow('no');
    bad = false;
    expect(await settled(l.lease({ accounts: 1, each: 'own' }, never))).toBe(true);
  });
});

describe('emptying', () => {
  test('only whole accounts, and only those somebody used', async () => {
    const emptied: string[] = [];
    const l = leases(1, true, { empty: async (a) => void emptied.push(a.login) });
    for (const each of ['own', 'shared', 'own', 'own'] as const) {
      await (await l.lease({ accounts: 1, each }, never))[Symbol.asyncDispose]();
    }
    expect(emptied).toEqual(['u0', 'u0']);
  });

  test('accounts of a server that was there before are emptied from the start', async () => {
    const emptied: string[] = [];
    const l = leases(1, true, { empty: async (a) => void emptied.push(a.login) });
    l.markUsed();
    await l.lease({ accounts: 1, each: 'own' }, never);
    expect(emptied).toEqual(['u0']);
  });

  test('nothing of an account that is not disposable is touched but what lies below the prefix', async () => {
    const touched: string[] = [];
    const l = leases(1, false, {
      empty: async () => void touched.push('emptied'),
      tidy: async (_, root) => void touched.push(root),
    });
    const a = await l.lease({ accounts: 1, each: 'shared' }, never);
    await a[Symbol.asyncDispose]();
    expect(touched).toEqual([a.root]);
  });
});

test('however many ask, nobody starves, no account is given to more than it bears', async () => {
  const need = fc.record({
    accounts: fc.integer({ min: 1, max: 3 }),
    each: fc.constantFrom<Need['each']>('shared', 'own'),
    alone: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(need, { maxLength: 40 }), fc.integer({ min: 3, max: 5 }), async (needs, n) => {
      const l = leases(n);
      const users = new Map<string, { count: number; whole: number }>();
      const use = async (want: Need) => {
        await using lease: Lease = await l.lease(want, never);
        const whole = want.each === 'own' || want.alone === true;
        expect(new Set(lease.accounts.map((a) => a.login)).size).toBe(want.accounts);
        for (const a of lease.accounts) {
          const u = users.get(a.login) ?? { count: 0, whole: 0 };
          u.count++;
          if (whole) u.whole++;
          users.set(a.login, u);
          expect(u.count).toBeLessThanOrEqual(u.whole > 0 ? 1 : 2);
        }
        await new Promise((r) => setImmediate(r));
        for (const a of lease.accounts) {
          const u = users.get(a.login)!;
          u.count--;
          if (whole) u.whole--;
        }
      };
      await Promise.all(needs.map(use));
    }),
    { numRuns: 50 },
  );
});
