import { Command, CommanderError } from 'commander';
import { version } from '../runner/suite.ts';
import { register as compare } from './commands/compare.ts';
import { register as diff } from './commands/diff.ts';
import { register as explain } from './commands/explain.ts';
import { register as fuzz } from './commands/fuzz.ts';
import { register as images } from './commands/images.ts';
import { register as list } from './commands/list.ts';
import { register as mutants } from './commands/mutants.ts';
import { register as fresh } from './commands/new.ts';
import { register as repeat } from './commands/repeat.ts';
import { register as replay } from './commands/replay.ts';
import { register as report } from './commands/report.ts';
import { register as run } from './commands/run.ts';
import { register as spec } from './commands/spec.ts';
import { register as xref } from './commands/xref.ts';
import { EXIT, type ExitCode, exitOf, messageOf, takeExit, worst } from './exit.ts';

/** In the order of the help text: what one does with a server, with a report, with the house. */
const COMMANDS = [run, replay, compare, report, diff, images, list, explain, fresh, spec, xref, mutants, repeat, fuzz];

const EXAMPLES = `
Examples:
  $ mailspec run --imap localhost:143 --user alice --password secret
  $ mailspec run my-server.toml --report report --baseline known.yaml --gate
  $ mailspec serve
  $ mailspec explain rfc5321-4.5.2-leading-dot-removed

Exit codes:
  0  the gate holds        1  the gate is broken       2  the command or a file is wrong
  3  the target was not reached or set up              4  our own error
`;

/** The whole command line. Errors are thrown, never an exit of the process. */
export function program(): Command {
  const made = new Command('mailspec')
    .description('Finds out whether a mail server does what the RFCs say.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError(true)
    .showHelpAfterError('(mailspec --help says what there is)')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addHelpText('after', EXAMPLES)
    .enablePositionalOptions()
    .exitOverride();
  for (const register of COMMANDS) register(made);
  // Handed on by the launcher before this is read; listed so that the help names them.
  made.command('serve').summary('start the reference server (mailspec serve --help)').allowUnknownOption();
  made.command('account').summary('accounts of the reference server').allowUnknownOption();
  return made;
}

/** Runs one command. @param argv without node and script @returns the exit code */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  const made = program();
  if (argv.length === 0) {
    process.stdout.write(made.helpInformation() + EXAMPLES);
    return EXIT.usage;
  }
  takeExit();
  try {
    await made.parseAsync([...argv], { from: 'user' });
    return takeExit();
  } catch (e) {
    // Commander has printed its own message; help and version are thrown too, with code 0.
    if (e instanceof CommanderError) return e.exitCode === 0 ? EXIT.holds : EXIT.usage;
    process.stderr.write(`mailspec: ${messageOf(e)}\n`);
    return worst(exitOf(e), takeExit());
  }
}
