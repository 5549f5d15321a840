import { pino } from 'pino';
import { accountAddress, type Credentials } from './accounts.ts';
import { type Config, type ConfigSources, type ListenerName, loadConfig } from './config.ts';
import { welcome } from './demo.ts';
import { logTo } from './log.ts';
import { startServer } from './main.ts';

export interface ServeFlags {
  config?: string;
  data?: string;
  domain?: string;
  listen: Partial<Record<ListenerName, string>>;
  account: Credentials[];
  allowCleartextLogin?: boolean;
  json?: boolean;
}

/** Hashes of passwords that stand on a command line, for a domain nobody can have: hundreds at every start. */
const CHEAP = { 'auth.argon2.memory': 256, 'auth.argon2.passes': 1 };

/** How long the reader of the log may take over the last lines. */
const LAST_LINES_MS = 2000;

/** Runs the server until SIGTERM or SIGINT; a second signal does not wait for sessions. */
export async function serve(flags: ServeFlags): Promise<void> {
  const config = configOf(flags);
  const accounts = flags.account.map((a) => ({ ...a, address: accountAddress(a.address, config.domain) }));
  const log = pino({ level: config.log.level }, logTo(2));
  const stopped = stopSignal();
  let ended = false;
  try {
    const server = await startServer({ config, log, accounts });
    if (flags.json === true) {
      const { endpoints, accounts: addresses } = server;
      process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, endpoints, accounts: addresses })}\n`);
    } else {
      const known = [...accounts, ...server.known];
      process.stdout.write(welcome({ config, ...server, known }));
    }
    log.info({ endpoints: server.endpoints }, 'ready');
    log.info({ signal: await stopped.signal }, 'stopping');
    await server.close();
    ended = true;
    log.info('stopped');
  } finally {
    stopped[Symbol.dispose]();
    // Lines that nobody takes would hold the process for ever, whatever is asked of it by signal.
    const late = setTimeout(() => process.exit(ended ? 0 : 1), LAST_LINES_MS);
    await new Promise<void>((done) => log.flush(() => done()));
    clearTimeout(late);
  }
}

function configOf(flags: ServeFlags): Config {
  const listen = Object.entries(flags.listen).map(([name, at]) => [`listen.${name}`, at]);
  const sources: ConfigSources = {
    env: process.env,
    overrides: {
      dataDir: flags.data,
      domain: flags.domain,
      'auth.cleartextLogin': flags.allowCleartextLogin,
      ...Object.fromEntries(listen),
    },
  };
  if (flags.config !== undefined) sources.file = flags.config;
  const config = loadConfig(sources);
  const forTests = flags.account.length > 0 && `.${config.domain}`.endsWith('.test');
  return forTests ? loadConfig({ ...sources, fallbacks: CHEAP }) : config;
}

function stopSignal(): { signal: Promise<string> } & Disposable {
  const first = Promise.withResolvers<string>();
  let seen = 0;
  const onSignal = (signal: NodeJS.Signals): void => {
    seen++;
    if (seen > 1) process.exit(1);
    first.resolve(signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return {
    signal: first.promise,
    [Symbol.dispose]() {
      process.off('SIGTERM', onSignal);
      process.off('SIGINT', onSignal);
    },
  };
}
