import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BATCH_COMMANDS, BATCH_OCTETS, Committer, EngineLost, QUEUE_OCTETS } from './committer.ts';
import type { Command } from './store.ts';
import { isRefusal, StoreFault } from './store.ts';

const claim = (mailbox: number): Command & { do: 'claimRecent' } => ({ do: 'claimRecent', mailbox });
const large = (octets: number): Command & { do: 'deliver' } => ({
  do: 'deliver',
  body: { id: 'x', size: octets, inline: new Uint8Array(octets) },
  to: [],
});

/** An engine whose batches end when the test says so; each command answers with its mailbox. */
function stepped() {
  const batches: Command[][] = [];
  let end = Promise.withResolvers<void>();
  const engine = {
    async apply(batch: Command[]) {
      batches.push(batch);
      await end.promise;
      return batch.map((c) => ({ from: c.do === 'claimRecent' ? c.mailbox : 0, to: 0 }));
    },
  };
  const next = (): void => {
    const ended = end;
    end = Promise.withResolvers();
    ended.resolve();
  };
  return { batches, engine, next };
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

test('a command alone is committed at once; what comes meanwhile is the next batch', async () => {
  const { batches, engine, next } = stepped();
  const committer = new Committer(engine);
  const first = committer.submit(claim(1));
  await turn();
  const later = [2, 3, 4].map((n) => committer.submit(claim(n)));
  await turn();
  expect(batches.map((b) => b.length)).toEqual([1]);
  next();
  expect(await first).toEqual({ from: 1, to: 0 });
  await turn();
  expect(batches.map((b) => b.length)).toEqual([1, 3]);
  next();
  expect(await Promise.all(later)).toEqual([2, 3, 4].map((from) => ({ from, to: 0 })));
  await committer.drained();
});

test('a batch is bounded in commands and in octets, and one command may be larger than a batch', async () => {
  const sizes: number[] = [];
  const committer = new Committer({
    async apply(batch) {
      sizes.push(batch.length);
      return batch.map(() => ({ uids: [] }));
    },
  });
  await Promise.all(Array.from({ length: BATCH_COMMANDS + 1 }, (_, n) => committer.submit(claim(n))));
  await Promise.all([large(BATCH_OCTETS * 2), large(10), large(BATCH_OCTETS / 2)].map((c) => committer.submit(c)));
  expect(sizes).toEqual([BATCH_COMMANDS, 1, 1, 2]);
});

test('when a batch fails, each command is tried alone and answered for itself', async () => {
  const tried: number[] = [];
  const committer = new Committer({
    async apply(batch) {
      tried.push(batch.length);
      if (batch.some((c) => c.do === 'claimRecent' && c.mailbox === 2)) throw new StoreFault('full', 'no space');
      return batch.map((c) => ({ from: c.do === 'claimRecent' ? c.mailbox : 0, to: 0 }));
    },
  });
  const results = await Promise.all([1, 2, 3].map((n) => committer.submit(claim(n))));
  expect(results).toEqual([
    { from: 1, to: 0 },
    { refused: 'full', why: 'no space' },
    { from: 3, to: 0 },
  ]);
  expect(tried).toEqual([3, 1, 1, 1]);
});

test('when the engine is lost nothing is tried again: it may have been kept', async () => {
  let calls = 0;
  const committer = new Committer({
    async apply() {
      calls++;
      throw new EngineLost('the thread ended');
    },
  });
  const results = await Promise.all([1, 2].map((n) => committer.submit(claim(n))));
  expect(results.map((r) => isRefusal(r) && r.refused)).toEqual(['down', 'down']);
  expect(calls).toBe(1);
});

test('more than the queue holds is refused, and taken again when it is empty', async () => {
  const { engine, next } = stepped();
  const committer = new Committer(engine);
  const held = Array.from({ length: Math.floor(QUEUE_OCTETS / (BATCH_OCTETS + 256)) }, () =>
    committer.submit(large(BATCH_OCTETS)),
  );
  expect(await committer.submit(large(BATCH_OCTETS))).toMatchObject({ refused: 'down' });
  for (let i = 0; i < held.length; i++) {
    await turn();
    next();
  }
  await Promise.all(held);
  const after = committer.submit(large(BATCH_OCTETS));
  await turn();
  next();
  expect(await after).toEqual({ from: 0, to: 0 });
});

test('whatever fails, every command has its own answer, and those kept are in the order of their calls', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ fails: fc.boolean(), wait: fc.boolean() }), { maxLength: 40 }),
      async (all) => {
        const kept: number[] = [];
        const committer = new Committer({
          async apply(batch) {
            await turn();
            const ids = batch.map((c) => (c.do === 'claimRecent' ? c.mailbox : 0));
            if (ids.some((id) => all[id]?.fails)) throw new Error('no');
            kept.push(...ids);
            return ids.map((from) => ({ from, to: 0 }));
          },
        });
        const answers: ReturnType<typeof committer.submit>[] = [];
        for (const [id, { wait }] of all.entries()) {
          answers.push(committer.submit(claim(id)));
          if (wait) await turn();
        }
        const results = await Promise.all(answers);
        expect(results).toEqual(all.map((c, from) => (c.fails ? { refused: 'down', why: 'no' } : { from, to: 0 })));
        expect(kept).toEqual(all.flatMap((c, id) => (c.fails ? [] : [id])));
      },
    ),
  );
});
