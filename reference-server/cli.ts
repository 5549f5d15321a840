import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { AccountError, AddressError } from './accounts.ts';
import { addAccount, listAccounts, removeAccount, setPassword } from './cli-account.ts';
import { type ServeFlags, serve } from './cli-serve.ts';
import { ConfigError, LISTENERS, type ListenerName } from './config.ts';
import { StartError } from './main.ts';
import { StoreFault } from './store/store.ts';

/** Exit codes: done; not done (an account that is there already, or is not); a wrong flag or configuration; cannot start; our own fault. */
const EXIT = { done: 0, refused: 1, usage: 2, start: 3, ours: 4 } as const;

/**
 * The commands of the server: `serve` and `account`. Resolves with the exit code, for `serve` when the server has stopped.
 * @param argv arguments after the program's name
 */
export async function main(argv: string[]): Promise<number> {
  try {
    await program().parseAsync(argv, { from: 'user' });
    return EXIT.done;
  } catch (e) {
    return report(e);
  }
}

function report(e: unknown): number {
  // Commander has printed its own message, or the help.
  if (e instanceof CommanderError) return e.exitCode === 0 ? EXIT.done : EXIT.usage;
  const say = (text: string): boolean => process.stderr.write(`mailspec: ${text}\n`);
  if (e instanceof ConfigError) {
    say(e.message.replaceAll('\n', '\nmailspec: '));
    return EXIT.usage;
  }
  if (e instanceof AccountError) {
    say(e.message);
    return e instanceof AddressError ? EXIT.usage : EXIT.refused;
  }
  if (e instanceof StartError || e instanceof StoreFault) {
    say(e.message);
    return EXIT.start;
  }
  say(e instanceof Error ? (e.stack ?? e.message) : String(e));
  return EXIT.ours;
}

function program(): Command {
  const root = new Command('mailspec').exitOverride().configureHelp({ showGlobalOptions: true });
  root
    .command('serve')
    .description('run the reference server until it is told to stop')
    .option('--config <file>', 'TOML file; every key can also be given as MAILSPEC_…')
    .option('--data <dir>', 'folder of mail, accounts and certificate (default ./data)')
    .option('--domain <name>', 'domain whose mail is taken (default example.test)')
    .option('--listen <service=host:port>', `listen only here, repeatable; ${LISTENERS.join(', ')}`, collectListen, {})
    .option('--account <address:password>', 'make this account, repeatable', collectAccount, [])
    .option('--allow-cleartext-login', 'take passwords over connections without TLS')
    .option('--json', 'print one line of JSON when ready, and nothing else')
    .exitOverride()
    .action((flags: ServeFlags) => serve(flags));

  const account = root.command('account').description('accounts of a server, running or not').exitOverride();
  const onData = (name: string, description: string): Command =>
    account
      .command(name)
      .description(description)
      .option('--data <dir>', 'data folder of the server (default ./data)')
      .option('--config <file>', 'TOML file of the server')
      .option('--domain <name>', 'domain of the server')
      .exitOverride();
  onData('add <address> [password]', 'make an account; without a password it is asked for, or read from a pipe').action(
    addAccount,
  );
  onData('list', 'print the addresses, one a line').option('--json', 'as JSON').action(listAccounts);
  onData('passwd <address> [password]', 'change a password').action(setPassword);
  onData('remove <address>', 'remove an account and all its mail').action(removeAccount);
  return root;
}

function collectListen(given: string, before: Partial<Record<ListenerName, string>>) {
  const at = given.indexOf('=');
  const name = LISTENERS.find((l) => l === given.slice(0, at));
  if (name === undefined)
    throw new InvalidArgumentError(`SERVICE=HOST:PORT, with a service of ${LISTENERS.join(', ')}.`);
  return { ...before, [name]: given.slice(at + 1) };
}

function collectAccount(given: string, before: { address: string; password: string }[]) {
  const at = given.indexOf(':');
  if (at < 1 || at === given.length - 1) throw new InvalidArgumentError('ADDRESS:PASSWORD is wanted.');
  before.push({ address: given.slice(0, at), password: given.slice(at + 1) });
  return before;
}
