import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startProgram } from './program.ts';
import { type Account, SERVICES, type Service } from './types.ts';

const LAUNCHER = fileURLToPath(new URL('../../../conformance/cli/mailspec.js', import.meta.url));
const READY_MS = 30_000;
const STOP_MS = 10_000;
/** Accounts of a server: every check takes fresh ones. */
const ACCOUNTS = 60;
export const DOMAIN = 'example.test';
const STRANGE = 'a "b" \\c {1} %25 & ü';
/** Addresses beyond ASCII: mail to `jörg-NAME` is mail to NAME. */
const ALIASES = { 'jörg-*': `*@${DOMAIN}` };
/** Lines of the log that are kept. */
const LOG_LINES = 2_000;
/** pino's number for errors. */
const ERROR = 50;

export interface Server {
  /** `host:port` as it said. */
  endpoints: Record<Service, string>;
  /** Certificate that clients are to trust. */
  ca: string;
  accounts: readonly Account[];
  /** One whose password is hard to quote. */
  strange: Account;
  /** Errors it logged and that nobody has taken yet; its end, where nobody ended it, is one. */
  faults(): string[];
  stop(): Promise<void>;
}

/** Another address of an account, with a local part beyond ASCII. */
export function beyondAscii(account: Account): string {
  return `jörg-${account.address}`;
}

interface Ready {
  endpoints: Record<Service, string>;
}

function isReady(value: unknown): value is Ready {
  if (typeof value !== 'object' || value === null || !('endpoints' in value)) return false;
  const { endpoints } = value;
  return typeof endpoints === 'object' && endpoints !== null && SERVICES.every((s) => s in endpoints);
}

/** What an error line of the log says. */
function faultOf(line: string): string | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('level' in entry)) return undefined;
    return Number(entry.level) >= ERROR ? line.slice(0, 1_000) : undefined;
  } catch (e) {
    // Not of the log: what Node itself says, of a warning or a crash.
    if (e instanceof SyntaxError) return line.startsWith('npm ') ? undefined : line.slice(0, 500);
    throw e;
  }
}

/**
 * Starts the packaged command on ports of the system's choice, with data in `folder`, and waits until it is ready.
 * @param o.cleartext passwords may cross a line without TLS, so that conversations can be read along; else as it comes
 */
export async function startServer(folder: string, o: { cleartext: boolean } = { cleartext: true }): Promise<Server> {
  const accounts = Array.from({ length: ACCOUNTS }, (_, i) => ({
    address: `a${String(i + 1).padStart(2, '0')}@${DOMAIN}`,
    password: 'secret word',
  }));
  const strange = { address: `strange@${DOMAIN}`, password: STRANGE };
  const data = `${folder}/data`;
  const argv = [
    ...[process.execPath, LAUNCHER, 'serve', '--json', '--domain', DOMAIN, '--data', data],
    ...(o.cleartext ? ['--allow-cleartext-login'] : []),
    ...SERVICES.flatMap((s) => ['--listen', `${s}=127.0.0.1:0`]),
    ...[...accounts, strange].flatMap((a) => ['--account', `${a.address}:${a.password}`]),
  ];
  const env = { ...process.env, MAILSPEC_LOG_LEVEL: 'warn', MAILSPEC_ALIASES: JSON.stringify(ALIASES) };
  const { child, end } = startProgram(argv, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const lines: string[] = [];
  let faults: string[] = [];
  let stopping = false;
  const gone = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      if (!stopping) faults.push(`the server ended with ${signal ?? `code ${code}`}: ${lines.slice(-3).join(' | ')}`);
      resolve();
    });
    child.once('error', (e) => {
      faults.push(`the server cannot be started: ${e.message}`);
      resolve();
    });
  });
  if (child.stdout === null || child.stderr === null) throw new Error('the server has no output');
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (lines.push(line) > LOG_LINES) lines.shift();
    const fault = faultOf(line);
    if (fault !== undefined) faults.push(fault);
  });
  const told = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => told.once('line', resolve));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), READY_MS);
  });
  const line = await Promise.race([first, late, gone]);
  clearTimeout(timer);
  if (typeof line !== 'string') {
    end();
    throw new Error(`the server was not ready: ${faults.concat(lines).slice(-5).join(' | ')}`);
  }
  const ready: unknown = JSON.parse(line);
  if (!isReady(ready)) throw new Error(`the ready line lacks endpoints: ${line.slice(0, 300)}`);
  return {
    endpoints: ready.endpoints,
    ca: `${data}/tls/ca.pem`,
    accounts,
    strange,
    faults() {
      const taken = faults;
      faults = [];
      return taken;
    },
    async stop() {
      stopping = true;
      end('SIGTERM');
      const timer = setTimeout(() => end(), STOP_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}
