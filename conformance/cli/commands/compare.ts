import type { Command } from 'commander';
import { UsageError } from '../../runner/errors.ts';
import { openSuite } from '../../runner/open.ts';
import { TargetError } from '../../targets/types.ts';
import { askReport, askTarget, compareText, comparison, isReport } from '../compare.ts';
import { EXIT, finish } from '../exit.ts';

export function register(program: Command): void {
  program
    .command('compare')
    .summary("show one requirement's bytes against several servers")
    .description(
      'Asks several servers the scenarios of one requirement, one server after the other, and shows what each said, byte by byte. A report folder stands for a server that was asked before. A server that cannot be reached is told, and the others are asked all the same (exit 3).',
    )
    .argument('<id>', 'id of a requirement, or of a scenario')
    .argument('<servers...>', 'target files, or report folders')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ mailspec compare rfc5321-4.1.1.4-only-crlf-dot-crlf-ends conformance/targets/postfix/*.toml\n',
    )
    .action(async (id: string, servers: string[], { json }: { json?: true }) => {
      const { spec, root, scenarios } = await openSuite();
      const compared = comparison(id, spec, scenarios);
      const mine = scenarios.filter((s) => compared.scenarios.some((m) => m.id === s.id));
      for (const server of servers) {
        try {
          const asked = (await isReport(server)) ? askReport(server, mine) : askTarget(server, mine, { spec, root });
          compared.targets.push(await asked);
        } catch (e) {
          if (!(e instanceof TargetError) && !(e instanceof UsageError)) throw e;
          compared.targets.push({ target: server, runs: [], error: e.message });
          finish(e instanceof TargetError ? EXIT.target : EXIT.usage);
        }
      }
      process.stdout.write(json ? `${JSON.stringify(compared, null, 2)}\n` : compareText(compared));
    });
}
