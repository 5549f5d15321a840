import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { match } from 'ts-pattern';
import { type Credentials, provision } from './accounts.ts';
import { createAuthenticator } from './auth/authenticator.ts';
import { type Config, LISTENERS, type ListenerName, type Place } from './config.ts';
import type { ServerContext } from './context.ts';
import { createDeliverer } from './delivery/deliverer.ts';
import { Queue } from './delivery/queue.ts';
import { demoAccounts } from './demo.ts';
import { makeFolder } from './folder.ts';
import { Gauge } from './gauge.ts';
import { imapSession } from './imap/session.ts';
import { lmtpSession } from './lmtp/session.ts';
import { serverTls } from './net/cert.ts';
import { type Listening, listen } from './net/listener.ts';
import type { SessionHandler } from './net/types.ts';
import { pop3Session } from './pop3/session.ts';
import { randomHex } from './random.ts';
import { smtpSession } from './smtp/session.ts';
import { holdLock } from './store/lock.ts';
import { openStore } from './store/open.ts';

/** Why the server did not start, for a person: what is in the way and which key or flag changes it. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export interface ServeOptions {
  config: Config;
  log: Logger;
  /** Made, or given this password, before the first connection is taken. */
  accounts?: readonly Credentials[];
}

export interface RunningServer {
  /** As bound. */
  endpoints: Partial<Record<ListenerName, string>>;
  /** Addresses of all accounts. */
  accounts: string[];
  /** Accounts whose passwords may be shown: the demonstration accounts made at this start. */
  known: Credentials[];
  /** Certificate to trust, where we made it. */
  ca?: string;
  /** Takes no more connections, lets sessions end, closes the store. */
  close(): Promise<void>;
}

/** The composition root: store, accounts, sessions and listeners of one server. @throws StartError, AccountError */
export async function startServer({ config, log, accounts = [] }: ServeOptions): Promise<RunningServer> {
  const undo = new AsyncDisposableStack();
  try {
    await writable(config.dataDir);
    undo.use(holdLock(join(config.dataDir, 'serve.lock')));
    const opening = openStore({ dir: config.dataDir, inlineBody: config.limits.inlineBody, log });
    const securing = serverTls(config);
    // Both to their end: a store that opens beside a certificate that fails has to be closed again.
    await Promise.allSettled([opening.then((s) => undo.use(s)), securing]);
    const [store, tls] = await Promise.all([opening, securing]);
    const now = Date.now;
    const ctx: ServerContext = {
      config,
      store,
      auth: createAuthenticator({ store, config, log, now }),
      deliver: createDeliverer({ store, config, log, now }),
      log,
      now,
      underWay: new Gauge(config.limits.smtpTransactions),
      token: () => randomHex(12),
    };
    const queue = undo.use(new Queue(ctx));
    ctx.queue = queue;
    await provision(store, config, accounts);
    let all = await store.read({ ask: 'accounts' });
    const known = all.length === 0 ? demoAccounts(config) : [];
    if (known.length > 0) {
      await provision(store, config, known);
      all = await store.read({ ask: 'accounts' });
    }
    const listening: [ListenerName, Listening][] = [];
    for (const name of LISTENERS) {
      const place = config.listen[name];
      if (place === undefined) continue;
      const bound = await bind(ctx, name, place, tls.context);
      listening.push([name, bound]);
      undo.defer(() => bound.close(0));
    }
    queue.start();
    const held = undo.move();
    return {
      endpoints: Object.fromEntries(listening.map(([name, l]) => [name, l.address])),
      accounts: all.map((a) => a.address),
      known,
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      async close() {
        await Promise.all(listening.map(([, l]) => l.close(config.limits.shutdownMs)));
        await held.disposeAsync();
      },
    };
  } catch (e) {
    await undo.disposeAsync();
    throw asStartError(e);
  }
}

async function writable(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (e) {
    throw new StartError(`the data folder ${folder} cannot be written: ${why(e)} (dataDir, --data DIR)`);
  }
}

async function bind(
  ctx: ServerContext,
  name: ListenerName,
  place: Place,
  secureContext: SecureContext,
): Promise<Listening> {
  const { limits, hostname } = ctx.config;
  const { handler, refusal } = protocolOf(ctx, name);
  try {
    return await listen({
      name,
      ...place,
      tls: name === 'submissions' || name === 'imaps' || name === 'pop3s' ? 'implicit' : 'starttls',
      secureContext,
      handler,
      limits: {
        connections: limits.connections,
        perAddress: limits.connectionsPerAddress,
        handshakeMs: limits.handshakeMs,
      },
      log: ctx.log,
      onRefuse: Buffer.from(refusal(hostname)),
    });
  } catch (e) {
    const at = 'path' in place ? place.path : `${place.host}:${place.port}`;
    const form = 'path' in place ? '/PATH' : 'HOST:PORT';
    const or = 'path' in place ? (AND_FOR_PATHS.get(codeOf(e)) ?? '') : '';
    throw new StartError(`${name} cannot listen on ${at}: ${why(e)}${or} (listen.${name}, --listen ${name}=${form})`);
  }
}

/** Sessions of a listener, and how its protocol says that there is no room. */
function protocolOf(
  ctx: ServerContext,
  name: ListenerName,
): { handler: SessionHandler; refusal: (host: string) => string } {
  const smtp = (host: string): string => `421 4.3.2 ${host} has too many connections, try again later\r\n`;
  return match(name)
    .with('smtp', () => ({ handler: smtpSession(ctx, 'smtp'), refusal: smtp }))
    .with('submission', 'submissions', () => ({ handler: smtpSession(ctx, 'submission'), refusal: smtp }))
    .with('lmtp', () => ({ handler: lmtpSession(ctx), refusal: smtp }))
    .with('imap', 'imaps', () => ({
      handler: imapSession(ctx),
      refusal: () => '* BYE [UNAVAILABLE] too many connections, try again later\r\n',
    }))
    .with('pop3', 'pop3s', () => ({
      handler: pop3Session(ctx),
      refusal: () => '-ERR [SYS/TEMP] too many connections, try again later\r\n',
    }))
    .exhaustive();
}

const IN_WORDS = new Map([
  ['EADDRINUSE', 'another process has it'],
  ['EACCES', 'this user may not'],
  ['EADDRNOTAVAIL', 'this machine does not have that address'],
  ['ENOTFOUND', 'there is no such host'],
]);

/** For a path the system says the same of more. */
const AND_FOR_PATHS = new Map([
  ['EADDRINUSE', ', or it is a file of another kind'],
  ['EACCES', ', or there is no such folder'],
]);

function codeOf(e: unknown): string {
  return e instanceof Error && 'code' in e ? String(e.code) : '';
}

function why(e: unknown): string {
  return IN_WORDS.get(codeOf(e)) ?? (e instanceof Error ? e.message : String(e));
}

/** Everything that keeps a server from starting is told in one line, but our own mistakes keep their stack. */
function asStartError(e: unknown): Error {
  if (!(e instanceof Error)) return new StartError(String(e));
  const ours = e instanceof TypeError || e instanceof ReferenceError;
  return ours || e instanceof StartError || e.name === 'AccountError' ? e : new StartError(e.message);
}
