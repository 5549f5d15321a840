import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type ProductReport, productReport } from '../../../matrix/product.ts';
import type { RunRecord } from '../../../matrix/record.ts';
import { html } from '../../../matrix/render/html.ts';
import { json } from '../../../matrix/render/json.ts';
import { junit } from '../../../matrix/render/junit.ts';
import { md } from '../../../matrix/render/md.ts';
import { productHtml } from '../../../matrix/render/product-html.ts';
import { productMd } from '../../../matrix/render/product-md.ts';
import { productText } from '../../../matrix/render/product-text.ts';
import { summaryText } from '../../../matrix/summary.ts';
import { put, ReportError } from '../../../matrix/write.ts';
import { loadProducts } from '../../../spec/product.ts';
import { loadFeatures } from '../../runner/features.ts';
import { UsageError } from '../exit.ts';
import { ROOT } from '../house.ts';
import { readEvidence, scenariosByTag } from '../product.ts';
import { readRecord } from '../records.ts';

const RENDERERS: ReadonlyMap<string, (record: RunRecord) => string> = new Map([
  ['text', summaryText],
  ['html', html],
  ['md', md],
  ['json', json],
  ['junit', junit],
]);

const PRODUCT_RENDERERS: ReadonlyMap<string, (report: ProductReport) => string> = new Map([
  ['md', productMd],
  ['html', productHtml],
  ['json', (report: ProductReport) => `${JSON.stringify(report, null, 2)}\n`],
  ['text', productText],
]);
/** What a folder is given of each product. */
const PRODUCT_FILES = ['md', 'html', 'json'];

interface Options {
  format?: string;
  json?: true;
  out?: string;
  product?: true;
  evidence: string[];
}

export function register(program: Command): void {
  program
    .command('report')
    .summary('print a run record in another form')
    .description(
      'Renders a run record without running anything: as a report, or, with --product, as the status lists of spec/product,\nwhose rows are shown by requirements of the run and by other tests (--evidence).',
    )
    .argument('<run>', 'run.json, or a report folder')
    .addOption(new Option('--format <form>', 'form of the report (default text)').choices([...RENDERERS.keys()]))
    .option('--json', 'the same as --format json')
    .option('--out <path>', 'write to a file instead of standard output; with --product a folder')
    .option('--product', 'the status lists of the products (default form md)')
    .option(
      '--evidence <file>',
      'JSON of `vitest run --reporter=json` or `ci/clients/run.ts --json`, repeatable; for --product',
      collect,
      [],
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ mailspec report report\n  $ mailspec report report/run.json --format junit --out junit.xml\n  $ mailspec report report --product --evidence report/vitest.json --out report/product\n',
    )
    .action(async (path: string, o: Options) => {
      if (o.product) return reportProducts(path, o);
      if (o.evidence.length > 0) throw new UsageError('--evidence is for the status lists: give --product too');
      const text = RENDERERS.get(formatOf(o) ?? 'text')!(await readRecord(path));
      if (o.out === undefined) process.stdout.write(text);
      else await write(o.out, text);
    });
}

function collect(file: string, before: string[]): string[] {
  return [...before, file];
}

function formatOf(o: Options): string | undefined {
  if (o.json && o.format !== undefined && o.format !== 'json') {
    throw new UsageError(`--json and --format ${o.format} ask for two forms: give one`);
  }
  return o.json ? 'json' : o.format;
}

async function reportProducts(path: string, o: Options): Promise<void> {
  const format = formatOf(o);
  if (format !== undefined && !PRODUCT_RENDERERS.has(format)) {
    throw new UsageError(`--product has no form ${format}: use one of ${[...PRODUCT_RENDERERS.keys()].join(', ')}`);
  }
  const record = await readRecord(path);
  const evidence = await Promise.all(o.evidence.map(readEvidence));
  const tags = scenariosByTag(await loadFeatures(join(ROOT, 'features')));
  const reports = loadProducts().map((p) => productReport(p, { record, evidence, tags }));
  if (o.out === undefined) {
    process.stdout.write(
      format === 'json'
        ? `${JSON.stringify(reports, null, 2)}\n`
        : reports.map(PRODUCT_RENDERERS.get(format ?? 'md')!).join('\n'),
    );
    return;
  }
  for (const report of reports) {
    for (const form of format === undefined ? PRODUCT_FILES : [format]) {
      const extension = form === 'text' ? 'txt' : form;
      await write(join(o.out, `${report.product}.${extension}`), PRODUCT_RENDERERS.get(form)!(report));
    }
  }
  process.stdout.write(reports.map(productText).join(''));
}

async function write(file: string, text: string): Promise<void> {
  await put(file, text).catch((e: unknown) => {
    throw new ReportError(`cannot write ${file}: ${e instanceof Error ? e.message : String(e)}`);
  });
}
