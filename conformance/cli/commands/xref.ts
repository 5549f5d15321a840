import type { Command } from 'commander';
import { EXIT, finish } from '../exit.ts';
import { askedIds, loadHouse, ROOT } from '../house.ts';
import { isSource, namedIn } from '../ids.ts';
import { xref } from '../xref.ts';

/** Where ids are named besides the server: mutants are checked by their tables. */
const ELSEWHERE = ['conformance/monitors', 'conformance/steps', 'conformance/runner', 'conformance/targets'];

export function register(program: Command): void {
  program
    .command('xref')
    .summary('what of row, scenario, mutant and code is missing')
    .description(
      'Checks that each tested requirement has a row, a scenario, a mutant and a line of the reference server that\nnames it, and that every id named anywhere is a row. Prints what is missing as file:line.',
    )
    .option('--json', 'print the list as JSON')
    .addHelpText('after', '\nExample:\n  $ mailspec xref\n')
    .action(async ({ json }: { json?: true }) => {
      const house = await loadHouse();
      const named = [
        ...(await namedIn(ROOT, ELSEWHERE, (f) => isSource(f) || f.endsWith('.yaml'))),
        ...(await namedIn(ROOT, ['.'], (f) => /^[^/]+\.md$/.test(f))),
      ];
      const gaps = xref({ ...house, rows: house.spec.byId.values(), named });
      const tested = askedIds(house);
      if (json) process.stdout.write(`${JSON.stringify({ tested: tested.size, gaps }, null, 2)}\n`);
      else {
        for (const g of gaps) process.stdout.write(`${g.file}:${g.line}: ${g.message}\n`);
        process.stdout.write(`${tested.size} requirements tested, ${gaps.length} gaps\n`);
      }
      finish(gaps.length === 0 ? EXIT.holds : EXIT.broken);
    });
}
