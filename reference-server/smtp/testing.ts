import { pino } from 'pino';
import type { Authenticator } from '../auth/types.ts';
import type { Config, Limits } from '../config.ts';
import type { ServerContext } from '../context.ts';
import { createDeliverer } from '../delivery/deliverer.ts';
import type { Deliverer, LocalResolution } from '../delivery/types.ts';
import { Gauge } from '../gauge.ts';
import type { StreamPeer } from '../net/peer.ts';
import { type TestClient, type TestPeerOptions, testPeer } from '../net/testing.ts';
import { memoryStore } from '../store/memory.ts';
import { isRefusal, type MailboxId, type Store } from '../store/store.ts';
import type { Role } from './command.ts';
import { smtpSession } from './session.ts';

// Trace fields have local time: tests own the zone too.
process.env.TZ = 'UTC';

export const limits: Limits = {
  connections: 100,
  connectionsPerAddress: 100,
  smtpCommandLine: 512,
  smtpAuthLine: 12288,
  smtpRecipients: 1000,
  smtpErrors: 50,
  smtpMessage: 1_000_000,
  smtpReceivedHops: 100,
  smtpIdleMs: 300_000,
  smtpMessages: 1000,
  smtpTransactions: 100,
  smtpReturned: 65_536,
  smtpDeferred: 10,
  imapLine: 8192,
  imapLiteral: 65536,
  imapAppend: 1_000_000,
  imapErrors: 50,
  imapIdleMs: 1_800_000,
  imapLoginIdleMs: 60_000,
  pop3Line: 255,
  pop3Errors: 50,
  pop3IdleMs: 600_000,
  authFailures: 3,
  handshakeMs: 10_000,
  shutdownMs: 1_000,
  inlineBody: 32_768,
};

export interface Rig {
  ctx: ServerContext;
  store: Store;
  /** Messages in the INBOX of that local-part, as latin1 text, oldest first. */
  inbox(local: string): Promise<string[]>;
}

/** A server's context without a server: memory store, users u00, u01, u02 with password `secret`, postmaster to u00, time stands at 2026-01-02. */
export async function rig(
  o: {
    limits?: Partial<Limits>;
    vrfy?: boolean;
    checkSubmitted?: boolean;
    cleartextLogin?: boolean;
    aliases?: Config['aliases'];
  } = {},
): Promise<Rig> {
  const store = memoryStore();
  const config: Config = {
    domain: 'example.test',
    hostname: 'mail.example.test',
    dataDir: '.',
    listen: {},
    tls: {},
    auth: { cleartextLogin: o.cleartextLogin ?? false, argon2: { memory: 256, passes: 1 }, cacheMs: 0 },
    aliases: o.aliases ?? {},
    delivery: { subaddress: '+', retryMs: 1000, retryMaxMs: 4000, delayReportMs: 10_000, giveUpMs: 60_000 },
    smtp: { vrfy: o.vrfy ?? false, checkSubmitted: o.checkSubmitted ?? false },
    limits: { ...limits, ...o.limits },
    log: { level: 'silent' },
  };
  const inboxes = new Map<string, LocalResolution>();
  for (const local of ['u00', 'u01', 'u02']) {
    const address = `${local}@example.test`;
    const made = await store.commit({ do: 'createAccount', address, secret: null, mailboxes: [{ name: 'INBOX' }] });
    if (isRefusal(made)) throw new Error(made.why);
    const box = await store.read({ ask: 'mailbox', account: made.account.id, name: 'INBOX' });
    if (!box) throw new Error('no INBOX');
    inboxes.set(local, { to: 'local', account: made.account.id, mailbox: box.id, address });
  }
  const auth: Authenticator = {
    async verify(login, password, authzid = '') {
      const box = inboxes.get(login.replace('@example.test', ''));
      if (login === 'busy') return 'busy';
      if (!box || password.toString() !== 'secret' || (authzid !== '' && authzid !== login)) return 'refused';
      return { account: box.account, address: box.address };
    },
    forget: () => undefined,
  };
  const log = pino({ level: 'silent' });
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const real = createDeliverer({ store, config, log, now: () => now });
  const deliver: Deliverer = {
    ...real,
    resolve: async (local, domain) => (local === 'down' ? { to: 'unavailable' } : real.resolve(local, domain)),
  };
  let tokens = 0;
  const ctx: ServerContext = {
    config,
    store,
    auth,
    deliver,
    log,
    now: () => now,
    underWay: new Gauge(config.limits.smtpTransactions),
    token: () => `token${++tokens}`,
  };
  const read = async (mailbox: MailboxId): Promise<string[]> => {
    const texts: string[] = [];
    for (const row of await store.read({ ask: 'messages', mailbox, after: 0, limit: 1000 })) {
      const parts: Uint8Array[] = [];
      for await (const part of store.body(row.body)) parts.push(part);
      texts.push(Buffer.concat(parts).toString('latin1'));
    }
    return texts;
  };
  return { ctx, store, inbox: (local) => read(inboxes.get(local)!.mailbox) };
}

export interface Conversation {
  peer: StreamPeer;
  client: TestClient;
  stop(): void;
  /** Resolves when the session is over. */
  over: Promise<void>;
  /** Sends lines with CR LF, and returns as many replies as there are lines (the last line of each). */
  say(...lines: string[]): Promise<string[]>;
  /** Sends as it is, and returns `n` replies whole. */
  raw(text: string, n: number): Promise<string[]>;
}

/** A session in memory, its greeting already read. */
export async function converse(r: Rig, role: Role = 'smtp', o: TestPeerOptions = {}): Promise<Conversation> {
  const { peer, client, stop } = testPeer({ service: role, ...o });
  const over = smtpSession(r.ctx, role)(peer);
  let left = '';
  const replies = async (n: number): Promise<string[]> => {
    for (;;) {
      const { done, rest } = takeReplies(left, n);
      if (done.length >= n || client.ended) {
        left = rest;
        return done;
      }
      left += await client.until((t) => t.includes('\n'));
    }
  };
  const raw = (text: string, n: number): Promise<string[]> => {
    client.send(text);
    return replies(n);
  };
  const [greeting] = await replies(1);
  if (!greeting?.startsWith('220 ')) throw new Error(`greeted with ${greeting}`);
  return {
    peer,
    client,
    stop,
    over,
    raw,
    say: async (...lines) =>
      (await raw(lines.map((l) => `${l}\r\n`).join(''), lines.length)).map((x) => x.split('\r\n').at(-2)!),
  };
}

function takeReplies(text: string, n: number): { done: string[]; rest: string } {
  const done: string[] = [];
  let from = 0;
  let at = 0;
  while (done.length < n) {
    const end = text.indexOf('\r\n', at);
    if (end < 0) break;
    if (text[at + 3] !== '-') {
      done.push(text.slice(from, end + 2));
      from = end + 2;
    }
    at = end + 2;
  }
  return { done, rest: text.slice(from) };
}
