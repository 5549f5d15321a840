import { join } from 'node:path';
import type { Command } from 'commander';
import { auditSpec, renderAudit } from '../../../spec/audit.ts';
import { loadSpec } from '../../../spec/load.ts';
import { loadProducts } from '../../../spec/product.ts';
import { auditProducts, type ProductAudit, renderProductAudit } from '../../../spec/product-audit.ts';
import { renderStats, stats } from '../../../spec/stats.ts';
import type { Spec } from '../../../spec/types.ts';
import { loadFeatures } from '../../runner/features.ts';
import { EXIT, finish, UsageError } from '../exit.ts';
import { askedIds, killedOf, loadHouse, ROOT } from '../house.ts';
import { knownNames, scenariosByTag, statusLists, testTitles } from '../product.ts';

export function register(program: Command): void {
  const spec = program.command('spec').summary('audit and count the inventory of requirements');
  registerStats(spec);
  spec
    .command('audit')
    .description(
      'Checks that every normative sentence is covered by a row or excused, once, and every row and profile points at\nsomething that is there; that every line of the products has one row, and each proof names something. With the texts of\nthe RFCs, or the status lists of the products, at hand, checks the lists against them too.',
    )
    .option('--rfc <dir>', 'folder of RFC texts, rfcNNNN.txt')
    .option('--seeds <dir>', 'folder of the status lists the products began from, *NAME*.md')
    .option('--json', 'print the audit as JSON')
    .addHelpText('after', '\nExample:\n  $ mailspec spec audit --rfc ~/rfc --seeds ~/lists\n')
    .action(async (o: { rfc?: string; seeds?: string; json?: true }) => {
      const loaded = loadSpec();
      const audit = readable(o.rfc, () => auditSpec(loaded, o.rfc));
      const products = await productAudit(loaded, o.seeds);
      const whole = { ...audit, problems: [...audit.problems, ...products.problems], products: products.products };
      const text = `${renderAudit(whole)}\n${renderProductAudit(products)}\n`;
      process.stdout.write(o.json ? `${JSON.stringify(whole, null, 2)}\n` : text);
      finish(whole.problems.length === 0 ? EXIT.holds : EXIT.broken);
    });
}

async function productAudit(spec: Spec, seeds: string | undefined): Promise<ProductAudit> {
  const products = loadProducts();
  const [scenarios, tests] = await Promise.all([loadFeatures(join(ROOT, 'features')), testTitles(ROOT)]);
  const known = knownNames(spec.byId, scenariosByTag(scenarios), tests);
  return auditProducts(products, known, seeds === undefined ? undefined : statusLists(seeds, products));
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
