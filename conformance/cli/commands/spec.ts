import type { Command } from 'commander';
import { auditSpec, renderAudit } from '../../../spec/audit.ts';
import { loadSpec } from '../../../spec/load.ts';
import { renderStats, stats } from '../../../spec/stats.ts';
import { EXIT, finish, UsageError } from '../exit.ts';
import { askedIds, killedOf, loadHouse } from '../house.ts';

export function register(program: Command): void {
  const spec = program.command('spec').summary('audit and count the inventory of requirements');
  registerStats(spec);
  spec
    .command('audit')
    .description(
      'Checks that every normative sentence is covered by a row or excused, once, and every row and profile points at\nsomething that is there. With the texts of the RFCs at hand, checks the lists of sentences against them too.',
    )
    .option('--rfc <dir>', 'folder of RFC texts, rfcNNNN.txt')
    .option('--json', 'print the audit as JSON')
    .addHelpText('after', '\nExample:\n  $ mailspec spec audit --rfc ~/rfc\n')
    .action((o: { rfc?: string; json?: true }) => {
      const audit = readable(o.rfc, () => auditSpec(loadSpec(), o.rfc));
      process.stdout.write(o.json ? `${JSON.stringify(audit, null, 2)}\n` : `${renderAudit(audit)}\n`);
      finish(audit.problems.length === 0 ? EXIT.holds : EXIT.broken);
    });
}

function registerStats(spec: Command): void {
  spec
    .command('stats')
    .description('Counts sentences, rows, and what of them is asked and proved, by RFC.')
    .option('--json', 'print the counts as JSON')
    .addHelpText('after', '\nExample:\n  $ mailspec spec stats --json\n')
    .action(async (o: { json?: true }) => {
      const house = await loadHouse();
      const counts = stats(house.spec, { tagged: askedIds(house), killed: await killedOf(house) });
      process.stdout.write(o.json ? `${JSON.stringify(counts, null, 2)}\n` : renderStats(counts));
    });
}

/** A folder of texts that cannot be read is the caller's mistake. */
function readable<T>(dir: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (e) {
    if (dir !== undefined && e instanceof Error && 'syscall' in e) {
      throw new UsageError(`--rfc ${dir} cannot be read: ${e.message}`);
    }
    throw e;
  }
}
