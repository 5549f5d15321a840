import { expect, test } from 'vitest';
import { memoryStore } from './memory.ts';
import { isRefusal } from './store.ts';

async function* once(text: string) {
  yield Buffer.from(text);
}

test('what is delivered is read back, and wakes its watchers', async () => {
  await using store = memoryStore();
  const made = await store.commit({ do: 'createAccount', address: 'a@EXAMPLE.test', secret: null, mailboxes: [] });
  if (isRefusal(made)) throw new Error(made.why);
  const inbox = await store.read({ ask: 'mailbox', account: made.account.id, name: 'inbox' });
  const woken: number[] = [];
  using _watch = store.watch(inbox!.id, (highest) => woken.push(highest));
  const body = await store.put(once('hello'), 10);
  if ('tooLarge' in body) throw new Error('too large');
  await store.commit({ do: 'deliver', body, to: [{ mailbox: inbox!.id, flags: ['\\seen'], date: 0, zone: 0 }] });
  await Promise.resolve();
  expect(woken).toEqual([2]);
  const [row] = await store.read({ ask: 'messages', mailbox: inbox!.id, after: 0, limit: 9 });
  expect(row).toMatchObject({ uid: 1, modseq: 2, flags: ['\\Seen'], size: 5 });
  let text = '';
  for await (const chunk of store.body(row!.body, 1, 3)) text += Buffer.from(chunk).toString('latin1');
  expect(text).toBe('el');
});

test('too large a body is read to its end and not kept', async () => {
  await using store = memoryStore();
  let read = 0;
  async function* many() {
    for (; read < 9; read++) yield Buffer.alloc(10);
  }
  expect(await store.put(many(), 25)).toEqual({ tooLarge: true });
  expect(read).toBe(9);
});
