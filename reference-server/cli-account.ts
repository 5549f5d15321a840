import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { AccountError, accountAddress, MAILBOXES, newSecret } from './accounts.ts';
import { type Config, loadConfig } from './config.ts';
import { openStore } from './store/open.ts';
import type { Account, Store } from './store/store.ts';
import { isRefusal } from './store/store.ts';

interface Flags {
  data?: string;
  config?: string;
  domain?: string;
  json?: boolean;
}

/** `account add`: @throws AccountError when it exists */
export async function addAccount(given: string, password: string | undefined, flags: Flags): Promise<void> {
  await withStore(flags, async (store, config) => {
    const address = accountAddress(given, config.domain);
    if ((await store.read({ ask: 'account', address })) !== undefined) throw new AccountError(`${address} exists`);
    const secret = await newSecret(password ?? (await askPassword(address)), config);
    const made = await store.commit({ do: 'createAccount', address, secret, mailboxes: MAILBOXES });
    if (isRefusal(made)) throw new AccountError(`${address} was not made: ${made.why}`);
    process.stderr.write(`${address} was made\n`);
  });
}

export async function listAccounts(flags: Flags): Promise<void> {
  await withStore(flags, async (store) => {
    const all = (await store.read({ ask: 'accounts' })).map((a) => a.address).sort();
    process.stdout.write(flags.json === true ? `${JSON.stringify(all)}\n` : all.map((a) => `${a}\n`).join(''));
  });
}

/** `account passwd`: logins with the old password end at once, also on a running server. @throws AccountError */
export async function setPassword(given: string, password: string | undefined, flags: Flags): Promise<void> {
  await withStore(flags, async (store, config) => {
    const account = await mustExist(store, accountAddress(given, config.domain));
    const secret = await newSecret(password ?? (await askPassword(account.address)), config);
    const set = await store.commit({ do: 'setSecret', account: account.id, secret });
    if (isRefusal(set)) throw new AccountError(`${account.address} was not changed: ${set.why}`);
    process.stderr.write(`${account.address} has another password\n`);
  });
}

/** `account remove`: @throws AccountError */
export async function removeAccount(given: string, flags: Flags): Promise<void> {
  await withStore(flags, async (store, config) => {
    const account = await mustExist(store, accountAddress(given, config.domain));
    const removed = await store.commit({ do: 'deleteAccount', account: account.id });
    if (isRefusal(removed)) throw new AccountError(`${account.address} was not removed: ${removed.why}`);
    process.stderr.write(`${account.address} and its mail were removed\n`);
  });
}

async function mustExist(store: Store, address: string): Promise<Account> {
  const account = await store.read({ ask: 'account', address });
  if (account === undefined) throw new AccountError(`${address} does not exist`);
  return account;
}

async function withStore(flags: Flags, work: (store: Store, config: Config) => Promise<void>): Promise<void> {
  const config = loadConfig({
    env: process.env,
    overrides: { dataDir: flags.data, domain: flags.domain },
    ...(flags.config === undefined ? {} : { file: flags.config }),
  });
  const log = pino({ level: 'error' }, pino.destination({ dest: 2, sync: true }));
  await using store = await openStore({
    dir: config.dataDir,
    inlineBody: config.limits.inlineBody,
    log,
    // The running server, or the next one, does that.
    sweepMs: 0,
  });
  await work(store, config);
}

/** From a terminal without echo, twice; from a pipe the first line. */
async function askPassword(address: string): Promise<string> {
  const terminal = process.stdin.isTTY === true;
  let silent = false;
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      if (terminal && !silent) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input: process.stdin, output, terminal });
  const ask = (question: string): Promise<string | undefined> =>
    new Promise((answered) => {
      const ended = (): void => answered(undefined);
      lines.once('close', ended);
      lines.question(question, (line) => {
        lines.off('close', ended);
        if (terminal) process.stderr.write('\n');
        answered(line);
      });
      silent = true;
    });
  try {
    const first = await ask(`Password for ${address}: `);
    if (first === undefined) throw new AccountError('no password was given');
    silent = false;
    if (terminal && (await ask('The same again: ')) !== first) throw new AccountError('the two passwords differ');
    return first;
  } finally {
    lines.close();
  }
}
