import { pino } from 'pino';
import type { Config } from '../config.ts';
import type { ServerContext } from '../context.ts';
import { Gauge } from '../gauge.ts';
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
    aliases: {},
    delivery: { subaddress: '+', retryMs: 1000, retryMaxMs: 4000, delayReportMs: 10_000, giveUpMs: 60_000 },
    smtp: { vrfy: true, checkSubmitted: false },
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
      smtpMessages: 1000,
      smtpTransactions: 100,
      smtpReturned: 65_536,
      smtpDeferred: 10,
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
  /** What was logged as an error: a bug of ours. */
  errors: string[];
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
  const errors: string[] = [];
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
      deliver: async (_body, to) => to.map(() => ({ got: 'down', missed: [] })),
    },
    log: pino({ level: 'error' }, { write: (line: string) => void errors.push(line) }),
    now: () => clock.now,
    underWay: new Gauge(1),
    token,
  };
  return {
    ctx,
    store,
    account,
    inbox,
    clock,
    errors,
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

/** A client that supplies tags. */
export interface ImapClient {
  session: TestSession;
  /** Sends a command and gives everything up to and with its tagged reply, tags taken out. */
  ask(command: string): Promise<string>;
}

let tags = 0;
/** Puts tags around the commands of a session. */
export function tagged(session: TestSession): ImapClient {
  const { client } = session;
  return {
    session,
    async ask(command) {
      const tag = `t${++tags}`;
      client.send(`${tag} ${command}\r\n`);
      const text = await client.until(
        (t) => t.includes(`\r\n${tag} `) || (t.startsWith(`${tag} `) && t.endsWith('\r\n')),
      );
      return text.replaceAll(`${tag} `, '');
    },
  };
}

/** Opens sessions on one server and ends them all with it. */
export class ImapBench implements AsyncDisposable {
  readonly server: TestServer;
  readonly #handler: (ctx: ServerContext) => SessionHandler;
  readonly #sessions: TestSession[] = [];

  constructor(server: TestServer, handler: (ctx: ServerContext) => SessionHandler) {
    this.server = server;
    this.#handler = handler;
  }
  /** The greeting is not read. */
  dial(o: TestPeerOptions = {}): ImapClient {
    const session = this.server.open(this.#handler, o);
    this.#sessions.push(session);
    return tagged(session);
  }
  async greeted(o: TestPeerOptions = {}): Promise<ImapClient> {
    const imap = this.dial(o);
    await imap.session.client.lines(1);
    return imap;
  }
  async loggedIn(): Promise<ImapClient> {
    const imap = await this.greeted();
    const answer = await imap.ask('LOGIN u00@example.test secret');
    if (!answer.startsWith('OK [CAPABILITY IMAP4rev1 ')) throw new Error(answer);
    return imap;
  }
  async selected(name = 'INBOX'): Promise<ImapClient> {
    const imap = await this.loggedIn();
    const answer = await imap.ask(`SELECT ${name}`);
    if (!answer.includes('OK [READ-WRITE] ')) throw new Error(answer);
    return imap;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    for (const s of this.#sessions) {
      s.client.vanish();
      await s.over;
    }
    await this.server[Symbol.asyncDispose]();
  }
}
