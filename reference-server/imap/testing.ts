import { pino } from 'pino';
import type { Config } from '../config.ts';
import type { ServerContext } from '../context.ts';
import { type TestClient, type TestPeerOptions, testPeer } from '../net/testing.ts';
import type { SessionHandler } from '../net/types.ts';
import { memoryStore } from '../store/memory.ts';
import { isRefusal, type MailboxId, type Store } from '../store/store.ts';

/** A configuration with limits small enough to be hit. */
export function testConfig(): Config {
  return {
    domain: 'example.test',
    hostname: 'mail.example.test',
    dataDir: '/nonexistent',
    listen: {},
    tls: {},
    auth: { cleartextLogin: false, argon2: { memory: 256, passes: 1 }, cacheMs: 0 },
    smtp: { vrfy: true },
    limits: {
      connections: 100,
      connectionsPerAddress: 100,
      smtpCommandLine: 512,
      smtpAuthLine: 12288,
      smtpRecipients: 100,
      smtpErrors: 10,
      smtpMessage: 1_000_000,
      smtpReceivedHops: 100,
      smtpIdleMs: 60_000,
      imapLine: 8192,
      imapLiteral: 16_384,
      imapAppend: 1_000_000,
      imapErrors: 5,
      imapIdleMs: 1_800_000,
      imapLoginIdleMs: 1_800_000,
      pop3Line: 255,
      pop3Errors: 5,
      pop3IdleMs: 600_000,
      authFailures: 3,
      handshakeMs: 10_000,
      shutdownMs: 5_000,
      inlineBody: 32_768,
    },
    log: { level: 'silent' },
  };
}

export interface TestServer extends AsyncDisposable {
  ctx: ServerContext;
  store: Store;
  account: number;
  inbox: MailboxId;
  /** Milliseconds of the injected clock. */
  clock: { now: number };
  /** Puts a message into a mailbox (INBOX where none is named). */
  put(text: string, o?: { flags?: string[]; mailbox?: MailboxId; date?: number; zone?: number }): Promise<number>;
  open(handler: (ctx: ServerContext) => SessionHandler, o?: TestPeerOptions): TestSession;
}
export interface TestSession {
  client: TestClient;
  stop(): void;
  over: Promise<void>;
}

/** One account, `u00@example.test` with the password `secret`, on a store in memory. */
export async function testServer(change: (c: Config) => void = () => undefined): Promise<TestServer> {
  const config = testConfig();
  change(config);
  const clock = { now: Date.UTC(2024, 1, 3, 4, 5, 6) };
  let tokens = 0;
  const token = (): string => `t${++tokens}`;
  const store = memoryStore({ now: () => clock.now, token, inlineBody: config.limits.inlineBody });
  const address = 'u00@example.test';
  const made = await store.commit({ do: 'createAccount', address, secret: null, mailboxes: [] });
  if (isRefusal(made)) throw new Error(made.why);
  const account = made.account.id;
  const inbox = (await store.read({ ask: 'mailbox', account, name: 'INBOX' }))!.id;
  const ctx: ServerContext = {
    config,
    store,
    auth: {
      async verify(login, password, authzid = '') {
        if (login === 'busy') return 'busy';
        const right = login === address && password.toString('latin1') === 'secret';
        return right && (authzid === '' || authzid === address) ? { account, address } : 'refused';
      },
      forget: () => undefined,
    },
    deliver: {
      resolve: async () => ({ to: 'unavailable' }),
      deliver: async (_body, to) => to.map(() => 'down' as const),
    },
    log: pino({ level: 'silent' }),
    now: () => clock.now,
    token,
  };
  return {
    ctx,
    store,
    account,
    inbox,
    clock,
    async put(text, o = {}) {
      const bytes = Buffer.from(text, 'latin1');
      const body = await store.put(
        (async function* () {
          yield bytes;
        })(),
        bytes.length,
      );
      if ('tooLarge' in body) throw new Error('too large');
      const { flags = [], mailbox = inbox, date = clock.now, zone = 0 } = o;
      const done = await store.commit({ do: 'deliver', body, to: [{ mailbox, flags, date, zone }] });
      if (isRefusal(done)) throw new Error(done.why);
      return done.uids[0]!.uid;
    },
    open(handler, o = {}) {
      const { peer, client, stop } = testPeer({ secured: true, ...o });
      return { client, stop, over: handler(ctx)(peer) };
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]();
    },
  };
}
