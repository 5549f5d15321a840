import { pino } from 'pino';
import { openStore } from './open.ts';
import { isRefusal } from './store.ts';

// A process to be killed: delivers to INBOX of the account of argv[3] without end, 20 at a time, small and large bodies,
// and prints the text of each that was acknowledged.
const [dir = '', address = ''] = process.argv.slice(2);
const store = await openStore({ dir, inlineBody: 100, log: pino({ level: 'silent' }) });
const account = await store.read({ ask: 'account', address });
const inbox = await store.read({ ask: 'mailbox', account: account?.id ?? 0, name: 'INBOX' });

async function session(n: number): Promise<void> {
  for (let i = 0; ; i++) {
    const text = `${process.pid}.${n}.${i} `;
    async function* source() {
      yield Buffer.from(text);
      if (i % 3 === 0) yield Buffer.alloc(50_000, 'x');
    }
    const body = await store.put(source(), 1_000_000);
    if ('tooLarge' in body) return;
    const result = await store.commit({
      do: 'deliver',
      body,
      to: [{ mailbox: inbox?.id ?? 0, flags: [], date: 0, zone: 0 }],
    });
    if (!isRefusal(result)) process.stdout.write(`${text}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, n) => session(n)));
